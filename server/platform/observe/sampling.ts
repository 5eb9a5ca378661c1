import type { Platform } from '../ctx.ts'
import type { HealthReport } from '../http/health.ts'
import { listQueues } from '../jobs/job.queries.ts'
import { readOperations } from '../jobs/operations.ts'
import { diskOf } from './vitals.ts'

const figures = { ok: 1, degraded: 0.5, failed: 0 } as const
/** Longest wait for what is looked up, in milliseconds; a figure that did not come keeps its last value. */
const patience = 1_000

const seconds = (moment: string | null | undefined) => (moment ? Date.parse(moment) / 1_000 : 0)

/** Looks up, when Prometheus asks, what is not counted as it happens. */
export function createSampler(platform: Platform, readiness: () => Promise<HealthReport>): () => Promise<void> {
  const { metrics } = platform.observe
  let looking: Promise<unknown> | null = null

  const sampleHealth = async () => {
    const { checks } = await readiness()
    for (const [check, { state }] of Object.entries(checks)) metrics.health.set({ check }, figures[state])
    if (checks.redis) metrics.redisUp.set(checks.redis.state === 'ok' ? 1 : 0)
  }
  const sampleJobs = async () => {
    const queues = await listQueues(platform.db)
    metrics.heartbeat.set(seconds((await readOperations(platform.db)).heartbeat.succeededAt))
    for (const { job: queue, waiting, active, failed, oldestSeconds } of queues) {
      metrics.jobs.set({ queue, state: 'waiting' }, waiting)
      metrics.jobs.set({ queue, state: 'active' }, active)
      metrics.jobs.set({ queue, state: 'failed' }, failed)
      metrics.jobsOldest.set({ queue }, oldestSeconds)
    }
  }
  const sampleStorage = async () => {
    const { free, size } = await diskOf(platform.config.dataDir)
    metrics.storageFree.set(free)
    metrics.storageSize.set(size)
  }
  const sampleBackups = async () => {
    if (platform.config.backupDir === null) return
    const { backup, drill } = await readOperations(platform.db)
    metrics.lastBackup.set(seconds(backup.succeededAt))
    metrics.lastRestore.set(seconds(drill.succeededAt))
  }
  const sampleCertificate = async () => {
    const end = await platform.vitals.certificate()
    if (end) metrics.certificate.set(end.getTime() / 1_000)
  }
  const samplePool = () => {
    const pool = platform.vitals.pool()
    metrics.passwordsWaiting.set(platform.vitals.passwordsWaiting())
    if (!pool) return
    metrics.pool.set({ state: 'total' }, pool.total)
    metrics.pool.set({ state: 'idle' }, pool.idle)
    metrics.pool.set({ state: 'waiting' }, pool.waiting)
    metrics.poolMax.set(pool.max)
  }
  const sampleCaches = () => {
    metrics.cacheLookups.reset()
    for (const { name, hits, misses } of platform.cache.counts()) {
      metrics.cacheLookups.inc({ cache: name, outcome: 'hit' }, hits)
      metrics.cacheLookups.inc({ cache: name, outcome: 'miss' }, misses)
    }
  }
  return async () => {
    samplePool()
    sampleCaches()
    const look = [sampleHealth, sampleJobs, sampleStorage, sampleBackups, sampleCertificate]
    // what still hangs from the last time is not begun again
    looking ??= Promise.allSettled(look.map((one) => one())).finally(() => {
      looking = null
    })
    await Promise.race([looking, new Promise((resolve) => setTimeout(resolve, patience).unref())])
  }
}
