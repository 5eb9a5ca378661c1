import { useTranslation } from 'react-i18next'
import { changeStudents } from '../../contract/students.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { ReasonDialog } from '../ui/feedback/reason-dialog.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { useAction } from '../ui/feedback/use-action.ts'

/** A decision about a registration that somebody is about to take. */
export interface Deciding {
  decision: 'approve' | 'reject'
  studentId: string
  name: string
}

interface Props extends Deciding {
  onEnd: () => void
}

/** Approves a registration, or refuses it with a reason; one that somebody decided meanwhile is left as it is. */
export function Decision({ decision, studentId, name, onEnd }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const decide = useAction(changeStudents, {
    quiet: true,
    onDone: ({ items }) => {
      const problem = items[0]?.problem
      if (problem) toast.failed({ code: problem.code, data: problem.data ?? {} })
      else toast.done(t(decision === 'approve' ? 'students.approved' : 'students.rejected', { name }))
      onEnd()
    },
  })
  const selection = { ids: [studentId] }
  const shared = { opened: true, pending: decide.pending, problem: decide.problem, onClose: onEnd }
  if (decision === 'approve') {
    return (
      <ConfirmDialog
        {...shared}
        title={t('students.approveName', { name })}
        confirm={t('students.approve')}
        onConfirm={() => void decide.run({ body: { action: decision, selection } })}
      >
        {t('students.approveHint')}
      </ConfirmDialog>
    )
  }
  return (
    <ReasonDialog
      {...shared}
      title={t('students.rejectName', { name })}
      confirm={t('students.reject')}
      danger
      onConfirm={(reason) => void decide.run({ body: { action: decision, selection, reason } })}
    >
      {t('students.rejectHint')}
    </ReasonDialog>
  )
}
