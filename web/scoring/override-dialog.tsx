import { Modal, Select, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { overrideGrade, type Result, readRubrics } from '../../contract/scoring.ts'
import { queryFor } from '../api/queries.ts'
import { useYear } from '../app/session/year.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'

interface Props {
  result: Result
  onEnd: () => void
}

/** Another grade than the computed one, with a reason; both are kept and shown. */
export function OverrideDialog({ result, onEnd }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onEnd}
      title={t('scoring.overrideTitle', { code: result.project.code })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <OverrideForm result={result} onEnd={onEnd} />
    </Modal>
  )
}

function OverrideForm({ result, onEnd }: Props) {
  const { t } = useTranslation()
  const toast = useToast()
  const { yearId } = useYear()
  const rubrics = useQuery(queryFor(readRubrics, { query: { yearId } }))
  const grades = [...(rubrics.data?.boundaries.map(({ grade }) => grade) ?? []), 'F']
  const form = useContractForm({
    endpoint: overrideGrade,
    initial: { grade: result.override?.grade ?? '', reason: '' },
    sending: { params: { projectId: result.projectId }, ifMatch: result.version },
    onDone: () => {
      toast.done(t('scoring.overrideDone'))
      onEnd()
    },
  })
  return (
    <FormFrame
      form={form}
      submit={t('scoring.override')}
      onCancel={onEnd}
      fieldNames={{ grade: t('scoring.grade') }}
      onReload={onEnd}
    >
      <Text>{t('scoring.overrideHint', { grade: result.computedGrade ?? '–' })}</Text>
      <Select
        label={t('scoring.overrideGrade')}
        required
        data-autofocus
        data={[...new Set(grades)]}
        {...form.form.getInputProps('grade')}
      />
      <Textarea
        label={t('reason.label')}
        description={t('reason.hint')}
        required
        autosize
        minRows={3}
        {...form.form.getInputProps('reason')}
      />
    </FormFrame>
  )
}
