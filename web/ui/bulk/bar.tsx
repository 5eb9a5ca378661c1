import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mostAtOnce, mostNamed } from '../../../contract/endpoint/bulk.ts'
import { useFormat } from '../../i18n/use-format.ts'
import type { ListEndpoint, Selection } from '../table/list-endpoint.ts'
import classes from './bar.module.css'
import { countOf, nothing } from './chosen.ts'

interface Props<E extends ListEndpoint> {
  selection: Selection<E>
  /** What the list is narrowed to, and how many match it. */
  filter: Readonly<Record<string, unknown>>
  total: number
}

/** How many rows are chosen, what can be done with them, and the offer to choose all that match. */
export function SelectionBar<E extends ListEndpoint>({ selection, filter, total }: Props<E>) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const { chosen, onChange, actions, matching } = selection
  const count = countOf(chosen)
  const some = 'ids' in chosen
  const tooMany = some && count > mostNamed
  const more = some && matching && total > count
  return (
    <Group p="sm" gap="sm" className={`${classes.bar} bm-no-print`}>
      <Text fw={600} role="status">
        {t(some ? 'table.selected' : 'table.selectedAll', { count })}
      </Text>
      {more && total <= mostAtOnce && (
        <Button variant="default" onClick={() => onChange({ filter, total })}>
          {t('table.selectMatching', { count: total })}
        </Button>
      )}
      {tooMany ? <Text>{t('table.tooManySelected', { most: number(mostNamed) })}</Text> : actions}
      <Button
        variant="subtle"
        onClick={(event) => {
          const surface = event.currentTarget.closest('.bm-surface')
          onChange(nothing)
          surface?.querySelector<HTMLElement>('input[type="checkbox"]')?.focus()
        }}
      >
        {t('table.selectNone')}
      </Button>
      {more && total > mostAtOnce && (
        <Text size="sm" c="dimmed">
          {t('table.tooManyMatch', { most: number(mostAtOnce) })}
        </Text>
      )}
    </Group>
  )
}
