/** Builds the program from the list of features. */
import { join } from 'node:path'
import { credentialOf } from './accounts/cookie.ts'
import { passwordsWaiting } from './accounts/passwords.ts'
import { identify } from './accounts/sessions.ts'
import { caches } from './caches.ts'
import { constraints, features, subjects } from './features.ts'
import { createAuthorize, systemActor } from './platform/authorize.ts'
import { Cache } from './platform/cache/cache.ts'
import type { Config } from './platform/config.ts'
import type { Ctx, Platform } from './platform/ctx.ts'
import type { Ear } from './platform/db/changes.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from './platform/db/connect.ts'
import { type Limits, workLimits } from './platform/db/limits.ts'
import { createRecord } from './platform/events.ts'
import { openClamd } from './platform/files/clamd.ts'
import { contentOf, openFileStore } from './platform/files.ts'
import { servePages } from './platform/http/pages.ts'
import { buildServer } from './platform/http/server.ts'
import { openLog } from './platform/log/log.ts'
import { createCertificateWatch } from './platform/observe/certificate.ts'
import { createMetrics } from './platform/observe/metrics.ts'
import { openObserve } from './platform/observe/observe.ts'
import { Lane } from './platform/throttle/lane.ts'
import { createLimits } from './platform/throttle/limits.ts'

export const version = '0.1.0'

/** So long an upload waits for its turn, in milliseconds: whoever has sent a file would have to send it again. */
const uploadPatience = 20_000

/** Opens the configured database: a server's, or the embedded one in the data folder. */
export async function openDatabase(config: Config, limits: Limits = workLimits, ear?: Ear): Promise<Database> {
  if (config.databaseUrl) return openPostgres({ url: config.databaseUrl, max: config.databasePool, limits, ear })
  return await openEmbeddedDatabase(config.dataDir, undefined, ear)
}

/** A cache of everything that may be remembered; it does so once it hears of changes. */
export const createCache = () => new Cache(caches)

interface Parts {
  now?: () => Date
  /** Heard of changes by the database; without, nothing is remembered. */
  cache?: Cache
}

/** Infrastructure for use cases, bound to the features. */
export async function createPlatform(config: Config, database: Database, parts: Parts = {}): Promise<Platform> {
  const now = parts.now ?? (() => new Date())
  const metrics = createMetrics(version)
  const log = await openLog(config, () => metrics.logFailures.inc())
  const files = await openFileStore(join(config.dataDir, 'files'), contentOf(config), (bytes) =>
    metrics.uploads.inc(bytes),
  )
  return {
    db: database.db,
    config,
    log,
    limits: createLimits(config, log, () => metrics.redisErrors.inc()),
    // half of the connections are left to everybody else
    uploads: new Lane({ width: Math.max(1, Math.floor(config.databasePool / 2)), patience: uploadPatience }),
    version,
    observe: await openObserve({ config, database, log, metrics, version, now }),
    vitals: {
      database: database.kind,
      pool: database.pool,
      passwordsWaiting,
      certificate: createCertificateWatch(config.publicUrl, now),
    },
    authorize: createAuthorize(
      features.map((one) => one.scopes ?? {}),
      subjects,
    ),
    record: createRecord(features.flatMap((one) => one.reactions ?? [])),
    files,
    scanner: config.clamdUrl === null ? null : openClamd(config.clamdUrl),
    now,
    cache: parts.cache ?? createCache(),
    stopping: new AbortController(),
  }
}

/** The context of the command line and of jobs: nobody's, with every right. */
export function systemCtx(platform: Platform): Ctx {
  return { ...platform, actor: systemActor, requestId: 'system' }
}

/** The HTTP program, not listening yet. */
export async function createApp(platform: Platform) {
  const app = await buildServer({
    platform,
    routes: features.flatMap((one) => one.routes),
    constraints,
    authenticate: async (req, polled) => {
      const credential = credentialOf(platform.config, req.headers)
      return credential ? await identify(platform, credential.kind, credential.secret, polled) : null
    },
  })
  await servePages(app)
  await app.ready()
  return app
}
