import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Command } from 'commander'
import type { FastifyInstance } from 'fastify'
import { createApp, createCache, createPlatform, openDatabase } from '../app.ts'
import { startWork } from '../jobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Platform } from '../platform/ctx.ts'
import type { Database } from '../platform/db/connect.ts'
import { requestLimits } from '../platform/db/limits.ts'
import { refuseStart } from './checks/checks.ts'
import { prepare, print } from './with-platform.ts'

export interface Built {
  readonly database: Database
  readonly platform: Platform
  readonly app: FastifyInstance
}

/** Opens the database and builds the program, not listening yet. */
export async function build(): Promise<Built> {
  refuseStart(process.env)
  const config = readConfig(process.env)
  const cache = createCache()
  const database = await openDatabase(config, requestLimits, cache)
  try {
    await prepare(database)
    const platform = await createPlatform(config, database, { cache })
    return { database, platform, app: await createApp(platform) }
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Listens, and stops in order on SIGTERM or SIGINT: requests that run are finished, then jobs, then the database is closed.
 * SIGINT is somebody at a terminal, who does not wait for proxies. Returns the address.
 */
export async function listen({ app, platform, database }: Built): Promise<string> {
  const { port, host } = platform.config
  const url = await app.listen({ port, host })
  // one process holds the embedded database, so it does the jobs too
  const jobs = await startWork(platform, database, database.kind === 'embedded')
  onStop(async (signal) => {
    platform.stopping.abort()
    if (signal === 'SIGTERM') await drain(app, platform.config.drainSeconds)
    await finish(app)
    await jobs.stop()
    await database.close()
  })
  return url
}

/** Answers on while proxies learn that this process leaves: until nobody is connected, or so many seconds. */
async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000
  const connections = promisify(app.server.getConnections.bind(app.server))
  while (Date.now() < end && (await connections()) > 0) await setTimeout(100)
}

/** Longest that a request which runs may hold up the end, in milliseconds; an upload from far away is among them. */
const patience = 60_000

async function finish(app: FastifyInstance): Promise<void> {
  const cut = globalThis.setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(cut)
}

/** Runs once at the first SIGTERM or SIGINT. */
function onStop(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void stop(signal).then(() => process.exit(0))
    })
  }
}

async function work(): Promise<void> {
  refuseStart(process.env)
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  await prepare(database)
  const platform = await createPlatform(config, database)
  const jobs = await startWork(platform, database, true)
  onStop(async () => {
    await jobs.stop()
    await database.close()
  })
  print('BM23 works on jobs.')
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the interface and the API')
    .action(async () => {
      print(`BM23 listens on ${await listen(await build())}`)
    })
  program.command('worker').description('do the jobs of a PostgreSQL installation').action(work)
}
