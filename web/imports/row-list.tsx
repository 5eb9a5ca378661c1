import { Box, Button, Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Import, ImportRowState } from '../../contract/imports.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useSearchText } from '../ui/address.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { TablePager } from '../ui/table/pager.tsx'
import { RowCards } from './row-cards.tsx'
import { RowTable } from './row-table.tsx'

/** The rows of the file, narrowed to what they would do; which and which page is in the address. */
export function RowList({ review }: { review: Import }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const state = ImportRowState.safeParse(useSearchText('state')).data
  const rows = state ? review.rows.filter((row) => row.state === state) : review.rows
  const pageSize = Number(useSearchText('pageSize')) || 50
  const last = Math.max(1, Math.ceil(rows.length / pageSize))
  const page = Math.min(Math.max(1, Number(useSearchText('page')) || 1), last)
  const set = (changes: Record<string, unknown>) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, page: undefined, ...changes })) as never,
      replace: true,
      resetScroll: false,
    })
  const shown = rows.slice((page - 1) * pageSize, page * pageSize)
  const Shape = narrow ? RowCards : RowTable
  return (
    <Box className="bm-surface">
      <StateFilter review={review} state={state} onChoose={(value) => set({ state: value })} />
      {shown.length > 0 ? (
        <>
          <Shape review={review} rows={shown} />
          {rows.length > 20 && (
            <TablePager list={{ query: {}, page, pageSize, sort: undefined, q: '', set }} total={rows.length} />
          )}
        </>
      ) : (
        <EmptyState title={t('imports.noRows')} />
      )}
    </Box>
  )
}

interface FilterProps {
  review: Import
  state: ImportRowState | undefined
  onChoose: (state: ImportRowState | undefined) => void
}

/** The counts, each a filter. */
function StateFilter({ review: { counts, rows }, state, onChoose }: FilterProps) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const choices = [
    { value: undefined, label: t('table.all'), count: rows.length },
    ...ImportRowState.options.map((value) => ({ value, label: t(`importRowState.${value}`), count: counts[value] })),
  ]
  return (
    <Group p="sm" gap="xs" role="group" aria-label={t('imports.filter')} className="bm-no-print">
      {choices.map(({ value, label, count }) => (
        <Button
          key={value ?? 'all'}
          variant={state === value ? 'light' : 'default'}
          aria-pressed={state === value}
          disabled={count === 0 && state !== value}
          onClick={() => onChoose(value)}
        >
          {label}: {number(count)}
        </Button>
      ))}
    </Group>
  )
}
