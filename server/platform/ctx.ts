import type { z } from 'zod'
import type { Actor, Authorize } from './authorize.ts'
import type { Cache } from './cache/cache.ts'
import type { Config } from './config.ts'
import type { Db, Tx } from './db/db.ts'
import type { EventKind, Subject } from './facts.ts'
import type { Scanner } from './files/clamd.ts'
import type { FileStore } from './files.ts'
import type { Progress } from './http/progress/progress.ts'
import type { Log } from './log/log.ts'
import type { Observe } from './observe/observe.ts'
import type { Vitals } from './observe/vitals.ts'
import type { Lane } from './throttle/lane.ts'
import type { Limits } from './throttle/limits.ts'

/** Infrastructure that lives as long as the process. */
export interface Platform {
  readonly db: Db
  readonly config: Config
  readonly log: Log
  readonly authorize: Authorize
  readonly record: RecordFact
  readonly files: FileStore
  /** Looks at uploads; null where there is none. */
  readonly scanner: Scanner | null
  readonly cache: Cache
  readonly limits: Limits
  /** Where uploads wait for the database, which a thousand of them may want at the same moment. */
  readonly uploads: Lane
  /** Aborted when the process begins to stop: it is not ready any more, and what would go on for ever ends. */
  readonly stopping: AbortController
  readonly observe: Observe
  readonly vitals: Vitals
  readonly version: string
  now(): Date
}

/** What a use case is given: the platform, who asks, and in which request. */
export interface Ctx extends Platform {
  readonly actor: Actor
  readonly requestId: string
  /** When the head of the request was here; undefined where nobody asked over HTTP. */
  readonly arrivedAt?: Date
  /** Told how far long work is, where somebody wants to know; throws when they have cancelled it. */
  readonly progress?: Progress
}

/** Writes a fact to the record in the caller's transaction, and lets the reactions to it run there. */
export type RecordFact = <D extends z.ZodType>(
  tx: Tx,
  ctx: Ctx,
  kind: EventKind<D>,
  subject: Subject,
  data: z.input<D>,
) => Promise<void>
