import type { Page } from '../../contract/endpoint.ts'

/** `limit` and `offset` of a page query. */
export function window(query: { page: number; pageSize: number }) {
  return { limit: query.pageSize, offset: (query.page - 1) * query.pageSize }
}

/** A search text as a LIKE pattern that matches it literally anywhere. */
export function containing(text: string): string {
  return `%${text.normalize('NFC').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** `-name` -> `['name', 'desc']`; the preset when none was asked for. */
export function order<S extends string>(sort: S | `-${S}` | undefined, preset: S | `-${S}`): [S, 'asc' | 'desc'] {
  const wanted = sort ?? preset
  return wanted.startsWith('-') ? [wanted.slice(1) as S, 'desc'] : [wanted as S, 'asc']
}

/** Rows and their total count as a page. */
export function toPage<R, T>(
  rows: readonly R[],
  total: number,
  query: { page: number; pageSize: number },
  present: (row: R) => T,
): Page<T> {
  return { items: rows.map(present), total: Number(total), page: query.page, pageSize: query.pageSize }
}
