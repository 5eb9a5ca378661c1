import { Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginSecondFactor, confirmSecondFactor } from '../../../contract/accounts/second-factor.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

interface Props {
  /** Told when the recovery codes were seen. */
  onDone: (session: SignedIn) => void
  onCancel?: () => void
}

interface Key {
  key: string
  address: string
}

interface Made {
  session: SignedIn
  recoveryCodes: string[]
}

/** Password, then the key for the app and its first code, then the recovery codes. */
export function FactorSetup({ onDone, onCancel }: Props) {
  const [key, setKey] = useState<Key | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  if (made) return <RecoveryCodes codes={made.recoveryCodes} onDone={() => onDone(made.session)} />
  if (key) return <Confirm made={key} onDone={setMade} onCancel={onCancel} />
  return <Begin onDone={setKey} onCancel={onCancel} />
}

interface StepProps<T> {
  onDone: (answer: T) => void
  onCancel: (() => void) | undefined
}

function Begin({ onDone, onCancel }: StepProps<Key>) {
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint: beginSecondFactor,
    initial: { password: '' },
    refusedAt: { 'password.wrong': 'password' },
    onDone,
  })
  return (
    <FormFrame form={form} submit={t('accounts.factorNext')} {...(onCancel ? { onCancel } : { wide: true })}>
      <PasswordField
        label={t('accounts.currentPassword')}
        autoComplete="current-password"
        required
        data-autofocus
        {...form.form.getInputProps('password')}
      />
    </FormFrame>
  )
}

function Confirm({ made, onDone, onCancel }: { made: Key } & StepProps<Made>) {
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint: confirmSecondFactor,
    initial: { code: '' },
    refusedAt: { 'factor.wrongCode': 'code' },
    onDone,
  })
  return (
    <FormFrame form={form} submit={t('accounts.factorConfirm')} {...(onCancel ? { onCancel } : { wide: true })}>
      <Text>{t('accounts.factorScan')}</Text>
      <Group justify="center">
        <QrCode text={made.address} label={t('accounts.factorQr')} />
      </Group>
      <Stack gap={4}>
        <Text size="sm">{t('accounts.factorKey')}</Text>
        <Code block ta="center">
          {made.key.match(/.{1,4}/g)?.join(' ')}
        </Code>
      </Stack>
      <TextInput
        label={t('accounts.factorCode')}
        description={t('accounts.factorCodeHint')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        autoFocus
        {...form.form.getInputProps('code')}
      />
    </FormFrame>
  )
}
