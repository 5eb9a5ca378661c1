import { Box, Group } from '@mantine/core'
import { PageBox, RowBox } from '../bulk/boxes.tsx'
import type { RowsProps } from './grid.tsx'
import type { ListEndpoint } from './list-endpoint.ts'
import classes from './table.module.css'

/** The same rows for a phone: a card each, the primary column as its head, the others as terms and values. */
export function TableCards<E extends ListEndpoint>({ label, columns, rows, rowKey, selection, fading }: RowsProps<E>) {
  const head = columns.find(({ primary }) => primary) ?? columns[0]
  const actions = columns.find((column) => column.actions)
  const facts = columns.filter((column) => column !== head && column !== actions)
  return (
    <>
      {selection && (
        <Box p="sm">
          <PageBox rows={rows} rowKey={rowKey} selection={selection} labelled />
        </Box>
      )}
      <ul className={classes.cards} aria-label={label} aria-busy={fading} data-fading={fading || undefined}>
        {rows.map((row) => (
          <li key={rowKey(row)}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
              {selection && <RowBox row={row} rows={rows} rowKey={rowKey} selection={selection} />}
              <Box flex={1} fw={600} miw={0}>
                {head?.cell(row)}
              </Box>
              {actions?.cell(row)}
            </Group>
            <dl>
              {facts.map(({ id, header, cell }) => (
                <div key={id}>
                  <dt>{header}</dt>
                  <dd>{cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}
