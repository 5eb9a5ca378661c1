import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { beginPasskey, removePasskey } from '../../../contract/accounts/passkeys.ts'
import type { removeSecondFactor, renewRecoveryCodes } from '../../../contract/accounts/second-factor.ts'
import type { Answered } from '../../../contract/endpoint.ts'
import type { Sending } from '../../api/sending.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'

type Proved = typeof removeSecondFactor | typeof renewRecoveryCodes | typeof beginPasskey | typeof removePasskey

interface Props<E extends Proved> {
  endpoint: E
  sending?: Omit<Sending<E>, 'body'>
  /** Who has no app gives the password alone. */
  withCode?: boolean
  submit: string
  onDone: (answer: Answered<E>) => void
  onCancel?: (() => void) | undefined
  danger?: boolean
}

/** What needs password and code, so that who finds a session open cannot do it. */
export function ProofForm<E extends Proved>(props: Props<E>) {
  const { endpoint, sending, withCode = true, submit, onDone, onCancel, danger = false } = props
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint,
    ...(sending ? { sending } : {}),
    initial: { password: '', code: '' },
    refusedAt: { 'password.wrong': 'password', 'factor.wrongCode': 'code' },
    onDone,
  })
  return (
    <FormFrame form={form} submit={submit} danger={danger} {...(onCancel ? { onCancel } : { wide: true })}>
      <PasswordField
        label={t('accounts.currentPassword')}
        autoComplete="current-password"
        required
        data-autofocus
        {...form.form.getInputProps('password')}
      />
      {withCode && (
        <TextInput
          label={t('accounts.factorCode')}
          description={t('accounts.proofCodeHint')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          required
          {...form.form.getInputProps('code')}
        />
      )}
    </FormFrame>
  )
}
