import { Modal, Text, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Milestone, rescheduleMilestone } from '../../contract/milestones.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'

interface Props {
  milestone: Milestone
  opened: boolean
  onClose: () => void
}

/** Moves the due date of one milestone, with a reason. */
export function RescheduleDialog({ milestone, opened, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('milestones.rescheduleTitle', { name: milestone.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <RescheduleForm milestone={milestone} onClose={onClose} />
    </Modal>
  )
}

function RescheduleForm({ milestone, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: rescheduleMilestone,
    initial: { dueOn: milestone.dueOn, reason: '' },
    sending: { params: { milestoneId: milestone.id }, ifMatch: milestone.version },
    onDone: () => {
      toast.done(t('milestones.rescheduled'))
      onClose()
    },
  })
  return (
    <FormFrame
      form={form}
      submit={t('milestones.reschedule')}
      onCancel={onClose}
      onReload={onClose}
      fieldNames={{ dueOn: t('milestones.dueOn') }}
    >
      <Text size="sm">{t('milestones.rescheduleHint')}</Text>
      <DayInput label={t('milestones.dueOn')} required {...form.form.getInputProps('dueOn')} />
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
