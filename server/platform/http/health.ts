import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressMatcher } from '../throttle/networks.ts'

export type CheckState = 'ok' | 'degraded' | 'failed'

/** One thing to look at: it throws when nothing works without it, and says `degraded` when the rest goes on. */
export type Health = Readonly<Record<string, () => Promise<'degraded' | undefined>>>

export interface HealthReport {
  readonly state: CheckState
  readonly checks: Readonly<Record<string, { readonly state: CheckState; readonly ms: number }>>
}

/** Longest a check may take, in milliseconds: whoever asks is answered within a second, whatever hangs. */
const patience = 800

const worst = (states: readonly CheckState[]): CheckState =>
  (['failed', 'degraded'] as const).find((state) => states.includes(state)) ?? 'ok'

/**
 * All checks at once. A check that still runs from before is not started again, so that probes never pile up on what
 * hangs: it has failed until it is back.
 */
export function createReadiness(health: Health): () => Promise<HealthReport> {
  const running = new Map<string, Promise<CheckState>>()
  const begin = (name: string, check: Health[string]): Promise<CheckState> => {
    const known = running.get(name)
    if (known) return known
    const fresh = check()
      .then(
        (said) => said ?? ('ok' as const),
        () => 'failed' as const,
      )
      .finally(() => running.delete(name))
    running.set(name, fresh)
    return fresh
  }
  const ask = async (name: string, check: Health[string]) => {
    const start = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<CheckState>((resolve) => {
      timer = setTimeout(resolve, patience, 'failed')
    })
    const state = await Promise.race([begin(name, check), late])
    clearTimeout(timer)
    return [name, { state, ms: Math.round(performance.now() - start) }] as const
  }
  return async () => {
    const entries = await Promise.all(Object.entries(health).map(([name, check]) => ask(name, check)))
    return { state: worst(entries.map(([, one]) => one.state)), checks: Object.fromEntries(entries) }
  }
}

/** A proxy that is not known to us hides who asks; then nobody counts as one of the inner addresses. */
const passedOn = (req: FastifyRequest) =>
  ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => req.headers[name] !== undefined)

interface Probes {
  readiness: () => Promise<HealthReport>
  /** Who is told more than one word. */
  details: readonly string[]
  /** Whether `req.ip` is what a trusted proxy says. */
  proxied: boolean
}

/**
 * `/health/live`: the process answers. `/health/ready`: so does what it needs; degraded is still ready. Never limited. What
 * is wrong is told to inner addresses only, one word to everybody else.
 */
export function addHealth(app: FastifyInstance, { readiness, details, proxied }: Probes): void {
  const isInner = addressMatcher(details)
  const schema = { hide: true } as object
  app.get('/health/live', { schema }, () => ({ state: 'ok' }))
  app.get('/health/ready', { schema }, async (req, reply) => {
    const report = await readiness()
    if (report.state === 'failed') reply.code(503).header('retry-after', '5')
    reply.header('cache-control', 'no-store')
    const inner = isInner(req.ip) && (proxied || !passedOn(req))
    return inner ? report : { state: report.state === 'failed' ? 'failed' : 'ok' }
  })
}
