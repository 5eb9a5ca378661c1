/** Rows that somebody chose one by one, or all that match what the list was narrowed to, and how many that were. */
export type Chosen =
  | { readonly ids: ReadonlySet<string> }
  | { readonly filter: Readonly<Record<string, unknown>>; readonly total: number }

export const nothing: Chosen = { ids: new Set() }

export function countOf(chosen: Chosen): number {
  return 'ids' in chosen ? chosen.ids.size : chosen.total
}

/** The same as the interface takes it. */
export function selectionOf(chosen: Chosen) {
  return 'ids' in chosen ? { ids: [...chosen.ids] } : { filter: chosen.filter, total: chosen.total }
}

/** What of the query of a list decides which rows it has, and not where and in which order they are shown. */
export function filterOf(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { page: _, pageSize: __, sort: ___, ...filter } = query
  return filter
}
