import { List, Text, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportKind, ImportRow } from '../../contract/imports.ts'
import { reasonText } from '../../contract/words.ts'
import { useFormat } from '../i18n/use-format.ts'

interface CellProps {
  row: ImportRow
  column: string
}

/** A value of the file; of an update also the one that stands now, and a refused one is marked. */
export function Cell({ row, column }: CellProps) {
  const { t } = useTranslation()
  const value = row.cells[column] || '–'
  const before = row.changes?.[column]
  const wrong = row.reasons.some((reason) => reason.column === column)
  if (before !== undefined) {
    return (
      <>
        <VisuallyHidden>{t('imports.before')}</VisuallyHidden>
        <Text span inherit component="del" c="dimmed" td="line-through">
          {before || '–'}
        </Text>{' '}
        <span aria-hidden>→</span> <VisuallyHidden>{t('imports.after')}</VisuallyHidden>
        <Text span inherit component="ins" fw={600} td="none">
          {value}
        </Text>
      </>
    )
  }
  if (!wrong) return value
  return (
    <Text span inherit c="var(--mantine-color-error)" td="underline wavy">
      {value}
    </Text>
  )
}

/** Why a row is refused, in the reader's language. */
export function Reasons({ row, kind }: { row: ImportRow; kind: ImportKind }) {
  const { locale } = useFormat()
  if (row.reasons.length === 0) return null
  return (
    <List size="sm" c="var(--mantine-color-error)" listStyleType="none">
      {row.reasons.map((reason) => (
        <List.Item key={`${reason.column} ${reason.code}`}>{reasonText(locale, kind, reason)}</List.Item>
      ))}
    </List>
  )
}
