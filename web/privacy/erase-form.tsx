import { Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ErasurePreview, erasePerson } from '../../contract/privacy.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { FormFrame } from '../ui/form/frame.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'

/** The name, typed as it stands, and a reason: nobody erases somebody by a slip of the hand. */
export function EraseForm({ account }: Pick<ErasurePreview, 'account'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const navigate = useNavigate()
  const form = useContractForm({
    endpoint: erasePerson,
    sending: { params: { accountId: account.id } },
    initial: { confirmation: '', reason: '' },
    refusedAt: { 'erasure.confirmation': 'confirmation' },
    onDone: () => {
      toast.done(t('privacy.erased'))
      void navigate({ to: '/accounts' })
    },
  })
  const field = form.form.getInputProps
  return (
    <FormFrame form={form} submit={t('privacy.eraseNow')} danger onCancel={() => void navigate({ to: '/accounts' })}>
      <TextInput
        label={t('privacy.confirmation')}
        description={t('privacy.confirmationHint', { name: account.displayName })}
        required
        autoComplete="off"
        {...field('confirmation')}
      />
      <Textarea label={t('privacy.reason')} required autosize minRows={2} {...field('reason')} />
    </FormFrame>
  )
}
