import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../ctx.ts'
import { answers } from '../db/connect.ts'
import { migrationStates } from '../db/migrate.ts'
import type { Scanner } from '../files/clamd.ts'
import type { Health } from '../http/health.ts'
import { readOperations } from '../jobs/operations.ts'
import { diskOf, isShort } from './vitals.ts'

/** A worker shows each five minutes that it works; who missed two does not, in milliseconds. */
const silence = 11 * 60_000

/** What must work for the program to be ready, and what may be missing for a while. */
export function healthOf(platform: Platform): Health {
  const { db, config } = platform
  const { redis } = platform.limits
  const degradedWithout = (working: Promise<unknown>) =>
    working.then(
      () => undefined,
      () => 'degraded' as const,
    )
  return {
    serving: async () => {
      platform.stopping.signal.throwIfAborted()
      return undefined
    },
    database: async () => {
      await answers(db)
      return undefined
    },
    migrations: async () => {
      const states = await migrationStates(db)
      if (states.some((one) => one.state !== 'applied')) throw new Error('migrations are pending')
      return undefined
    },
    storage: async () => {
      await access(join(config.dataDir, 'files'), constants.W_OK)
      return isShort(await diskOf(config.dataDir)) ? 'degraded' : undefined
    },
    jobs: async () => {
      const { succeededAt: at } = (await readOperations(db)).heartbeat
      return at && platform.now().getTime() - Date.parse(at) < silence ? undefined : 'degraded'
    },
    // everything but uploads and downloads goes on without the bucket, and each process by itself without Redis
    ...(config.filesUrl ? { files: () => degradedWithout(platform.files.content.ready()) } : {}),
    ...(platform.scanner ? { scanner: () => degradedWithout((platform.scanner as Scanner).ready()) } : {}),
    // one that is full answers, and counts nothing
    ...(redis ? { redis: () => degradedWithout(redis.set('bm23:alive', '1', 'EX', 60)) } : {}),
  }
}
