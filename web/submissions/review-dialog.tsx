import { Modal, Radio, Stack, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ReviewDecision, reviewSubmission, type Submission } from '../../contract/submissions.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'

interface Props {
  submission: Submission
  opened: boolean
  onClose: () => void
}

interface Values {
  decision: ReviewDecision | ''
  feedback: string
}

/** Approves a version or asks for a revision. A decision is made once. */
export function ReviewDialog({ submission, opened, onClose }: Props) {
  const { t } = useTranslation()
  const { number } = useFormat()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('submissions.reviewTitle', { version: number(submission.version) })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <ReviewForm submission={submission} onClose={onClose} />
    </Modal>
  )
}

function ReviewForm({ submission, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: reviewSubmission,
    initial: { decision: '', feedback: '' } as Values,
    sending: { params: { submissionId: submission.id } },
    toBody: ({ decision, feedback }: Values) =>
      decision === 'approved' && feedback.trim() === '' ? { decision } : { decision, feedback },
    onDone: (_, { decision }) => {
      toast.done(t(decision === 'approved' ? 'submissions.approved' : 'submissions.revisionAsked'))
      onClose()
    },
  })
  const { values, getInputProps } = form.form
  const approving = values.decision === 'approved'
  return (
    <FormFrame form={form} submit={t('submissions.decide')} onCancel={onClose}>
      <Radio.Group label={t('submissions.decision')} required {...getInputProps('decision')}>
        <Stack gap="xs" mt={4}>
          <Radio value="approved" label={t('submissions.approve')} description={t('submissions.approveHint')} />
          <Radio value="revision" label={t('submissions.revise')} description={t('submissions.reviseHint')} />
        </Stack>
      </Radio.Group>
      <Textarea
        label={t(approving ? 'submissions.feedbackOptional' : 'submissions.feedback')}
        required={!approving}
        autosize
        minRows={4}
        {...getInputProps('feedback')}
      />
    </FormFrame>
  )
}
