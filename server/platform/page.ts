import { type RawBuilder, sql } from 'kysely'
import type { Page } from '../../contract/endpoint.ts'

/**
 * `limit` and `offset` of a page query. What most people ask for, the first page at the usual size, is written into the
 * statement: PostgreSQL then keeps its plan, instead of planning anew whenever the size is a parameter.
 */
export function window(query: { page: number; pageSize: number }): Record<'limit' | 'offset', RawBuilder<number>> {
  const first = query.page === 1 && query.pageSize === 20
  const offset = (query.page - 1) * query.pageSize
  return first
    ? { limit: sql.lit(20), offset: sql.lit(0) }
    : { limit: sql<number>`${query.pageSize}`, offset: sql<number>`${offset}` }
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
  present: (row: R, index: number) => T,
): Page<T> {
  return { items: rows.map(present), total: Number(total), page: query.page, pageSize: query.pageSize }
}
