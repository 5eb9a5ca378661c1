import { Box } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { listQueryFor } from '../../api/queries.ts'
import type { Sending } from '../../api/sending.ts'
import { SelectionBar } from '../bulk/bar.tsx'
import { countOf, filterOf, nothing } from '../bulk/chosen.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { LoadingLines } from '../feedback/loading.tsx'
import { ProblemAlert } from '../feedback/problem-alert.tsx'
import { TableCards } from './cards.tsx'
import { TableGrid } from './grid.tsx'
import type { DataTableProps, Empty, ListEndpoint, Rows, Selection } from './list-endpoint.ts'
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
  const filter = filterOf({ ...list.query, ...fixed })
  useFaithful(selection, filter, query.isPlaceholderData ? undefined : (query.data as Rows<E> | undefined)?.total)
  const rows = query.data as Rows<E> | undefined
  const Shape = narrow ? TableCards : TableGrid
  return (
    <Box className="bm-surface">
      {selection && countOf(selection.chosen) > 0 ? (
        <SelectionBar<E> selection={selection} filter={filter} total={rows?.total ?? 0} />
      ) : (
        <TableToolbar<E>
          list={list}
          filters={filters}
          narrowing={narrowing}
          tools={props.tools}
          search={props.search}
          columns={narrow ? columns : []}
        />
      )}
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

/** Lets go of what was chosen when the list is narrowed to something else, or has another number of rows than was seen. */
function useFaithful<E extends ListEndpoint>(selection: Selection<E> | undefined, filter: object, total?: number) {
  const text = JSON.stringify(filter)
  const chosen = selection?.chosen
  const kept = useRef(text)
  const stale = chosen && 'total' in chosen && total !== undefined && total !== chosen.total
  useEffect(() => {
    if (kept.current !== text || stale) selection?.onChange(nothing)
    kept.current = text
  }, [text, stale, selection?.onChange])
}

function Nothing({ empty, narrowed }: { empty: Empty; narrowed: boolean }) {
  const { t } = useTranslation()
  if (narrowed) return <EmptyState title={t('table.noMatch')} hint={t('table.noMatchHint')} />
  return <EmptyState {...empty} />
}
