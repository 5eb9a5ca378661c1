import { Anchor, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askPasswordReset } from '../../../contract/accounts.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { currentLocale } from '../../i18n/i18n.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { EntryCard } from './card.tsx'

/** Has a one-time link mailed; whether there is such a person is not told. */
export function ForgottenPasswordPage() {
  const { t } = useTranslation()
  const [sent, setSent] = useState(false)
  return (
    <EntryCard
      title={t(sent ? 'accounts.resetSent' : 'accounts.resetTitle')}
      hint={t(sent ? 'accounts.resetSentHint' : 'accounts.resetHint')}
    >
      {sent ? <Kept /> : <Ask onSent={() => setSent(true)} />}
      <Text size="sm" mt="md">
        <Anchor component={Link} to="/sign-in" underline="always">
          {t('accounts.toSignIn')}
        </Anchor>
      </Text>
    </EntryCard>
  )
}

function Kept() {
  const { t } = useTranslation()
  const { mail } = useInstallation()
  return mail === 'kept' ? <Text>{t('accounts.resetKept')}</Text> : null
}

function Ask({ onSent }: { onSent: () => void }) {
  const { t } = useTranslation()
  const form = useContractForm({
    endpoint: askPasswordReset,
    initial: { login: '' },
    toBody: ({ login }) => ({ login, locale: currentLocale() }),
    onDone: onSent,
  })
  return (
    <FormFrame form={form} submit={t('accounts.resetSend')} wide>
      <TextInput
        label={t('accounts.login')}
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        {...form.form.getInputProps('login')}
      />
    </FormFrame>
  )
}
