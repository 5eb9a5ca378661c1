import { useTranslation } from 'react-i18next'
import { decideStudents } from '../../contract/students.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { ReasonDialog } from '../ui/feedback/reason-dialog.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { useAction } from '../ui/feedback/use-action.ts'

/** A decision about registrations that somebody is about to take. */
export interface Deciding {
  decision: 'approved' | 'rejected'
  studentIds: readonly string[]
  /** Of one student. */
  name?: string
}

interface Props extends Deciding {
  onEnd: () => void
  onDecided?: () => void
}

/** Approves registrations, or refuses them with a reason. Those that somebody decided meanwhile are left as they are. */
export function Decision({ decision, studentIds, name, onEnd, onDecided }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const decide = useAction(decideStudents, {
    quiet: true,
    onDone: ({ decided, skipped }) => {
      const said = t(decision === 'approved' ? 'students.approved' : 'students.rejected', { count: decided })
      toast.done(skipped > 0 ? `${said} ${t('students.skipped', { count: skipped })}` : said)
      onDecided?.()
      onEnd()
    },
  })
  const count = studentIds.length
  const shared = { opened: true, pending: decide.pending, problem: decide.problem, onClose: onEnd }
  if (decision === 'approved') {
    return (
      <ConfirmDialog
        {...shared}
        title={name ? t('students.approveName', { name }) : t('students.approveMany', { count })}
        confirm={t('students.approve')}
        onConfirm={() => void decide.run({ body: { decision, studentIds: [...studentIds] } })}
      >
        {t('students.approveHint')}
      </ConfirmDialog>
    )
  }
  return (
    <ReasonDialog
      {...shared}
      title={name ? t('students.rejectName', { name }) : t('students.rejectMany', { count })}
      confirm={t('students.reject')}
      danger
      onConfirm={(reason) => void decide.run({ body: { decision, studentIds: [...studentIds], reason } })}
    >
      {t('students.rejectHint')}
    </ReasonDialog>
  )
}
