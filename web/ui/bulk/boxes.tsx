import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ListEndpoint, RowOf, Selection } from '../table/list-endpoint.ts'

interface AllProps<E extends ListEndpoint> {
  rows: readonly RowOf<E>[]
  rowKey: (row: RowOf<E>) => string
  selection: Selection<E>
  /** Where it stands alone its words are to be seen. */
  labelled?: boolean
}

/** The ids that can be chosen on the page that is shown. */
function idsOn<E extends ListEndpoint>({ rows, rowKey, selection: { pickable } }: AllProps<E>): string[] {
  return rows.filter((row) => !pickable || pickable(row)).map(rowKey)
}

/** Chooses all rows of the page, or none of them; half checked while it is some. */
export function PageBox<E extends ListEndpoint>(props: AllProps<E>) {
  const { t } = useTranslation()
  const { chosen, onChange } = props.selection
  const ids = idsOn(props)
  const picked = 'ids' in chosen ? ids.filter((id) => chosen.ids.has(id)).length : ids.length
  const all = picked === ids.length && ids.length > 0
  const words = props.labelled ? { label: t('table.selectAll') } : { 'aria-label': t('table.selectAll') }
  return (
    <Checkbox
      {...words}
      checked={all}
      indeterminate={picked > 0 && !all}
      disabled={ids.length === 0}
      onChange={() => {
        const next = new Set('ids' in chosen ? chosen.ids : [])
        for (const id of ids) all ? next.delete(id) : next.add(id)
        onChange({ ids: next })
      }}
    />
  )
}

interface OneProps<E extends ListEndpoint> extends AllProps<E> {
  row: RowOf<E>
}

/** The checkbox of a row. Taken out of all that match, it leaves the others of the page. */
export function RowBox<E extends ListEndpoint>(props: OneProps<E>) {
  const { t } = useTranslation()
  const { row, rowKey, selection } = props
  const { chosen, onChange, nameOf, pickable } = selection
  const id = rowKey(row)
  const can = !pickable || pickable(row)
  return (
    <Checkbox
      aria-label={`${t('table.select')}: ${nameOf(row)}`}
      checked={can && (!('ids' in chosen) || chosen.ids.has(id))}
      disabled={!can}
      onChange={(event) => {
        const next = new Set('ids' in chosen ? chosen.ids : idsOn(props))
        event.currentTarget.checked ? next.add(id) : next.delete(id)
        onChange({ ids: next })
      }}
    />
  )
}
