/** How the installation itself is, for whoever keeps it running. */
import type { SystemStatus } from '../../contract/system.ts'
import type { Ctx } from '../platform/ctx.ts'
import { migrationStates } from '../platform/db/migrate.ts'
import { createReadiness, type HealthReport } from '../platform/http/health.ts'
import { listFailedJobs, listQueues, retryFailedJob } from '../platform/jobs/job.queries.ts'
import { failedLast, readOperations } from '../platform/jobs/operations.ts'
import { healthOf } from '../platform/observe/checks.ts'
import { scrub } from '../platform/observe/outward/scrub.ts'
import { diskOf, isShort } from '../platform/observe/vitals.ts'
import { found } from '../platform/problem.ts'
import { endOfNode } from '../platform/runtime.ts'
import { jobRetried } from './events.ts'
import { readSizes } from './queries.ts'

/** So many failed jobs are shown. */
const few = 20

export async function readStatus(ctx: Ctx): Promise<SystemStatus> {
  const report = await createReadiness(healthOf(ctx))()
  const sizes = await readSizes(ctx.db)
  const disk = await diskOf(ctx.config.dataDir)
  const certificate = await ctx.vitals.certificate()
  return {
    state: report.state,
    checks: presentChecks(report),
    program: {
      version: ctx.version,
      startedAt: new Date(ctx.now().getTime() - process.uptime() * 1_000).toISOString(),
      node: process.versions.node,
      nodeEndsOn: endOfNode(),
      memoryBytes: process.memoryUsage.rss(),
    },
    database: await presentDatabase(ctx, sizes),
    redis: redisState(report),
    files: {
      ...{ count: sizes.files, sizeBytes: sizes.fileBytes, diskFreeBytes: disk.free, diskSizeBytes: disk.size },
      short: isShort(disk),
    },
    jobs: await presentJobs(ctx),
    backup: await presentBackup(ctx),
    lastHour: presentHour(ctx),
    certificateEndsAt: certificate?.toISOString() ?? null,
  }
}

function presentChecks({ checks }: HealthReport): SystemStatus['checks'] {
  return Object.entries(checks).map(([name, one]) => ({ name: name as SystemStatus['checks'][number]['name'], ...one }))
}

function redisState({ checks }: HealthReport): SystemStatus['redis'] {
  if (!checks.redis) return 'off'
  return checks.redis.state === 'ok' ? 'ok' : 'failed'
}

async function presentDatabase(
  ctx: Ctx,
  { version, sizeBytes }: { version: string; sizeBytes: number },
): Promise<SystemStatus['database']> {
  const applied = (await migrationStates(ctx.db)).filter((one) => one.state === 'applied')
  const last = applied.at(-1)
  const pool = ctx.vitals.pool()
  return {
    kind: ctx.vitals.database,
    version,
    sizeBytes,
    migrations: applied.length,
    lastMigration: last?.appliedAt ? { name: last.name, appliedAt: last.appliedAt } : null,
    pool: pool ? { open: pool.total, idle: pool.idle, waiting: pool.waiting, most: pool.max } : null,
  }
}

async function presentJobs({ db }: Ctx): Promise<SystemStatus['jobs']> {
  const queues = await listQueues(db)
  const failed = await listFailedJobs(db, few)
  return {
    heartbeatAt: (await readOperations(db)).heartbeat.succeededAt,
    queues: queues.map(({ oldestSeconds: _, ...queue }) => queue),
    failed: failed.map((one) => ({ ...one, message: one.message === null ? null : scrub(one.message).slice(0, 500) })),
  }
}

async function presentBackup({ db, config }: Ctx): Promise<SystemStatus['backup']> {
  const { backup, drill } = await readOperations(db)
  return {
    configured: config.backupDir !== null,
    lastAt: backup.succeededAt,
    lastBytes: typeof backup.detail.size === 'number' ? backup.detail.size : null,
    lastRestoreAt: drill.succeededAt,
    failed: failedLast(backup) || failedLast(drill),
  }
}

function presentHour({ observe }: Ctx): SystemStatus['lastHour'] {
  const counts = observe.recent.counts()
  const of = (code: string) => counts.get(code) ?? 0
  return {
    failures: of('server.failed'),
    busy: of('server.busy'),
    limited: of('request.tooMany'),
    wrongPasswords: of('session.badCredentials'),
    locked: of('account.locked'),
  }
}

/** Lets a job that failed for good be tried once more, now. */
export async function retryJob(ctx: Ctx, jobId: string): Promise<{ ok: true }> {
  await ctx.db.transaction().execute(async (tx) => {
    const job = found(await retryFailedJob(tx, jobId))
    await ctx.record(tx, ctx, jobRetried, { type: 'job', id: jobId }, { job })
  })
  return { ok: true }
}
