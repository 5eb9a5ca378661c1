import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listPasskeys,
  mostPasskeys,
  type Passkey,
  removePasskey,
  renamePasskey,
} from '../../../contract/accounts/passkeys.ts'
import { readSecondFactor } from '../../../contract/accounts/second-factor.ts'
import type { SignedIn } from '../../../contract/accounts.ts'
import { queryFor } from '../../api/queries.ts'
import { useTakeSession } from '../../app/session/session.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useToast } from '../../ui/feedback/toast.ts'
import { FormFrame } from '../../ui/form/frame.tsx'
import { useContractForm } from '../../ui/form/use-contract-form.ts'
import { Section } from '../../ui/section.tsx'
import { usePasskeyPlace } from '../passkey/place.ts'
import { PasskeyPlaceHint } from '../passkey/place-hint.tsx'
import { PasskeySetup } from './passkey-setup.tsx'
import { ProofForm } from './proof-form.tsx'

type Doing = 'add' | { rename: Passkey } | { remove: Passkey }

/** The own passkeys: add one where the browser can, give it another name, remove it. */
export function OwnPasskeys() {
  const { t } = useTranslation()
  const passkeys = useQuery(queryFor(listPasskeys))
  const [doing, setDoing] = useState<Doing | null>(null)
  const place = usePasskeyPlace()
  const room = (passkeys.data?.items.length ?? mostPasskeys) < mostPasskeys
  return (
    <Section
      title={t('passkeys.title')}
      hint={t('passkeys.hint')}
      action={
        place === 'here' &&
        room && (
          <Button variant="default" onClick={() => setDoing('add')}>
            {t('passkeys.add')}
          </Button>
        )
      }
    >
      <Stack gap="md">
        <Loaded query={passkeys} rows={1}>
          {({ items }) =>
            items.length === 0 ? (
              place === 'here' && <Text c="dimmed">{t('passkeys.none')}</Text>
            ) : (
              <Stack component="ul" gap="md" m={0} p={0}>
                {items.map((one) => (
                  <Row key={one.id} passkey={one} onDo={setDoing} />
                ))}
              </Stack>
            )
          }
        </Loaded>
        <PasskeyPlaceHint />
        {place === 'here' && !room && passkeys.data && <Text c="dimmed">{t('problem.passkey.tooMany')}</Text>}
      </Stack>
      <PasskeyDialog doing={doing} onClose={() => setDoing(null)} />
    </Section>
  )
}

function Row({ passkey, onDo }: { passkey: Passkey; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  const { name, createdAt, lastUsedAt } = passkey
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="sm" style={{ listStyle: 'none' }}>
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('passkeys.added', { when: shortMoment(createdAt) })} ·{' '}
          {lastUsedAt ? t('passkeys.used', { when: shortMoment(lastUsedAt) }) : t('passkeys.unused')}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          onClick={() => onDo({ rename: passkey })}
          aria-label={t('passkeys.renameNamed', { name })}
        >
          {t('passkeys.rename')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => onDo({ remove: passkey })}
          aria-label={t('passkeys.removeNamed', { name })}
        >
          {t('passkeys.remove')}
        </Button>
      </Group>
    </Group>
  )
}

function titleOf(doing: Doing | null) {
  if (doing === 'add' || doing === null) return 'passkeys.add'
  return 'rename' in doing ? 'passkeys.rename' : 'passkeys.removeTitle'
}

function PasskeyDialog({ doing, onClose }: { doing: Doing | null; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const take = useTakeSession()
  const withCode = Boolean(useQuery(queryFor(readSecondFactor)).data?.since)
  const done = (text: string) => (session: SignedIn) => {
    toast.done(text)
    onClose()
    void take(session)
  }
  return (
    <Modal
      opened={doing !== null}
      onClose={onClose}
      title={t(titleOf(doing))}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {doing === 'add' && <PasskeySetup withCode={withCode} onDone={done(t('passkeys.done'))} onCancel={onClose} />}
      {doing && doing !== 'add' && 'rename' in doing && <Rename passkey={doing.rename} onClose={onClose} />}
      {doing && doing !== 'add' && 'remove' in doing && (
        <Stack>
          <Text>{t('passkeys.removeAsk', { name: doing.remove.name })}</Text>
          <ProofForm
            endpoint={removePasskey}
            sending={{ params: { passkeyId: doing.remove.id } }}
            withCode={withCode}
            submit={t('passkeys.removeTitle')}
            danger
            onDone={done(t('passkeys.removed'))}
            onCancel={onClose}
          />
        </Stack>
      )}
    </Modal>
  )
}

function Rename({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const form = useContractForm({
    endpoint: renamePasskey,
    sending: { params: { passkeyId: passkey.id } },
    initial: { name: passkey.name },
    onDone: () => {
      toast.done(t('passkeys.renamed'))
      onClose()
    },
  })
  return (
    <FormFrame form={form} submit={t('passkeys.rename')} onCancel={onClose}>
      <TextInput label={t('passkeys.name')} required data-autofocus {...form.form.getInputProps('name')} />
    </FormFrame>
  )
}
