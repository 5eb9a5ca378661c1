import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Trusted } from '../http/safety.ts'
import type { Observe } from './observe.ts'
import { follow, startTrail, type Trail } from './trail.ts'

const trails = new WeakMap<FastifyRequest, Trail>()

/** What is known of a request so far. */
export function trailOf(req: FastifyRequest): Trail | undefined {
  return trails.get(req)
}

/** Remembers why a request was refused or failed. */
export function noteProblem(req: FastifyRequest, code: string, cause: unknown): void {
  const trail = trails.get(req)
  if (trail) Object.assign(trail, { code, cause })
}

const aborted = 'request.aborted'

/** Nobody received the answer to a request that was given up; proxies write 499 for it. */
const statusOf = (reply: FastifyReply, code: string | null) => (code === aborted ? 499 : reply.statusCode)

/** The probes are asked every few seconds and would hide everything else. */
const isProbe = (route: string) => route.startsWith('/health/')

function routeOf(req: FastifyRequest): string {
  return req.routeOptions.url ?? (req.url.startsWith('/api/') ? '/api/*' : '/*')
}

/**
 * Runs a part of a request so that its statements are counted and traced as the request's; a part with a name is a span
 * of its own.
 */
export async function onTrail<T>(req: FastifyRequest, work: () => Promise<T>, name?: string): Promise<T> {
  const trail = trails.get(req)
  if (!trail) return await work()
  const outer = trail.span
  if (!outer || !name) return await follow(trail, work)
  const span = outer.child(name)
  trail.span = span
  try {
    return await follow(trail, work)
  } finally {
    trail.span = outer
    span.end()
  }
}

/** Follows every request to its end: metrics by route pattern, one line in the log, a span, a report of what failed. */
export function observeRequests(app: FastifyInstance, config: Config, observe: Observe, trusted: Trusted): void {
  app.addHook('onRequest', async (req, reply) => {
    const route = routeOf(req)
    const traces = isProbe(route) ? null : observe.traces
    const believed = trusted(req.raw.socket.remoteAddress) ? String(req.headers.traceparent ?? '') : undefined
    const span = traces?.start(`${req.method} ${route}`, 'server', { 'http.route': route }, believed) ?? null
    trails.set(req, startTrail(req.id, route, span))
    observe.metrics.inFlight.inc()
    // when the caller goes away there is no answer, and no hook either
    reply.raw.once('close', () => finish(req, reply, !reply.raw.writableFinished))
  })
  app.addHook('onResponse', async (req, reply) => finish(req, reply, false))

  const finish = (req: FastifyRequest, reply: FastifyReply, gone: boolean) => {
    const trail = trails.get(req)
    if (!trail) return
    trails.delete(req)
    observe.metrics.inFlight.dec()
    if (gone) trail.code ??= aborted
    count(req, reply, trail)
    tell(req, reply, trail)
  }

  const count = (req: FastifyRequest, reply: FastifyReply, { route, code }: Trail) => {
    const { metrics, recent } = observe
    const status = `${Math.floor(statusOf(reply, code) / 100)}xx`
    metrics.requests.observe({ method: req.method, route, status }, reply.elapsedTime / 1_000)
    if (code) {
      metrics.problems.inc({ code })
      recent.add(code)
    }
  }

  const tell = (req: FastifyRequest, reply: FastifyReply, trail: Trail) => {
    const { route, actorId, code, cause, statements, statementMs, span } = trail
    const status = statusOf(reply, code)
    const ms = Math.round(reply.elapsedTime * 10) / 10
    const line = { method: req.method, route, status, ms, actorId, code, statements, sqlMs: Math.round(statementMs) }
    const slow = ms >= config.slowRequest
    if (slow) req.log.warn(line, 'slow request')
    else if (config.logRequests && !isProbe(route)) req.log.info(line, 'request')
    span?.end({
      attributes: { 'http.response.status_code': status, 'bm23.request_id': trail.id },
      failed: status >= 500 ? (code ?? String(status)) : null,
    })
    if (code === 'server.failed') observe.reports?.report({ error: cause, requestId: trail.id, route, actorId })
  }
}
