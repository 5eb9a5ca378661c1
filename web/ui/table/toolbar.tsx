import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Filter, ListEndpoint } from './list-endpoint.ts'
import { isNarrowed, type ListSearch } from './use-list-search.ts'

interface Props<E extends ListEndpoint> {
  list: ListSearch
  filters: readonly Filter<E>[]
  narrowing?: readonly string[]
  search: string | undefined
  tools: ReactNode
  /** Columns to sort by in a choice, where there are no headers. */
  columns: readonly Column<E>[]
}

/** Search and filters above a list. */
export function TableToolbar<E extends ListEndpoint>(props: Props<E>) {
  const { list, filters, narrowing = [], search, tools, columns } = props
  const { t } = useTranslation()
  const sortable = columns.filter(({ sort }) => sort)
  const names = [...filters.map(({ name }) => name), ...narrowing]
  if (search === undefined && filters.length === 0 && !tools && sortable.length === 0) return null
  return (
    <Group p="sm" gap="sm" align="flex-end" className="bm-no-print" role="search">
      {search !== undefined && <SearchField list={list} placeholder={search} />}
      {filters.map(({ name, label, options }) => (
        <NativeSelect
          key={name}
          label={label}
          value={String(list.query[name] ?? '')}
          data={[{ value: '', label: t('table.all') }, ...options]}
          onChange={(event) => list.set({ [name]: event.currentTarget.value || undefined })}
        />
      ))}
      {tools}
      {sortable.length > 0 && (
        <NativeSelect
          label={t('table.sort')}
          value={list.sort ?? ''}
          data={[
            { value: '', label: '–' },
            ...sortable.map(({ sort, header }) => ({ value: sort ?? '', label: header })),
          ]}
          onChange={(event) => list.set({ sort: event.currentTarget.value || undefined })}
        />
      )}
      {isNarrowed(list, names) && (
        <Button
          variant="subtle"
          onClick={() => list.set({ q: undefined, ...Object.fromEntries(names.map((name) => [name, undefined])) })}
        >
          {t('table.clear')}
        </Button>
      )}
    </Group>
  )
}

function SearchField({ list, placeholder }: { list: ListSearch; placeholder: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState(list.q)
  const search = useDebouncedCallback((q: string) => list.set({ q: q.trim() || undefined }), 300)
  // The address may change without typing: the back button, "clear filters".
  useEffect(() => setText((typed) => (typed.trim() === list.q ? typed : list.q)), [list.q])
  return (
    <TextInput
      type="search"
      label={t('table.search')}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      flex="1 1 14rem"
      maw="26rem"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        search(event.currentTarget.value)
      }}
    />
  )
}
