import { Anchor, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type Defense,
  type DefenseSettings,
  listDefenses,
  listRooms,
  readDefenseSettings,
  scheduleDefense,
} from '../../contract/defenses.ts'
import { ComparedForm } from '../academics/compared-form.tsx'
import { queryFor } from '../api/queries.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { useToast } from '../ui/feedback/toast.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import { useContractForm } from '../ui/form/use-contract-form.ts'
import { useBase } from './use-base.ts'

interface Props {
  defense: Defense
  onEnd: () => void
}

/** Date, slot and room of a defense, out of the days, slots and rooms of the year. */
export function PlanEditor({ defense, onEnd }: Props) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const settings = useQuery(queryFor(readDefenseSettings, { query: { yearId } }))
  const { base, restart } = useBase(defense)
  return (
    <Loaded query={settings} rows={4}>
      {(data) =>
        data.startsOn && data.slots.length > 0 ? (
          <PlanForm key={base.version} defense={base} settings={data} onEnd={onEnd} onReload={restart} />
        ) : (
          <EmptyState
            title={t('defenses.noSlots')}
            hint={t('defenses.noSlotsHint')}
            action={
              <Anchor component={Link} to="/defense-settings">
                {t('defenses.toSettings')}
              </Anchor>
            }
          />
        )
      }
    </Loaded>
  )
}

interface FormProps extends Props {
  settings: DefenseSettings
  onReload: (current: Defense | undefined) => void
}

function PlanForm({ defense, settings, onEnd, onReload }: FormProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { day } = useFormat()
  const { startsOn, endsOn, slots } = settings
  const form = useContractForm({
    endpoint: scheduleDefense,
    initial: {
      date: defense.date ?? startsOn ?? '',
      slotId: slots.find(({ startsAt }) => startsAt === defense.startsAt)?.id ?? '',
      roomId: defense.room?.id ?? '',
    },
    sending: { params: { projectId: defense.projectId }, ifMatch: defense.version },
    onDone: () => {
      toast.done(t('defenses.scheduled'))
      onEnd()
    },
  })
  const { date, slotId } = form.form.getValues()
  const startOf = (id: string) => slots.find((slot) => slot.id === id)?.startsAt
  const rooms = useRoomChoices(defense, date, startOf(slotId))
  return (
    <ComparedForm
      form={form}
      submit={t('defenses.schedule')}
      onCancel={onEnd}
      compare={(current: Defense, yours) => [
        { name: t('defenses.date'), theirs: day(current.date), yours: day(yours.date) },
        { name: t('defenses.slot'), theirs: current.startsAt, yours: startOf(yours.slotId) },
        { name: t('defenses.room'), theirs: current.room?.name, yours: rooms.nameOf(yours.roomId) },
      ]}
      onReload={onReload}
    >
      <DayInput
        label={t('defenses.date')}
        description={t('defenses.dateRange', { from: day(startsOn), to: day(endsOn) })}
        required
        {...(startsOn ? { min: startsOn } : {})}
        {...(endsOn ? { max: endsOn } : {})}
        {...(form.form.getInputProps('date') as { value: string; onChange: (day: string) => void })}
      />
      <Select
        label={t('defenses.slot')}
        placeholder={t('defenses.slotChoose')}
        required
        data={slots.map(({ id, startsAt, endsAt }) => ({ value: id, label: `${startsAt}–${endsAt}` }))}
        {...form.form.getInputProps('slotId')}
      />
      <Select
        label={t('defenses.room')}
        placeholder={t('defenses.roomChoose')}
        required
        data={rooms.choices}
        {...form.form.getInputProps('roomId')}
      />
      {rooms.none && <Text c="red">{t('defenses.noRooms')}</Text>}
    </ComparedForm>
  )
}

/** The rooms of the year; those another defense has at this time are marked. The server has the last word. */
function useRoomChoices(defense: Defense, date: string, startsAt: string | undefined) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const rooms = useQuery(queryFor(listRooms, { query: { yearId, pageSize: 100, sort: 'name' } }))
  const planned = useQuery({
    ...queryFor(listDefenses, { query: { yearId, from: date, to: date, pageSize: 100 } }),
    enabled: date !== '',
  })
  const takenBy = new Map(
    planned.data?.items
      .filter((other) => other.projectId !== defense.projectId && other.startsAt === startsAt)
      .map((other) => [other.room?.id, other.project.code]),
  )
  const choices = (rooms.data?.items ?? []).map(({ id, name }) => {
    const code = takenBy.get(id)
    const label = code ? t('defenses.roomTakenBy', { room: name, code }) : name
    return { value: id, label, disabled: code !== undefined }
  })
  const nameOf = (id: string) => rooms.data?.items.find((room) => room.id === id)?.name
  return { choices, nameOf, none: rooms.data?.items.length === 0 }
}
