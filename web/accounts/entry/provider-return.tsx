import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { finishProviderSignIn } from '../../../contract/accounts/provider.ts'
import { useSearchText } from '../../ui/address.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { EntryCard } from './card.tsx'
import { CodeStep } from './code-step.tsx'
import { useEnter } from './use-enter.ts'

/** Where the provider sends people back to: what it gave is handed in once, and whoever it was goes on. */
export function ProviderReturnPage() {
  const { t } = useTranslation()
  const enter = useEnter()
  const [owing, setOwing] = useState<string | null>(null)
  const finish = useAction(finishProviderSignIn, {
    quiet: true,
    onDone: async (answer) => {
      if ('account' in answer) await enter(answer, answer.returnTo, true)
      else setOwing(answer.returnTo)
    },
  })
  const body = {
    state: useSearchText('state'),
    code: useSearchText('code'),
    iss: useSearchText('iss'),
    error: useSearchText('error'),
  }
  const sent = useRef(false)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    void finish.run({ body })
  })
  if (owing !== null) return <CodeStep onDone={(session) => enter(session, owing, true)} />
  if (!finish.problem) return <EntryCard title={t('accounts.providerReturning')}>{null}</EntryCard>
  return (
    <EntryCard title={t('accounts.providerFailed')}>
      <ProblemAlert problem={finish.problem} />
      <Text mt="md">
        <Anchor component={Link} to="/sign-in" underline="always">
          {t('accounts.providerBack')}
        </Anchor>
      </Text>
    </EntryCard>
  )
}
