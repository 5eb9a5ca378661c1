import { Box } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DefenseStatus, type listDefenses, listRooms } from '../../contract/defenses.ts'
import { queryFor } from '../api/queries.ts'
import { useCan } from '../app/session/session.ts'
import { useYear } from '../app/session/year.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import type { Filter } from '../ui/table/list-endpoint.ts'
import { TableToolbar } from '../ui/table/toolbar.tsx'
import type { ListSearch } from '../ui/table/use-list-search.ts'

interface Props {
  list: ListSearch
}

/** Days, room and state of the schedule, and a search; all of it in the address. */
export function ScheduleFilters({ list }: Props) {
  const { t } = useTranslation()
  const { yearId } = useYear()
  const rooms = useQuery({
    ...queryFor(listRooms, { query: { yearId, pageSize: 100, sort: 'name' } }),
    enabled: useCan('room.read'),
  })
  const day = (name: 'from' | 'to') => ({
    label: t(`defenses.${name}`),
    value: String(list.query[name] ?? ''),
    onChange: (value: string) => list.set({ [name]: value || undefined }),
  })
  const filters: Filter<typeof listDefenses>[] = [
    {
      name: 'status',
      label: t('defenses.status'),
      options: DefenseStatus.options.map((value) => ({ value, label: t(`defenseStatus.${value}`) })),
    },
  ]
  if (rooms.data) {
    filters.unshift({
      name: 'roomId',
      label: t('defenses.room'),
      options: rooms.data.items.map(({ id, name }) => ({ value: id, label: name })),
    })
  }
  return (
    <Box className="bm-surface bm-no-print" mb="md">
      <TableToolbar<typeof listDefenses>
        list={list}
        filters={filters}
        narrowing={['from', 'to']}
        search={t('defenses.searchHint')}
        columns={[]}
        tools={
          <>
            <DayInput {...day('from')} />
            <DayInput {...day('to')} />
          </>
        }
      />
    </Box>
  )
}
