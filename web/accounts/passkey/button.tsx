import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginPasskeySignIn, finishPasskeySignIn } from '../../../contract/accounts/passkeys.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { ProblemAlert } from '../../ui/feedback/problem-alert.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { usePasskeyPlace } from './place.ts'

/** Signs in by a passkey; nothing where the browser has none for this address. What it needs is fetched when it is pressed. */
export function PasskeyButton({ onDone }: { onDone: (session: SignedIn) => Promise<void> }) {
  const { t } = useTranslation()
  const [none, setNone] = useState(false)
  const [asking, setAsking] = useState(false)
  const finish = useAction(finishPasskeySignIn, { quiet: true, onDone })
  const begin = useAction(beginPasskeySignIn, {
    quiet: true,
    onDone: async (asked) => {
      const { showPasskey } = await import('./authenticator.ts')
      const shown = await showPasskey(asked)
      if (shown) await finish.run({ body: shown })
      else setNone(true)
    },
  })
  if (usePasskeyPlace() !== 'here') return null
  const problem = begin.problem ?? finish.problem
  const enter = async () => {
    setNone(false)
    finish.clear()
    setAsking(true)
    await begin.run({})
    setAsking(false)
  }
  return (
    <Stack gap="xs" mt="sm">
      <Button variant="default" fullWidth loading={asking} onClick={() => void enter()}>
        {t('accounts.passkeyEnter')}
      </Button>
      {problem && <ProblemAlert problem={problem} />}
      {none && (
        <Text size="sm" role="status">
          {t('accounts.passkeyNone')}
        </Text>
      )}
    </Stack>
  )
}
