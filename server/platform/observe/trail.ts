import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from './outward/traces.ts'

/** What is found out about a request or a job while it runs. */
export interface Trail {
  readonly id: string
  /** Pattern of the route, or name of the job: never an address with what people put into it. */
  readonly route: string
  actorId: string | null
  /** Error code of the answer, and what was thrown; null when all went well. */
  code: string | null
  cause: unknown
  statements: number
  statementMs: number
  /** The part of the trace that goes on now. */
  span: Span | null
}

const running = new AsyncLocalStorage<Trail>()

export function startTrail(id: string, route: string, span: Span | null): Trail {
  return { id, route, actorId: null, code: null, cause: null, statements: 0, statementMs: 0, span }
}

/** Runs work so that its statements are counted on the trail and carry its id. */
export function follow<T>(trail: Trail, work: () => T): T {
  return running.run(trail, work)
}

export function currentTrail(): Trail | undefined {
  return running.getStore()
}
