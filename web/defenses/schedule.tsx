import { Anchor, Box, Button, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Defense, listDefenses } from '../../contract/defenses.ts'
import { listQueryFor } from '../api/queries.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { useFormat } from '../i18n/use-format.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { TablePager } from '../ui/table/pager.tsx'
import { useListSearch } from '../ui/table/use-list-search.ts'
import { DefenseRows } from './defense-rows.tsx'
import { ScheduleFilters } from './schedule-filters.tsx'

/** All defenses the reader may see, day by day and room by room; prints as the sheet that hangs at the door. */
export function SchedulePage() {
  const { t } = useTranslation()
  const { year, yearId } = useYear()
  const manage = useCan('defense.manage')
  const list = useListSearch(listDefenses, { sort: 'date', pageSize: 100 })
  const query = useQuery(listQueryFor(listDefenses, { query: { ...list.query, yearId } }))
  return (
    <>
      <PageHeader
        title={t('defenses.list')}
        hint={year ? `${t('app.year')} ${year.name}` : t('defenses.listHint')}
        more={
          manage && (
            <Anchor component={Link} to="/defense-settings">
              {t('defenses.toSettings')}
            </Anchor>
          )
        }
        action={
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
            {t('action.print')}
          </Button>
        }
      />
      <ScheduleFilters list={list} />
      <Loaded query={query} rows={8}>
        {({ items, total }) =>
          items.length === 0 ? (
            <NoDefenses narrowed={isNarrowed(list.query)} />
          ) : (
            <>
              <Days defenses={items} />
              <TablePager list={list} total={total} />
            </>
          )
        }
      </Loaded>
    </>
  )
}

function isNarrowed(query: Readonly<Record<string, unknown>>): boolean {
  return ['q', 'from', 'to', 'roomId', 'status'].some((name) => query[name] !== undefined)
}

function NoDefenses({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation()
  if (narrowed) return <EmptyState heading={2} title={t('table.noMatch')} hint={t('table.noMatchHint')} />
  return <EmptyState heading={2} title={t('defenses.listEmpty')} hint={t('defenses.listEmptyHint')} />
}

function Days({ defenses }: { defenses: readonly Defense[] }) {
  const { t } = useTranslation()
  const { day } = useFormat()
  const days = groups(defenses, ({ date }) => date ?? '').toSorted(([a], [b]) => last(a).localeCompare(last(b)))
  return days.map(([date, ofDay]) => (
    <Box component="section" key={date} mb="lg">
      <Title order={2} size="h3" mb="xs">
        {date ? day(date) : t('defenses.noDate')}
      </Title>
      {groups(ofDay, ({ room }) => room?.name ?? '')
        .toSorted(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
        .map(([room, ofRoom]) => (
          <Box key={room} className="bm-surface" mb="sm" p={{ base: 'sm', sm: 'md' }}>
            {(room || date) && (
              <Title order={3} size="h4" mb="xs">
                {room ? `${t('defenses.room')} ${room}` : t('defenses.noRoom')}{' '}
                <Text span c="dimmed" size="sm">
                  ({ofRoom.length})
                </Text>
              </Title>
            )}
            <DefenseRows defenses={ofRoom.toSorted((a, b) => last(a.startsAt).localeCompare(last(b.startsAt)))} />
          </Box>
        ))}
    </Box>
  ))
}

/** What has no date or time yet comes last. */
const last = (text: string | null) => text || '9999'

function groups<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>()
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item])
  return [...found]
}
