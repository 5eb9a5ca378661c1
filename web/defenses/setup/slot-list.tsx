import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface SlotTimes {
  startsAt: string
  endsAt: string
}

interface Props {
  slots: readonly SlotTimes[]
  /** Errors of the form by path: `slots`, `slots.0`, `slots.0.startsAt`. */
  errors: Readonly<Record<string, ReactNode>>
  onChange: (slots: SlotTimes[]) => void
}

/** The slots of a day; says at once which ones overlap. */
export function SlotList({ slots, errors, onChange }: Props) {
  const { t } = useTranslation()
  const change = (index: number, part: Partial<SlotTimes>) =>
    onChange(slots.map((slot, at) => (at === index ? { ...slot, ...part } : slot)))
  return (
    <Stack gap="sm">
      {slots.length === 0 && <Text c={errors.slots ? 'red' : 'dimmed'}>{t('defenses.slotsNone')}</Text>}
      {slots.map((slot, index) => (
        <SlotRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot being typed has nothing else to be known by
          key={index}
          number={index + 1}
          slot={slot}
          trouble={troubleOf(slots, index)}
          refused={errors[`slots.${index}.startsAt`] ?? errors[`slots.${index}.endsAt`] ?? errors[`slots.${index}`]}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(slots.filter((_, at) => at !== index))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...slots, following(slots)])}
        >
          {t('defenses.slotAdd')}
        </Button>
      </Group>
    </Stack>
  )
}

interface RowProps {
  number: number
  slot: SlotTimes
  trouble: 'defenses.slotOrder' | 'defenses.slotOverlap' | null
  refused: ReactNode
  onChange: (part: Partial<SlotTimes>) => void
  onRemove: () => void
}

function SlotRow({ number, slot, trouble, refused, onChange, onRemove }: RowProps) {
  const { t } = useTranslation()
  const error = trouble ? t(trouble) : refused
  return (
    <div>
      <Group gap="sm" wrap="nowrap" align="flex-end">
        <TextInput
          inputMode="numeric"
          placeholder="08:30"
          maxLength={5}
          flex="1 1 8rem"
          maw="12rem"
          label={t('defenses.slotStart', { number: String(number) })}
          value={slot.startsAt}
          onBlur={() => onChange({ startsAt: written(slot.startsAt) })}
          error={Boolean(error)}
          onChange={(event) => onChange({ startsAt: event.currentTarget.value })}
        />
        <TextInput
          inputMode="numeric"
          placeholder="08:30"
          maxLength={5}
          flex="1 1 8rem"
          maw="12rem"
          label={t('defenses.slotEnd', { number: String(number) })}
          value={slot.endsAt}
          onBlur={() => onChange({ endsAt: written(slot.endsAt) })}
          error={Boolean(error)}
          onChange={(event) => onChange({ endsAt: event.currentTarget.value })}
        />
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={t('defenses.slotRemove', { number: String(number) })}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {error && (
        <Text size="sm" c="red" role="status">
          {error}
        </Text>
      )}
    </div>
  )
}

const clockTime = /^\d\d:\d\d$/

/** A time as people type it (`8.30`, `0830`) in the form the contract wants; the 24 hours of no browser language. */
function written(time: string): string {
  const [, hours, minutes] = /^(\d{1,2})[:.]?(\d{2})$/.exec(time.trim()) ?? []
  return hours && minutes ? `${hours.padStart(2, '0')}:${minutes}` : time
}

function troubleOf(slots: readonly SlotTimes[], index: number): RowProps['trouble'] {
  const slot = slots[index]
  if (!slot || !clockTime.test(slot.startsAt) || !clockTime.test(slot.endsAt)) return null
  if (slot.startsAt >= slot.endsAt) return 'defenses.slotOrder'
  const overlaps = (other: SlotTimes, at: number) =>
    at !== index && other.startsAt < slot.endsAt && slot.startsAt < other.endsAt
  return slots.some(overlaps) ? 'defenses.slotOverlap' : null
}

/** A new slot follows the last one and is as long as it. */
function following(slots: readonly SlotTimes[]): SlotTimes {
  const last = slots.at(-1)
  if (!last?.startsAt || !last.endsAt) return { startsAt: '08:30', endsAt: '09:30' }
  const from = minutes(last.endsAt)
  const length = Math.max(5, from - minutes(last.startsAt))
  if (from + length > 24 * 60 - 1) return { startsAt: last.endsAt, endsAt: '' }
  return { startsAt: last.endsAt, endsAt: clock(from + length) }
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return hours * 60 + rest
}

function clock(total: number): string {
  return [Math.floor(total / 60), total % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
