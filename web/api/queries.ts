import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Endpoint } from '../../contract/endpoint.ts'
import { type Attempt, attemptOf, isOpen } from './attempt.ts'
import { call } from './call.ts'
import type { Request, Sending } from './sending.ts'

/** The last argument of a function may be left out when the endpoint needs nothing. */
type Optionally<T> = Record<never, never> extends T ? [sending?: T] : [sending: T]

/** Query of a GET endpoint for TanStack Query: `useQuery(queryFor(readYear, { params: { yearId } }))`. */
export function queryFor<E extends Endpoint>(endpoint: E, ...[sending]: Optionally<Sending<E>>) {
  const { params, query } = (sending ?? {}) as Request
  return queryOptions({
    queryKey: [endpoint.operationId, { params, query }] as const,
    queryFn: ({ signal }) => call(endpoint, { ...sending, signal } as Sending<E>),
  })
}

/** The same for lists: the page before stays visible until the next one is here. */
export function listQueryFor<E extends Endpoint>(endpoint: E, ...[sending]: Optionally<Sending<E>>) {
  return { ...queryFor(endpoint, ...([sending] as Optionally<Sending<E>>)), placeholderData: keepPreviousData }
}

/** What a write leaves as it is: the name and the colour of the faculty change on one page, which says so itself. */
const untouched = new Set<unknown>(['readInstallation', 'readSession'])

/**
 * A write of the contract: `const save = useWrite(updateMajor)`, `await save.mutateAsync({ params, ifMatch, body })`.
 *
 * Convention: after a write everything that was read is stale. What is on the screen is fetched again at once, the rest
 * when it is shown. An office screen holds a handful of queries; a list of what depends on what would be wrong sooner.
 */
export function useWrite<E extends Endpoint>(endpoint: E) {
  const queries = useQueryClient()
  const attempt = useRef<Attempt | null>(null)
  return useMutation({
    mutationKey: [endpoint.operationId],
    mutationFn: async (sending: Sending<E>) => {
      const { file, signal: _, onProgress: __, onStep: ___, ...content } = sending as Request
      const { name, size, lastModified } = file ?? {}
      attempt.current = attemptOf(attempt.current, { ...content, name, size, lastModified })
      try {
        return await call(endpoint, { ...sending, key: attempt.current.key })
      } catch (error) {
        if (!isOpen(error)) attempt.current = null
        throw error
      }
    },
    onSuccess: () => {
      attempt.current = null
      void queries.invalidateQueries({ predicate: (query) => !untouched.has(query.queryKey[0]) })
    },
  })
}
