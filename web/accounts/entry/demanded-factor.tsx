import { Anchor, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSecondFactor } from '../../../contract/accounts/second-factor.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { queryFor } from '../../api/queries.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { FactorSetup } from '../own/factor-setup.tsx'
import { PasskeySetup } from '../own/passkey-setup.tsx'
import { PasskeyButton } from '../passkey/button.tsx'
import { usePasskeyPlace } from '../passkey/place.ts'
import { PasskeyPlaceHint } from '../passkey/place-hint.tsx'
import { EntryCard } from './card.tsx'
import { useEnter } from './use-enter.ts'

const words = {
  owed: { title: 'accounts.factor', hint: 'passkeys.owed' },
  passkey: { title: 'passkeys.add', hint: 'passkeys.demanded' },
  app: { title: 'accounts.factorSetUp', hint: 'accounts.factorDemanded' },
} as const

/** Somebody of the office has signed in by password alone, and may do nothing before a second factor is shown or set up. */
export function DemandedFactorPage() {
  const { t } = useTranslation()
  const enter = useEnter()
  const factor = useQuery(queryFor(readSecondFactor))
  const [chosen, setChosen] = useState<'app' | 'passkey'>('app')
  const place = usePasskeyPlace()
  const done = (session: SignedIn) => enter(session, '/')
  const now = (factor.data?.passkeys ?? 0) > 0 ? 'owed' : chosen
  return (
    <EntryCard title={t(words[now].title)} hint={t(words[now].hint)}>
      <Loaded query={factor} rows={2}>
        {() => (
          <Stack gap="md" align="stretch">
            {now === 'owed' && <PasskeyButton onDone={done} />}
            {now === 'owed' && <PasskeyPlaceHint />}
            {now === 'app' && <FactorSetup onDone={(session) => void done(session)} />}
            {now === 'passkey' && <PasskeySetup withCode={false} onDone={(session) => void done(session)} />}
            {now !== 'owed' && place === 'here' && (
              <Other now={now} onChoose={() => setChosen(now === 'app' ? 'passkey' : 'app')} />
            )}
          </Stack>
        )}
      </Loaded>
    </EntryCard>
  )
}

/** The app, or a passkey in its place where the browser makes one. */
function Other({ now, onChoose }: { now: 'app' | 'passkey'; onChoose: () => void }) {
  const { t } = useTranslation()
  return (
    <Anchor component="button" type="button" size="sm" underline="always" ta="left" onClick={onChoose}>
      {t(now === 'app' ? 'passkeys.instead' : 'passkeys.app')}
    </Anchor>
  )
}
