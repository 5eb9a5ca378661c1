import { Box, type ComboboxItem, Select, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { listCandidates, Seat } from '../../contract/defenses.ts'
import type { Answered } from '../../contract/endpoint.ts'
import { useFormat } from '../i18n/use-format.ts'

export type Candidate = Answered<typeof listCandidates>['items'][number]
type Reason = Candidate['seats'][number]['reasons'][number]

interface Props {
  seat: Seat
  candidates: readonly Candidate[]
  /** Who has the seat now and may of course keep it. */
  holder: { advisorId: string; name: string } | null
  /** Who is chosen for the other seats of this form. */
  elsewhere: readonly string[]
  value?: string
  onChange?: (advisorId: string) => void
  error?: ReactNode
}

interface Option {
  value: string
  label: string
  disabled: boolean
  load: number
  quota: number
  reasons: readonly Reason[]
}

/** A person for one seat: how many seats each one has already, and why somebody cannot take this one. */
export function SeatPicker({ seat, candidates, holder, elsewhere, value, onChange, error }: Props) {
  const { t } = useTranslation()
  const taken = useTaken()
  const options = optionsOf(seat, candidates, holder, elsewhere)
  const known = new Map(options.map((option) => [option.value, option]))
  const chosen = known.get(value ?? '')
  return (
    <Select
      label={t(`seat.${seat}`)}
      description={chosen && taken(chosen)}
      placeholder={t('defenses.seatChoose')}
      data={options.map(({ value: id, label, disabled }) => ({ value: id, label, disabled }))}
      value={value || null}
      onChange={(id) => onChange?.(id ?? '')}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('defenses.seatClear') }}
      nothingFoundMessage={t('defenses.seatNobody')}
      maxDropdownHeight={320}
      renderOption={({ option }) => <Choice option={option} facts={known.get(option.value)} />}
    />
  )
}

function useTaken() {
  const { t } = useTranslation()
  const { number } = useFormat()
  return ({ load, quota }: Option) => t('defenses.seatLoad', { load: number(load), quota: number(quota) })
}

function Choice({ option, facts }: { option: ComboboxItem; facts: Option | undefined }) {
  const { t } = useTranslation()
  const taken = useTaken()
  return (
    <Box>
      <Text>{option.label}</Text>
      {facts && (
        <Text size="sm" c="dimmed">
          {[taken(facts), ...facts.reasons.map((reason) => t(`defenses.reason.${reason}`))].join(' · ')}
        </Text>
      )}
    </Box>
  )
}

/** Those who can sit first, the least loaded on top. Two seats for one person is judged by this form, not the saved one. */
function optionsOf(
  seat: Seat,
  candidates: readonly Candidate[],
  holder: Props['holder'],
  elsewhere: readonly string[],
): Option[] {
  const options = candidates.map(({ advisorId, name, seats }) => {
    const place = seats.find((one) => one.seat === seat)
    const saved = advisorId === holder?.advisorId ? [] : (place?.reasons ?? [])
    const reasons: Reason[] = saved.filter((reason) => reason !== 'seat.twice')
    if (elsewhere.includes(advisorId)) reasons.push('seat.twice')
    const { load = 0, quota = 0 } = place ?? {}
    return { value: advisorId, label: name, disabled: reasons.length > 0, load, quota, reasons }
  })
  if (holder && !options.some(({ value }) => value === holder.advisorId)) {
    options.push({ value: holder.advisorId, label: holder.name, disabled: false, load: 0, quota: 0, reasons: [] })
  }
  return options.toSorted((a, b) => Number(a.disabled) - Number(b.disabled) || a.load - b.load)
}
