import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Import, ImportRow } from '../../contract/imports.ts'
import { headingOf } from '../../contract/words.ts'
import { useFormat } from '../i18n/use-format.ts'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Cell, Reasons } from './cell.tsx'

export interface RowsProps {
  review: Import
  rows: readonly ImportRow[]
}

/** The rows as in the spreadsheet, with what each would do in front. */
export function RowTable({ review: { kind, columns }, rows }: RowsProps) {
  const { t } = useTranslation()
  const { locale, number } = useFormat()
  const refused = rows.some(({ reasons }) => reasons.length > 0)
  return (
    <Table.ScrollContainer minWidth={`${18 + columns.length * 8 + (refused ? 16 : 0)}rem`}>
      <Table>
        <Table.Caption hidden>{t('imports.rows')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('imports.row')}</Table.Th>
            <Table.Th scope="col">{t('imports.effect')}</Table.Th>
            {refused && (
              <Table.Th scope="col" miw="16rem">
                {t('imports.reasons')}
              </Table.Th>
            )}
            {columns.map((column) => (
              <Table.Th key={column} scope="col" style={{ whiteSpace: 'nowrap' }}>
                {headingOf(locale, kind, column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.row}>
              <Table.Th scope="row" fw={400}>
                {number(row.row)}
              </Table.Th>
              <Table.Td>
                <StatusBadge family="importRowState" status={row.state} />
              </Table.Td>
              {refused && (
                <Table.Td>
                  <Reasons row={row} kind={kind} />
                </Table.Td>
              )}
              {columns.map((column) => (
                <Table.Td key={column}>
                  <Cell row={row} column={column} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
