import { Anchor, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../../contract/accounts.ts'
import { useInstallation } from '../../app/session/installation.ts'
import { useSearchText } from '../../ui/address.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { inside } from '../../ui/inside.ts'
import { PasskeyButton } from '../passkey/button.tsx'
import { EntryCard } from './card.tsx'
import { CodeStep } from './code-step.tsx'
import { ProviderButton } from './provider-button.tsx'
import { useEnter } from './use-enter.ts'

/** Signs in by e-mail, user name or student ID, and goes back to where the person wanted to be. */
export function SignInPage() {
  const { t } = useTranslation()
  const enter = useEnter()
  const [owing, setOwing] = useState(false)
  const { mail, provider } = useInstallation()
  const back = inside(useSearchText('return'))
  const form = useContractForm({
    endpoint: signIn,
    initial: { login: '', password: '' },
    onDone: async (answer) => {
      if ('account' in answer) return await enter(answer, back)
      setOwing(true)
      form.form.setFieldValue('password', '')
    },
  })
  if (owing) return <CodeStep onDone={(session) => enter(session, back)} onBack={() => setOwing(false)} />
  return (
    <EntryCard title={t('accounts.signIn')} hint={t('accounts.signInHint')}>
      {provider && <ProviderButton name={provider} returnTo={back} />}
      <FormFrame form={form} submit={t('accounts.signIn')} wide>
        <TextInput
          label={t('accounts.login')}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          {...form.form.getInputProps('login')}
        />
        <PasswordField
          label={t('accounts.password')}
          autoComplete="current-password"
          {...form.form.getInputProps('password')}
        />
      </FormFrame>
      <PasskeyButton onDone={(session) => enter(session, back)} />
      <Text size="sm" c="dimmed" mt="md">
        {mail === 'off' ? (
          t('accounts.forgot')
        ) : (
          <Anchor component={Link} to="/forgotten-password" underline="always">
            {t('accounts.forgotLink')}
          </Anchor>
        )}
      </Text>
      <Text size="sm" mt="xs">
        {t('accounts.noAccount')}{' '}
        <Anchor component={Link} to="/register" underline="always">
          {t('accounts.register')}
        </Anchor>
      </Text>
    </EntryCard>
  )
}
