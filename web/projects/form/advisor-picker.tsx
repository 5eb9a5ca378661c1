import { Group, Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Advisor, listAdvisors } from '../../../contract/advisors.ts'
import { listQueryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'

interface Props {
  label: string
  description?: string
  value: string
  /** Also says whether the advisor has a free place left. */
  onChange: (advisorId: string, full: boolean) => void
  yearId: string | undefined
  majorId: string | undefined
  /** The one chosen before, who may be outside of what is found. */
  current?: { id: string; name: string } | undefined
  /** Left out of the choice. */
  exceptId?: string
  /** The office may choose somebody without a free place; a reason is asked elsewhere. */
  fullAllowed: boolean
  /** Nobody may be chosen. */
  optional?: boolean
  error?: string | undefined
  disabled?: boolean
}

export function freePlaces({ quotas, loads }: Advisor): number {
  return Math.max(0, quotas.supervising - loads.supervising)
}

/** Chooses an advisor specialised in the major; everybody sees how many places each has to give. */
export function AdvisorPicker(props: Props) {
  const { t } = useTranslation()
  const { value, onChange, current, fullAllowed } = props
  const [text, setText] = useState('')
  const { advisors, nameOf } = useAdvisors(props, text)
  const options = advisors.map((one) => ({
    value: one.id,
    label: one.name,
    disabled: !fullAllowed && freePlaces(one) === 0 && one.id !== current?.id,
  }))
  if (value && !options.some((one) => one.value === value) && nameOf(value)) {
    options.unshift({ value, label: nameOf(value) ?? '', disabled: false })
  }
  return (
    <Select
      label={props.label}
      description={props.description}
      required={!props.optional}
      clearable={props.optional ?? false}
      searchable
      data={options}
      value={value || null}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      onChange={(id) =>
        onChange(
          id ?? '',
          advisors.some((one) => one.id === id && freePlaces(one) === 0),
        )
      }
      nothingFoundMessage={t('projects.advisorNone')}
      disabled={props.disabled ?? false}
      error={props.error}
      renderOption={({ option }) => (
        <Choice name={option.label} advisor={advisors.find((a) => a.id === option.value)} />
      )}
    />
  )
}

/** The advisors that match; a faculty with more than a page of them is searched by the server. */
function useAdvisors({ yearId, majorId, exceptId, current, disabled }: Props, text: string) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const [typed] = useDebouncedValue(text.trim(), 300)
  const q = Object.values(names).includes(typed) || typed === current?.name ? '' : typed
  const query = { pageSize: 50, sort: 'name' as const, yearId, majorId, ...(q ? { q } : {}) }
  const { data } = useQuery({ ...listQueryFor(listAdvisors, { query }), enabled: !disabled })
  const advisors = (data?.items ?? []).filter(({ id }) => id !== exceptId)
  const fresh = advisors.filter(({ id }) => !names[id])
  if (fresh.length > 0) setNames({ ...names, ...Object.fromEntries(fresh.map(({ id, name }) => [id, name])) })
  const nameOf = (id: string) => names[id] ?? (current?.id === id ? current.name : undefined)
  return { advisors, nameOf }
}

function Choice({ name, advisor }: { name: string; advisor: Advisor | undefined }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const free = advisor && freePlaces(advisor)
  return (
    <Group justify="space-between" gap="sm" flex={1}>
      <Text>{name}</Text>
      {advisor && (
        <Text size="sm" c="dimmed">
          {free === 0
            ? t('projects.full')
            : t('projects.places', { free: number(free), total: number(advisor.quotas.supervising) })}
        </Text>
      )}
    </Group>
  )
}
