/** Judges an installation: what is wrong with it, how bad that is, and what to do. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../app.ts'
import { type Config, ConfigError, type Env, inspectConfig } from '../../platform/config.ts'
import type { Database } from '../../platform/db/connect.ts'
import { DatabaseInUse } from '../../platform/db/embedded.ts'
import { requestLimits } from '../../platform/db/limits.ts'
import type { Check, Level, Situation } from './check.ts'
import { readBackups } from './facts/backups.ts'
import { readBucket } from './facts/bucket.ts'
import { readDatabase } from './facts/database.ts'
import { readHost } from './facts/host.ts'
import { readProvider } from './facts/provider.ts'
import { readRedis } from './facts/redis.ts'
import { readScanner } from './facts/scanner.ts'
import { readStorage } from './facts/storage.ts'
import { type Route, readWeb, straight } from './facts/web.ts'
import { checks } from './list.ts'

export interface Result {
  readonly id: string
  readonly level: Level
  /** `out` = there was nothing to look at, or it was not asked for. */
  readonly state: 'good' | 'found' | 'out'
  readonly found: string | null
  readonly hint: string
}

/** How the world is reached; tests stand in its way. */
export interface Edges {
  readonly host: typeof readHost
  readonly open: (config: Config) => Promise<Database>
  readonly route: Route
  readonly now: () => Date
}

async function openExisting(config: Config): Promise<Database> {
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'database'))) {
    throw new Error(`there is no database in ${config.dataDir} yet; bm23 migrate makes it`)
  }
  return await openDatabase(config, requestLimits)
}

const real: Edges = { host: readHost, open: openExisting, route: straight, now: () => new Date() }

export interface Look {
  readonly env: Env
  readonly envFile: string | null
  /** Judge as an installation that people use, and ask it at its public address. */
  readonly deploy: boolean
}

async function readBase(config: Config, { open }: Edges) {
  try {
    const database = await open(config)
    try {
      return { database: await readDatabase(database, config), databaseTrouble: null }
    } finally {
      await database.close()
    }
  } catch (error) {
    // a running server holds the embedded database; that it answers is seen elsewhere
    if (error instanceof DatabaseInUse) return { database: null, databaseTrouble: null }
    const { cause, message } = error as Error
    return { database: null, databaseTrouble: (cause as Error | undefined)?.message ?? message }
  }
}

/** Reads everything once; nothing is changed. */
export async function readSituation({ env, envFile, deploy }: Look, edges: Edges = real): Promise<Situation> {
  const inspected = inspectConfig(env)
  const { config } = inspected
  const now = edges.now()
  const base = { env, inspected, now, host: await edges.host(envFile) }
  if (!config) {
    const nothing = {
      storage: null,
      bucket: null,
      scanner: null,
      database: null,
      databaseTrouble: null,
      provider: null,
      redis: null,
      backups: null,
    }
    return { ...base, ...nothing, web: null }
  }
  const [storage, bucket, scanner, provider, redis, backups, web, asked] = await Promise.all([
    readStorage(config, env, now),
    readBucket(config),
    readScanner(config.clamdUrl),
    readProvider(config),
    readRedis(config.redisUrl),
    readBackups(config, env),
    deploy && config.publicUrl ? readWeb(config.publicUrl, edges.route) : null,
    readBase(config, edges),
  ])
  return { ...base, storage, bucket, scanner, provider, redis, backups, web, ...asked }
}

/** Judges what was read. `deployed` adds the checks that matter only where people use it. */
export function judge(situation: Situation, deployed: boolean, list: readonly Check[] = checks): Result[] {
  return list.map(({ id, level, hint, deployed: only, find }) => {
    const found = only && !deployed ? undefined : find(situation)
    const state = found === undefined ? 'out' : found === null ? 'good' : 'found'
    return { id, level, state, found: found ?? null, hint }
  })
}

export async function check(look: Look): Promise<Result[]> {
  const situation = await readSituation(look)
  return judge(situation, look.deploy || (situation.inspected.config?.production ?? false))
}

/** The checks that configuration alone decides, and with which no installation may start in production. */
export const startChecks = checks.filter((one) => one.start)

/** @throws ConfigError in production, when the configuration is one nobody should be served with */
export function refuseStart(env: Env): void {
  const inspected = inspectConfig(env)
  if (!inspected.config?.production) return
  const situation = { env, inspected } as Situation
  const found = judge(situation, true, startChecks).filter((one) => one.state === 'found')
  if (found.length > 0) {
    throw new ConfigError(found.map(({ id, found: what, hint }) => ({ name: id, message: `${what}; ${hint}` })))
  }
}
