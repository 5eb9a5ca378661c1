import { Box } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { listQueryFor } from '../../api/queries.ts'
import type { Sending } from '../../api/sending.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { LoadingLines } from '../feedback/loading.tsx'
import { ProblemAlert } from '../feedback/problem-alert.tsx'
import { TableCards } from './cards.tsx'
import { TableGrid } from './grid.tsx'
import type { DataTableProps, Empty, ListEndpoint, Rows } from './list-endpoint.ts'
import { TablePager } from './pager.tsx'
import { TableToolbar } from './toolbar.tsx'
import { isNarrowed, useListSearch } from './use-list-search.ts'

/** A list of the server: paged, sorted, searched and filtered through the address. On phones rows become cards. */
export function DataTable<E extends ListEndpoint>(props: DataTableProps<E>) {
  const { endpoint, params, fixed, columns, filters = [], narrowing = [], selection } = props
  const list = useListSearch(endpoint, props.sort ? { sort: props.sort } : {})
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const sending = { params, query: { ...list.query, ...fixed } } as unknown as Sending<E>
  const query = useQuery(listQueryFor<ListEndpoint>(endpoint, sending))
  const rows = query.data as Rows<E> | undefined
  const Shape = narrow ? TableCards : TableGrid
  return (
    <Box className="bm-surface">
      <TableToolbar<E>
        list={list}
        filters={filters}
        narrowing={narrowing}
        tools={props.tools}
        search={props.search}
        selection={selection}
        columns={narrow ? columns : []}
      />
      {rows && rows.items.length > 0 ? (
        <>
          <Shape<E> {...props} rows={rows.items} list={list} fading={query.isPlaceholderData} />
          <TablePager list={list} total={rows.total} />
        </>
      ) : (
        <Box p="md">
          {query.isError && <ProblemAlert problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
          {query.isPending && <LoadingLines rows={6} />}
          {rows && (
            <Nothing
              empty={props.empty}
              narrowed={isNarrowed(list, [...filters.map(({ name }) => name), ...narrowing])}
            />
          )}
        </Box>
      )}
    </Box>
  )
}

function Nothing({ empty, narrowed }: { empty: Empty; narrowed: boolean }) {
  const { t } = useTranslation()
  if (narrowed) return <EmptyState title={t('table.noMatch')} hint={t('table.noMatchHint')} />
  return <EmptyState {...empty} />
}
