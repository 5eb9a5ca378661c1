import { useTranslation } from 'react-i18next'
import { changePassword, type SignedIn } from '../../../contract/accounts.ts'
import { useTakeSession } from '../../app/session/session.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { PasswordPair } from './password-pair.tsx'

interface Props {
  onDone: (session: SignedIn) => void
  wide?: boolean
}

/** Changes one's own password, by choice or because a first one must go. */
export function ChangePasswordForm({ onDone, wide = false }: Props) {
  const { t } = useTranslation()
  const take = useTakeSession()
  const form = useContractForm({
    endpoint: changePassword,
    initial: { current: '', next: '', repeat: '' },
    toBody: ({ current, next }) => ({ current, next }),
    check: ({ next, repeat }) => (next === repeat ? {} : { repeat: 'field.repeat' }),
    refusedAt: { 'password.tooCommon': 'next', 'password.unchanged': 'next', 'password.wrong': 'current' },
    onDone: async (session) => {
      await take(session)
      form.discard()
      onDone(session)
    },
  })
  return (
    <FormFrame form={form} submit={t('accounts.changePassword')} wide={wide}>
      <PasswordField
        label={t('accounts.currentPassword')}
        autoComplete="current-password"
        required
        {...form.form.getInputProps('current')}
      />
      <PasswordPair first={form.form.getInputProps('next')} repeat={form.form.getInputProps('repeat')} />
    </FormFrame>
  )
}
