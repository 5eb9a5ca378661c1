import type { ReactNode } from 'react'
import type { Answered, Endpoint, Page, Sent } from '../../../contract/endpoint.ts'
import type { Chosen } from '../bulk/chosen.ts'

/** An endpoint that answers a page of rows. */
export type ListEndpoint = Endpoint & { readonly method: 'GET'; readonly query: NonNullable<Endpoint['query']> }

export type RowOf<E extends Endpoint> = Answered<E> extends { items: (infer R)[] } ? R : never
export type QueryOf<E extends Endpoint> = Sent<E> extends { query: infer Q } ? Q : never

/** The columns the endpoint can sort by. */
export type SortOf<E extends Endpoint> =
  QueryOf<E> extends { sort?: infer S } ? Exclude<Extract<S, string>, `-${string}`> : never

export interface Column<E extends Endpoint> {
  id: string
  header: string
  cell: (row: RowOf<E>) => ReactNode
  /** Column of the endpoint's sort; without it the column cannot be sorted. */
  sort?: SortOf<E>
  /** Numbers are aligned right, actions too. */
  align?: 'left' | 'right'
  width?: string
  /** The head of the card on phones; give it to the first column. */
  primary?: boolean
  /** Buttons of the row; its header is read by screen readers only. */
  actions?: boolean
}

interface Option {
  value: string
  label: string
}

export interface Filter<E extends Endpoint> {
  /** Name of the query parameter. */
  name: keyof QueryOf<E> & string
  label: string
  options: readonly (Option | { group: string; items: Option[] })[]
}

export interface Empty {
  title: string
  /** What to do to have something here. */
  hint?: string
  action?: ReactNode
}

export interface Selection<E extends Endpoint> {
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  /** Buttons for what is chosen. */
  actions: ReactNode
  /** Names a row for screen readers. */
  nameOf: (row: RowOf<E>) => string
  /** Whether anything can be done with a row; with each unless told. */
  pickable?: (row: RowOf<E>) => boolean
  /** Offers to choose all that match as well. */
  matching?: boolean
}

export type Rows<E extends Endpoint> = Page<RowOf<E>>

export interface DataTableProps<E extends ListEndpoint> {
  endpoint: E
  /** Says what the list is of, for screen readers. */
  label: string
  columns: readonly Column<E>[]
  rowKey: (row: RowOf<E>) => string
  /** Parameters of the path. */
  params?: Record<string, string>
  /** Parts of the query the address does not hold, such as `yearId`. */
  fixed?: Partial<QueryOf<E>>
  filters?: readonly Filter<E>[]
  /** Further parts of the query that narrow the list, with controls of their own; they are cleared with the filters. */
  narrowing?: readonly (keyof QueryOf<E> & string)[]
  /** Placeholder of the search field, naming what is searched; without it there is no search. */
  search?: string
  sort?: SortOf<E> | `-${SortOf<E>}`
  empty: Empty
  selection?: Selection<E>
  /** Further controls in the toolbar. */
  tools?: ReactNode
}
