import type { Event } from '@sentry/core'
import type { Config } from '../../config.ts'
import { scrub } from './scrub.ts'

/** A failure of ours, with where it happened. Nothing that a person sent is in it. */
export interface Failure {
  readonly error: unknown
  readonly requestId: string
  /** Pattern of the route, or name of the job. */
  readonly route: string
  /** An id that means nothing outside of the database, or null. */
  readonly actorId: string | null
}

export interface Reports {
  report(failure: Failure): void
  close(): Promise<void>
}

export type Outcome = 'sent' | 'held' | 'failed'

/** So many reports of one cause are sent at once, then one a minute: a storm needs no second storm. */
const freely = 10
const causesAtMost = 1_000

/** Says whether one more report of a cause is to be sent. */
export function createCap(now: () => number): (cause: string) => boolean {
  const seen = new Map<string, { count: number; lastAt: number }>()
  return (cause) => {
    const known = seen.get(cause)
    if (!known) {
      if (seen.size >= causesAtMost) seen.delete(seen.keys().next().value as string)
      seen.set(cause, { count: 1, lastAt: now() })
      return true
    }
    known.count += 1
    if (known.count > freely && now() - known.lastAt < 60_000) return false
    known.lastAt = now()
    return true
  }
}

/** What makes two failures the same: kind of error, place in the code, route. */
function causeOf({ error, route }: Failure): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const place = /\n\s+at .*$/m.exec(stack)?.[0].trim() ?? ''
  return `${error instanceof Error ? error.constructor.name : typeof error} ${place} ${route}`
}

/** Everything in the event that is text, without secrets and names of people; the rest of the machine is not told. */
export function cleanEvent(event: Event): Event {
  const { user, request: _request, server_name: _name, breadcrumbs: _crumbs, modules: _modules, ...rest } = event
  const kept = { ...rest, ...(user?.id ? { user: { id: user.id } } : {}) }
  return JSON.parse(JSON.stringify(kept), (key, value) =>
    typeof value !== 'string' || key === 'event_id' || key === 'trace_id' ? value : scrub(value),
  ) as Event
}

/** Reports to Sentry, or to what speaks its protocol; null, and nothing loaded, when no DSN is configured. */
export async function openReports(
  config: Pick<Config, 'sentryDsn' | 'mode'>,
  version: string,
  count: (outcome: Outcome) => void,
): Promise<Reports | null> {
  const { sentryDsn, mode } = config
  if (!sentryDsn) return null
  const [core, server] = await Promise.all([import('@sentry/core'), import('@sentry/core/server')])
  const client = new server.ServerRuntimeClient({
    dsn: sentryDsn,
    release: `bm23@${version}`,
    environment: mode,
    platform: 'node',
    runtime: { name: 'node', version: process.versions.node },
    sendDefaultPii: false,
    integrations: [],
    stackParser: core.createStackParser(server.nodeStackLineParser()),
    beforeSend: (event) => cleanEvent(event) as typeof event,
    // nobody waits for an answer; at most so many are on their way, and none longer than five seconds
    transport: (options) =>
      core.createTransport({ ...options, bufferSize: 20 }, async ({ body }) => {
        const sent = await fetch(options.url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-sentry-envelope' },
          body: body as BodyInit,
          signal: AbortSignal.timeout(5_000),
        }).catch((error: unknown) => {
          count('failed')
          throw error
        })
        count(sent.ok ? 'sent' : 'failed')
        const limits = ['retry-after', 'x-sentry-rate-limits'] as const
        const [retry, rates] = limits.map((name) => sent.headers.get(name))
        return {
          statusCode: sent.status,
          headers: { 'retry-after': retry ?? null, 'x-sentry-rate-limits': rates ?? null },
        }
      }),
  })
  const mayGo = createCap(() => performance.now())
  return {
    report(failure) {
      if (!mayGo(causeOf(failure))) return count('held')
      const { error, requestId, route, actorId } = failure
      const scope = new core.Scope()
      scope.setTags({ route, requestId }).setTransactionName(route)
      if (actorId) scope.setUser({ id: actorId })
      client.captureException(error, {}, scope)
    },
    close: async () => {
      await client.close(2_000)
    },
  }
}
