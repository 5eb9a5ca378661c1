import { Alert, Button, Group, List, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Defense } from '../../contract/defenses.ts'
import { useFormat } from '../i18n/use-format.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { PlanEditor } from './plan-form.tsx'
import { StateButtons } from './state-buttons.tsx'

interface Props {
  defense: Defense
}

/** Date, time and room of a defense, what is still missing, and what can be done with it. */
export function PlanView({ defense }: Props) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  const { can, date } = defense
  if (editing && can.schedule) return <PlanEditor defense={defense} onEnd={() => setEditing(false)} />
  return (
    <>
      {date ? <Plan defense={defense} /> : <NoPlan defense={defense} />}
      <Group mt="md" gap="sm" className="bm-no-print">
        {can.schedule && (
          <Button variant={date ? 'default' : 'filled'} onClick={() => setEditing(true)}>
            {t(date ? 'defenses.reschedule' : 'defenses.schedule')}
          </Button>
        )}
        {can.changeState && <StateButtons defense={defense} />}
      </Group>
    </>
  )
}

function Plan({ defense }: Props) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const { date, startsAt, endsAt, room, reason } = defense
  const items = [
    { term: t('defenses.date'), value: day(date) },
    { term: t('defenses.time'), value: `${startsAt ?? ''}–${endsAt ?? ''}` },
    { term: t('defenses.room'), value: room?.name },
  ]
  return <DefinitionList items={reason ? [...items, { term: t('defenses.lastReason'), value: reason }] : items} />
}

function NoPlan({ defense }: Props) {
  const { t } = useTranslation()
  const { missing, reason, status, can } = defense
  const over = status === 'cancelled' || status === 'completed'
  return (
    <>
      {reason && <DefinitionList items={[{ term: t('defenses.lastReason'), value: reason }]} />}
      {!over && (
        <Text mt={reason ? 'sm' : 0}>
          {t('defenses.notYet')}
          {!can.schedule && ` · ${t('defenses.notYetHint')}`}
        </Text>
      )}
      {!over && missing.length > 0 && (
        <Alert color="yellow" mt="sm" title={t('defenses.missing')}>
          <List>
            {missing.map((what) => (
              <List.Item key={what}>{t(`defenses.missing.${what}`)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  )
}
