import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { PageBox, RowBox } from '../bulk/boxes.tsx'
import type { Column, DataTableProps, ListEndpoint, RowOf } from './list-endpoint.ts'
import classes from './table.module.css'
import type { ListSearch } from './use-list-search.ts'

export interface RowsProps<E extends ListEndpoint> extends DataTableProps<E> {
  rows: readonly RowOf<E>[]
  list: ListSearch
  /** True while the rows are still those of the page before. */
  fading: boolean
}

/** The rows as a table with sortable headers that stay in sight. */
export function TableGrid<E extends ListEndpoint>({
  label,
  columns,
  rows,
  rowKey,
  list,
  fading,
  selection,
}: RowsProps<E>) {
  return (
    <div className={classes.scroll}>
      <Table highlightOnHover className={classes.table} data-fading={fading || undefined} aria-busy={fading}>
        <caption className={classes.caption}>{label}</caption>
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w="2.5rem" scope="col">
                <PageBox rows={rows} rowKey={rowKey} selection={selection} />
              </Table.Th>
            )}
            {columns.map((column) => (
              <Head key={column.id} column={column} list={list} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {selection && (
                <Table.Td>
                  <RowBox row={row} rows={rows} rowKey={rowKey} selection={selection} />
                </Table.Td>
              )}
              {columns.map((column) => (
                <Table.Td key={column.id} ta={column.align ?? (column.actions ? 'right' : 'left')}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Head<E extends ListEndpoint>({ column, list }: { column: Column<E>; list: ListSearch }) {
  const { header, sort, align, width, actions } = column
  const up = list.sort === sort
  const down = list.sort === `-${sort}`
  const Icon = up ? IconArrowUp : down ? IconArrowDown : IconArrowsSort
  const order = up ? 'ascending' : down ? 'descending' : undefined
  return (
    <Table.Th w={width} ta={align ?? 'left'} aria-sort={order} scope="col">
      {actions && <VisuallyHidden>{header}</VisuallyHidden>}
      {!actions && !sort && header}
      {!actions && sort && (
        <UnstyledButton className={classes.sort} onClick={() => list.set({ sort: up ? `-${sort}` : sort })}>
          {header}
          <Icon size={14} aria-hidden className={order ? undefined : classes.unsorted} />
        </UnstyledButton>
      )}
    </Table.Th>
  )
}
