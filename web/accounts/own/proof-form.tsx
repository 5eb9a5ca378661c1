import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { removeSecondFactor, renewRecoveryCodes } from '../../../contract/accounts/second-factor.ts'
import type { Answered } from '../../../contract/endpoint.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'

type Proved = typeof removeSecondFactor | typeof renewRecoveryCodes

interface Props<E extends Proved> {
  endpoint: E
  submit: string
  onDone: (answer: Answered<E>) => void
  onCancel: () => void
}

/** What needs password and code, so that who finds a session open cannot do it. */
export function ProofForm<E extends Proved>({ endpoint, submit, onDone, onCancel }: Props<E>) {
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint,
    initial: { password: '', code: '' },
    refusedAt: { 'password.wrong': 'password', 'factor.wrongCode': 'code' },
    onDone,
  })
  return (
    <FormFrame form={form} submit={submit} onCancel={onCancel}>
      <PasswordField
        label={t('accounts.currentPassword')}
        autoComplete="current-password"
        required
        data-autofocus
        {...form.form.getInputProps('password')}
      />
      <TextInput
        label={t('accounts.factorCode')}
        description={t('accounts.proofCodeHint')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        required
        {...form.form.getInputProps('code')}
      />
    </FormFrame>
  )
}
