import { Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Project, submitProject } from '../../../contract/projects.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { OfficeReason } from '../form/office-reason.tsx'
import { useOffice } from '../form/own-student.ts'
import { TopicCheck, useTopicCheck } from '../form/topic-check.tsx'

interface Props {
  project: Project
  opened: boolean
  onClose: () => void
}

/** Hands a draft or rejected project in for decision; what holds it back is shown, and the office may let it pass. */
export function SubmitDialog({ project, opened, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('projects.submitTitle', { code: project.code })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <SubmitForm project={project} onClose={onClose} />
    </Modal>
  )
}

function SubmitForm({ project, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const office = useOffice()
  const check = useTopicCheck(project.topicLo, project.topicEn, project.id)
  const form = useContractForm({
    endpoint: submitProject,
    initial: { similarityOverride: '', overQuota: '' },
    sending: { params: { projectId: project.id }, ifMatch: project.version },
    onDone: () => {
      toast.done(t('projects.handedIn'))
      onClose()
    },
  })
  const field = (name: 'similarityOverride' | 'overQuota') => ({
    value: form.form.values[name],
    onChange: (value: string) => form.form.setFieldValue(name, value),
    error: form.form.errors[name] as string | undefined,
  })
  return (
    <FormFrame form={form} submit={t('projects.submit')} onCancel={onClose} onReload={onClose}>
      <Text>{t('projects.submitBody', { advisor: project.advisor.name })}</Text>
      <TopicCheck check={check} office={office}>
        <OfficeReason label={t('projects.similarityReason')} {...field('similarityOverride')} />
      </TopicCheck>
      {office && form.problem?.code === 'advisor.full' && (
        <OfficeReason title={t('projects.overQuota')} label={t('projects.overQuotaReason')} {...field('overQuota')} />
      )}
    </FormFrame>
  )
}
