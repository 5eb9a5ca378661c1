import { useQuery } from '@tanstack/react-query'
import { listMajors, type Major } from '../../contract/academics.ts'
import { queryFor } from '../api/queries.ts'

const none: readonly Major[] = []

/** The majors of a year; a project names those of its students by their abbreviations. */
export function useMajors(yearId: string | undefined): readonly Major[] {
  const query = { pageSize: 100, sort: 'name' as const, yearId }
  return useQuery({ ...queryFor(listMajors, { query }), staleTime: 60_000 }).data?.items ?? none
}
