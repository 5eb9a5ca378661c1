import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { readSession, type SignedIn } from '../../../contract/accounts.ts'
import type { Permission, Role } from '../../../contract/permissions.ts'
import { queryFor } from '../../api/queries.ts'
import { currentLocale, switchLocale } from '../../i18n/i18n.ts'

/** Who is signed in. The layout has read it before any of its screens is shown. */
export const sessionQuery = { ...queryFor(readSession), staleTime: 5 * 60_000, retry: false }

/** Who is signed in; only below the layout. */
export function useSession(): SignedIn {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether the person has a permission of the policy table at all. For one record, use the record's own `can`. */
export function useCan(permission: Permission): boolean {
  return useSession().permissions.includes(permission)
}

/** The roles that count now: the one hat, or all of them. */
export function activeRoles(session: SignedIn): readonly Role[] {
  return session.hat ? [session.hat] : session.roles
}

/** Takes a new answer about the session (after signing in, another hat, another language) for the whole application. */
export function useTakeSession(): (session: SignedIn) => Promise<void> {
  const queries = useQueryClient()
  return (session) => takeSession(queries, session)
}

/** The same outside of components. Rights may have changed, so everything else that was read is stale. */
export async function takeSession(queries: QueryClient, session: SignedIn): Promise<void> {
  queries.setQueryData(sessionQuery.queryKey, session)
  const { locale } = session.account
  if (locale && locale !== currentLocale()) await switchLocale(locale)
  void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'readSession' })
}
