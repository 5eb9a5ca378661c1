import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { listYears, type Year } from '../../../contract/academics.ts'
import { queryFor } from '../../api/queries.ts'

export const yearsQuery = { ...queryFor(listYears, { query: { pageSize: 100 } }), staleTime: 60_000 }

export interface ChosenYear {
  /** The year of `?year=`, else the active one, else the newest; undefined while loading or when there is none. */
  year: Year | undefined
  years: readonly Year[]
  loading: boolean
  /** Put into the query of every list of a year; undefined means the active year. */
  yearId: string | undefined
  /** Closed years are read-only. */
  readOnly: boolean
}

/** The academic year the reader looks at. It lives in the address (`?year=2026-2027`) and follows every link. */
export function useYear(): ChosenYear {
  const search = useSearch({ strict: false }) as { year?: unknown }
  const { data, isPending } = useQuery(yearsQuery)
  const years = data?.items ?? []
  const year =
    years.find(({ name }) => name === search.year) ?? years.find(({ status }) => status === 'active') ?? years[0]
  return { year, years, loading: isPending, yearId: year?.id, readOnly: year?.status === 'closed' }
}
