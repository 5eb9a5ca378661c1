import { useQuery } from '@tanstack/react-query'
import { listMajors } from '../../contract/academics.ts'
import { listAdvisors } from '../../contract/advisors.ts'
import { queryFor } from '../api/queries.ts'
import { activeRoles, useSession } from '../app/session/session.ts'

/** As much of a major as a choice needs. */
export interface MajorChoice {
  id: string
  name: string
  abbreviation: string
}

const none: readonly MajorChoice[] = []

/** All majors of a year, by name. */
export function useMajors(yearId: string | undefined): readonly MajorChoice[] {
  const query = { pageSize: 100, sort: 'name' as const, yearId }
  return useQuery({ ...queryFor(listMajors, { query }), staleTime: 60_000 }).data?.items ?? none
}

/**
 * The majors whose office the reader runs: all for an administrator, the managed ones for a department admin. The
 * server decides; this only keeps a form from offering what would be refused.
 */
export function useOfficeMajors(yearId: string | undefined): readonly MajorChoice[] {
  const session = useSession()
  const all = useMajors(yearId)
  const everything = activeRoles(session).includes('admin')
  const query = { pageSize: 100, yearId, q: session.account.displayName }
  const own = useQuery({ ...queryFor(listAdvisors, { query }), enabled: !everything, staleTime: 60_000 }).data
  if (everything) return all
  const managed = own?.items.find(({ accountId }) => accountId === session.account.id)?.managedMajors ?? none
  return managed.length > 0 ? managed : all
}

/** Majors as the entries of a choice or a filter. */
export function choicesOf(majors: readonly MajorChoice[]): { value: string; label: string }[] {
  return majors.map(({ id, name }) => ({ value: id, label: name }))
}
