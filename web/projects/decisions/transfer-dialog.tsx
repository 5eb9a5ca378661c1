import { Modal, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Project, transferProject } from '../../../contract/projects.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { AdvisorPicker } from '../form/advisor-picker.tsx'
import { OfficeReason } from '../form/office-reason.tsx'
import { useMajors } from '../majors.ts'

interface Props {
  project: Project
  opened: boolean
  onClose: () => void
}

/** Gives the project to another advisor, with the reason everybody concerned will read. */
export function TransferDialog({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('projects.transferTitle', { code: project.code })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <TransferForm project={project} onClose={onClose} />
    </Modal>
  )
}

function TransferForm({ project, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const [full, setFull] = useState(false)
  const majors = useMajors(project.year.id)
  const majorId = majors.find(({ abbreviation }) => abbreviation === project.majors[0])?.id
  const form = useContractForm({
    endpoint: transferProject,
    initial: { advisorId: '', reason: '', overQuota: '' },
    sending: { params: { projectId: project.id }, ifMatch: project.version },
    onDone: () => {
      toast.done(t('projects.transferred'))
      onClose()
    },
  })
  const { values, errors, setFieldValue, getInputProps } = form.form
  return (
    <FormFrame form={form} submit={t('projects.transfer')} onCancel={onClose} onReload={onClose}>
      <Text>{t('projects.transferFrom', { advisor: project.advisor.name })}</Text>
      <AdvisorPicker
        label={t('projects.transferTo')}
        value={values.advisorId}
        onChange={(id, isFull) => {
          setFieldValue('advisorId', id)
          setFull(isFull)
        }}
        yearId={project.year.id}
        majorId={majorId}
        exceptId={project.advisor.id}
        fullAllowed
        error={errors.advisorId as string | undefined}
      />
      {(full || form.problem?.code === 'advisor.full') && (
        <OfficeReason
          title={t('projects.overQuota')}
          label={t('projects.overQuotaReason')}
          value={values.overQuota}
          onChange={(value) => setFieldValue('overQuota', value)}
          error={errors.overQuota as string | undefined}
        />
      )}
      <Textarea
        label={t('reason.label')}
        description={t('reason.hint')}
        required
        autosize
        minRows={3}
        {...getInputProps('reason')}
      />
    </FormFrame>
  )
}
