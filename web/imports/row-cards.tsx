import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { headingOf } from '../../contract/words.ts'
import { useFormat } from '../i18n/use-format.ts'
import { StatusBadge } from '../ui/status-badge.tsx'
import classes from '../ui/table/table.module.css'
import { Cell, Reasons } from './cell.tsx'
import type { RowsProps } from './row-table.tsx'

/** The same rows for a phone, a card each. */
export function RowCards({ review: { kind, columns }, rows }: RowsProps) {
  const { t } = useTranslation()
  const { locale, number } = useFormat()
  return (
    <ul className={classes.cards} aria-label={t('imports.rows')}>
      {rows.map((row) => (
        <li key={row.row}>
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text fw={600}>{t('imports.rowNumber', { row: number(row.row) })}</Text>
            <StatusBadge family="importRowState" status={row.state} />
          </Group>
          <Reasons row={row} kind={kind} />
          <dl>
            {columns.map((column) => (
              <div key={column}>
                <dt>{headingOf(locale, kind, column)}</dt>
                <dd>
                  <Cell row={row} column={column} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
