import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  type SecondFactor,
} from '../../../contract/accounts/second-factor.ts'
import { queryFor } from '../../api/queries.ts'
import { useTakeSession } from '../../app/session/session.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { Section } from '../../ui/section.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { FactorSetup } from './factor-setup.tsx'
import { ProofForm } from './proof-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Doing = 'setUp' | 'renew' | 'remove'

/** The own second factor: set it up, make new recovery codes, take it off. */
export function OwnSecondFactor() {
  const { t } = useTranslation()
  const factor = useQuery(queryFor(readSecondFactor))
  const [doing, setDoing] = useState<Doing | null>(null)
  return (
    <Section title={t('accounts.factor')} hint={t('accounts.factorHint')}>
      <Loaded query={factor} rows={1}>
        {(state) => <Standing {...state} onDo={setDoing} />}
      </Loaded>
      <FactorDialog doing={doing} onClose={() => setDoing(null)} />
    </Section>
  )
}

function Standing(props: SecondFactor & { onDo: (doing: Doing) => void }) {
  const { since, recoveryCodesLeft, offered, required, onDo } = props
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  if (!since && !offered) return <Text c="dimmed">{t('accounts.factorNotOffered')}</Text>
  if (!since)
    return (
      <Button variant="default" onClick={() => onDo('setUp')}>
        {t('accounts.factorSetUp')}
      </Button>
    )
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <ToneBadge tone="good">{t('accounts.factorOn')}</ToneBadge>
        <Text>{t('accounts.factorSince', { when: shortMoment(since) })}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t('accounts.recoveryLeft', { count: recoveryCodesLeft })} {required && t('accounts.factorRequired')}
      </Text>
      <Group gap="sm">
        <Button variant="default" onClick={() => onDo('renew')}>
          {t('accounts.recoveryRenew')}
        </Button>
        <Button variant="default" onClick={() => onDo('remove')}>
          {t('accounts.factorRemove')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What is done stays open when the page behind it is read anew: the recovery codes are shown this one time. */
function FactorDialog({ doing, onClose }: { doing: Doing | null; onClose: () => void }) {
  const { t } = useTranslation()
  const titles = {
    setUp: t('accounts.factorSetUp'),
    renew: t('accounts.recoveryRenew'),
    remove: t('accounts.factorRemove'),
  }
  return (
    <Modal
      opened={doing !== null}
      onClose={onClose}
      title={doing ? titles[doing] : ''}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {doing === 'setUp' && <SetUp onClose={onClose} />}
      {doing === 'renew' && <Renew onClose={onClose} />}
      {doing === 'remove' && <Remove onClose={onClose} />}
    </Modal>
  )
}

function SetUp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const take = useTakeSession()
  const toast = useToast()
  return (
    <FactorSetup
      onCancel={onClose}
      onDone={(session) => {
        toast.done(t('accounts.factorDone'))
        onClose()
        void take(session)
      }}
    />
  )
}

function Renew({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onClose} />
  return (
    <ProofForm
      endpoint={renewRecoveryCodes}
      submit={t('accounts.recoveryRenew')}
      onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
      onCancel={onClose}
    />
  )
}

function Remove({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const take = useTakeSession()
  const toast = useToast()
  return (
    <Stack>
      <Text>{t('accounts.factorRemoveAsk')}</Text>
      <ProofForm
        endpoint={removeSecondFactor}
        submit={t('accounts.factorRemove')}
        onDone={(session) => {
          toast.done(t('accounts.factorRemoved'))
          onClose()
          void take(session)
        }}
        onCancel={onClose}
      />
    </Stack>
  )
}
