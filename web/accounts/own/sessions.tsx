import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endOtherSessions, endOwnSession, listSessions, type OwnSession } from '../../../contract/accounts/sessions.ts'
import { queryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { useAction } from '../../ui/feedback/use-action.ts'
import { Section } from '../../ui/section.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'

/** Where the person is signed in: a session that is not known can be ended, or all but this one. */
export function OwnSessions() {
  const { t } = useTranslation()
  const sessions = useQuery(queryFor(listSessions))
  const [leaving, setLeaving] = useState<OwnSession | 'others' | null>(null)
  const several = (sessions.data?.items.length ?? 0) > 1
  return (
    <Section
      title={t('accounts.sessions')}
      hint={t('accounts.sessionsHint')}
      action={
        several && (
          <Button variant="default" onClick={() => setLeaving('others')}>
            {t('accounts.sessionsEndOthers')}
          </Button>
        )
      }
    >
      <Loaded query={sessions} rows={2}>
        {({ items }) => (
          <Stack component="ul" gap="md" m={0} p={0}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => setLeaving(session)} />
            ))}
          </Stack>
        )}
      </Loaded>
      <EndSession session={leaving} onClose={() => setLeaving(null)} />
    </Section>
  )
}

function useNameOf() {
  const { t } = useTranslation()
  return ({ browser, system }: OwnSession) =>
    [browser, system].filter(Boolean).join(' · ') || t('accounts.sessionUnknown')
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const { t } = useTranslation()
  const { shortMoment } = useFormat()
  const name = useNameOf()(session)
  const { address, beganAt, usedAt, current } = session
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="sm" style={{ listStyle: 'none' }}>
      <div>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {current && <ToneBadge tone="live">{t('accounts.sessionCurrent')}</ToneBadge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('accounts.sessionUsed', { when: shortMoment(usedAt) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('accounts.sessionBegan', { when: shortMoment(beganAt) })}
          {address && ` · ${t('accounts.sessionAddress', { address })}`}
        </Text>
      </div>
      {!current && (
        <Button size="xs" variant="default" onClick={onEnd} aria-label={t('accounts.sessionEndNamed', { name })}>
          {t('accounts.sessionEnd')}
        </Button>
      )}
    </Group>
  )
}

function EndSession({ session, onClose }: { session: OwnSession | 'others' | null; onClose: () => void }) {
  const { t } = useTranslation()
  const nameOf = useNameOf()
  const one = useAction(endOwnSession, { done: t('accounts.sessionEnded'), onDone: onClose })
  const others = useAction(endOtherSessions, { done: t('accounts.sessionsEnded'), onDone: onClose })
  const all = session === 'others'
  const title = t(all ? 'accounts.sessionsEndOthers' : 'accounts.sessionEnd')
  const end = () => {
    if (session === 'others') void others.run({})
    else if (session) void one.run({ params: { sessionId: session.id } })
  }
  return (
    <ConfirmDialog
      opened={session !== null}
      title={title}
      confirm={title}
      danger
      pending={one.pending || others.pending}
      onConfirm={end}
      onClose={onClose}
    >
      {session === 'others' || session === null
        ? t('accounts.sessionsEndOthersAsk')
        : t('accounts.sessionEndAsk', { name: nameOf(session) })}
    </ConfirmDialog>
  )
}
