import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptInvitation, readInvitation } from '../../../contract/accounts.ts'
import { queryFor } from '../../api/queries.ts'
import { useParam } from '../../ui/address.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { EntryCard } from './card.tsx'
import { CodeStep } from './code-step.tsx'
import { PasswordPair } from './password-pair.tsx'
import { useEnter } from './use-enter.ts'

/** A one-time link: the person it is for chooses a password and is signed in. */
export function AcceptInvitationPage() {
  const { t } = useTranslation()
  const token = useParam('token')
  // read once: a used invitation is gone, and asking for it again would only be an error
  const invitation = useQuery({ ...queryFor(readInvitation, { params: { token } }), retry: false, staleTime: 'static' })
  const reset = invitation.data?.purpose === 'reset'
  const name = invitation.data?.displayName
  const [owing, setOwing] = useState(false)
  const enter = useEnter()
  const title =
    name && !reset ? t('accounts.welcomeName', { name }) : t(reset ? 'accounts.resetTitle' : 'accounts.welcome')
  if (owing) return <CodeStep onDone={(session) => enter(session, '/')} />
  return (
    <EntryCard title={title} {...(name ? { hint: t(reset ? 'accounts.resetWelcome' : 'accounts.welcomeHint') } : {})}>
      <Loaded query={invitation} rows={3}>
        {({ login }) => <Accept token={token} login={login} onOwing={() => setOwing(true)} />}
      </Loaded>
      <Text size="sm" mt="md">
        <Anchor component={Link} to="/sign-in" underline="always">
          {t('accounts.toSignIn')}
        </Anchor>
      </Text>
    </EntryCard>
  )
}

interface AcceptProps {
  token: string
  login: string | null
  /** The password is set, and a code is owed. */
  onOwing: () => void
}

function Accept({ token, login, onOwing }: AcceptProps) {
  const { t } = useTranslation()
  const enter = useEnter()
  const form = useContractForm({
    endpoint: acceptInvitation,
    sending: { params: { token } },
    initial: { password: '', repeat: '' },
    toBody: ({ password }) => ({ password }),
    refusedAt: { 'password.tooCommon': 'password' },
    check: ({ password, repeat }) => (password === repeat ? {} : { repeat: 'field.repeat' }),
    onDone: (answer) => ('account' in answer ? enter(answer, '/') : onOwing()),
  })
  return (
    <FormFrame form={form} submit={t('accounts.setPassword')} wide>
      {login && <Text>{t('accounts.welcomeLogin', { login })}</Text>}
      {/* Lets a manager of passwords store the name with the password. */}
      <input type="text" autoComplete="username" value={login ?? ''} readOnly hidden />
      <PasswordPair first={form.form.getInputProps('password')} repeat={form.form.getInputProps('repeat')} />
    </FormFrame>
  )
}
