import { useTranslation } from 'react-i18next'
import { publishResult, type Result } from '../../contract/scoring.ts'
import { useFormat } from '../i18n/use-format.ts'
import { ConfirmDialog } from '../ui/feedback/confirm-dialog.tsx'
import { useAction } from '../ui/feedback/use-action.ts'

interface Props {
  result: Result
  onEnd: () => void
}

/** Asks before a result becomes public, with the grade that will be seen. */
export function PublishDialog({ result, onEnd }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { code } = result.project
  const publish = useAction(publishResult, { done: t('scoring.publishedDone', { code }), onDone: onEnd, quiet: true })
  return (
    <ConfirmDialog
      opened
      title={t('scoring.publishTitle', { code })}
      confirm={t('scoring.publish')}
      pending={publish.pending}
      problem={publish.problem}
      onConfirm={() => void publish.run({ params: { projectId: result.projectId }, ifMatch: result.version })}
      onClose={onEnd}
    >
      {t('scoring.publishHint', { grade: result.grade ?? '–', final: number(result.final) })}
    </ConfirmDialog>
  )
}
