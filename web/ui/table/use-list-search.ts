import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ListEndpoint } from './list-endpoint.ts'

export interface ListSearch {
  /** What the address says and the endpoint understands. */
  query: Readonly<Record<string, unknown>>
  page: number
  pageSize: number
  sort: string | undefined
  q: string
  /** Changes some of it; every change but the page itself goes back to the first page. */
  set: (changes: Record<string, unknown>) => void
}

/** Page, sort, search text and filters of a list. They live in the address, so that a link shows the same list. */
export function useListSearch(endpoint: ListEndpoint, preset: { sort?: string; pageSize?: number } = {}): ListSearch {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const query = understood(endpoint, search)
  return {
    query: { ...preset, ...query },
    page: Number(query.page ?? 1),
    pageSize: Number(query.pageSize ?? preset.pageSize ?? 20),
    sort: (query.sort as string | undefined) ?? preset.sort,
    q: (query.q as string | undefined) ?? '',
    set: (changes) =>
      void navigate({
        to: '.',
        search: ((before: object) => ({ ...before, page: undefined, ...changes })) as never,
        replace: true,
        resetScroll: false,
      }),
  }
}

/** Does the address ask for a part of the list only? */
export function isNarrowed(list: ListSearch, names: readonly string[]): boolean {
  return list.q !== '' || names.some((name) => name in list.query)
}

/** Drops what a mistyped address says and the schema of the endpoint would refuse. */
function understood(endpoint: ListEndpoint, search: Record<string, unknown>): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(endpoint.query.shape)) {
    const value = search[name]
    if (
      value !== undefined &&
      (field as { safeParse: (v: unknown) => { success: boolean } }).safeParse(value).success
    ) {
      query[name] = value
    }
  }
  return query
}
