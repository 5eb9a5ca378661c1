import { once } from 'node:events'
import type { Command } from 'commander'
import type { FastifyInstance } from 'fastify'
import { createApp, createCache, createPlatform, openDatabase } from '../app.ts'
import { startWork } from '../jobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Platform } from '../platform/ctx.ts'
import type { Database } from '../platform/db/connect.ts'
import { requestLimits } from '../platform/db/limits.ts'
import { drain, finish } from '../platform/http/drain.ts'
import { handedSocket } from '../platform/http/handed.ts'
import { startInner } from '../platform/observe/listener.ts'
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
  const inner = await startInner(platform)
  // one process holds the embedded database, so it does the jobs too
  const jobs = await startWork(platform, database, database.kind === 'embedded')
  onStop(async (signal) => {
    platform.stopping.abort()
    if (signal === 'SIGTERM') await drain(app, platform.config.drainSeconds)
    await finish(app)
    await jobs.stop()
    await inner?.close()
    await platform.observe.close()
    await database.close()
  })
  try {
    const fd = handedSocket(process.env, process.pid)
    if (fd === undefined) return await app.listen({ port, host })
    await app.ready()
    await once(app.server.listen({ fd }), 'listening')
    return `the socket that was handed over (${addressOf(app)})`
  } catch (error) {
    await inner?.close()
    await jobs.stop()
    await app.close()
    await database.close()
    throw error
  }
}

function addressOf(app: FastifyInstance): string {
  const address = app.server.address()
  return typeof address === 'object' && address ? `${address.address}:${address.port}` : String(address)
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
  const inner = await startInner(platform)
  onStop(async () => {
    await jobs.stop()
    await inner?.close()
    await platform.observe.close()
    await database.close()
  })
  print(inner ? `BM23 works on jobs, and shows how at ${inner.url}/metrics` : 'BM23 works on jobs.')
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
