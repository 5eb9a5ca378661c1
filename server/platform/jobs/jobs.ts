import { CompiledQuery } from 'kysely'
import PgBoss from 'pg-boss'
import type { Database } from '../db/connect.ts'
import type { Tx } from '../db/db.ts'
import type { Log } from '../log/log.ts'
import type { Observe } from '../observe/observe.ts'
import { currentTrail, follow, startTrail } from '../observe/trail.ts'
import { makeQueue } from './queues.ts'

/** Work done later, at least once: a handler may run again for the same data and must not mind. */
export interface Job {
  readonly name: string
  /** Cron expression in the faculty's timezone, for work that comes back by itself. */
  readonly schedule?: string
  /** Also once whenever a process begins to work. */
  readonly atStart?: true
  /** What it finds is not gone by the next try: a failure stands until somebody acts. */
  readonly once?: true
  /** Hours after which another process may take it for dead and begin again; a quarter of an hour unless given. */
  readonly longestHours?: number
  run(data: unknown): Promise<void>
}

export interface Jobs {
  /** Asks for work in the caller's transaction: rolled back, it was never asked for. */
  enqueue(tx: Tx, name: string, data: object): Promise<void>
  /** Finishes what runs, then stops. */
  stop(): Promise<void>
}

/** Where a job carries the trace it belongs to. */
const traceKey = 'traceparent'
const daysOfFailures = 14

export interface JobsParts {
  readonly database: Database
  readonly log: Log
  readonly observe: Observe
  readonly jobs: readonly Job[]
  /** This process does the jobs, and sees to it that those with a schedule come back. */
  readonly work: boolean
  /** In which schedules are written. */
  readonly timezone: string
}

async function setUp(boss: PgBoss, { jobs, work, timezone }: JobsParts): Promise<void> {
  for (const { name, schedule, longestHours, once } of jobs) {
    const options = once ? { retryLimit: 0 } : { retryLimit: 5, retryBackoff: true, retryDelay: 30 }
    await makeQueue(boss, name, { name, ...options, ...(longestHours ? { expireInHours: longestHours } : {}) })
    if (work && schedule) await boss.schedule(name, schedule, {}, { tz: timezone })
  }
  // of a job that is no longer asked for, such as the backup when its folder was taken away
  for (const { name } of work ? await boss.getSchedules() : []) {
    if (!jobs.some((one) => one.name === name && one.schedule)) await boss.unschedule(name)
  }
}

/** Starts the queue in its own schema of the database. */
export async function startJobs(parts: JobsParts): Promise<Jobs> {
  const { database, log, jobs, work } = parts
  const boss = new PgBoss({
    schema: 'jobs',
    db: { executeSql: (text, values) => database.execute(text, values) },
    // the queue of an office needs no answer within a second
    maintenanceIntervalSeconds: 300,
    monitorStateIntervalSeconds: 300,
    // long enough to be looked at and tried again
    archiveFailedAfterSeconds: daysOfFailures * 86_400,
  })
  boss.on('error', (error) => log.error({ err: error }, 'jobs'))
  await boss.start()
  await setUp(boss, parts)
  for (const job of work ? jobs : []) {
    await boss.work<unknown>(job.name, { pollingIntervalSeconds: 5 }, async (batch) => {
      for (const one of batch) await runJob(parts, job, one)
    })
    if (job.atStart) await boss.send(job.name, {})
  }
  return {
    enqueue: async (tx, name, data) => {
      const db = {
        executeSql: async (text: string, values: unknown[]) => ({
          rows: (await tx.executeQuery(CompiledQuery.raw(text, values))).rows as unknown[],
        }),
      }
      const parent = currentTrail()?.span?.parent
      await boss.send(name, parent ? { ...data, [traceKey]: parent } : data, { db })
    },
    stop: () => boss.stop({ graceful: true, wait: true, timeout: 20_000 }),
  }
}

async function runJob({ log, observe }: JobsParts, job: Job, one: PgBoss.Job<unknown>): Promise<void> {
  const { [traceKey]: parent, ...data } = (one.data ?? {}) as Record<string, unknown>
  const span = observe.traces?.start(`job ${job.name}`, 'consumer', { 'messaging.message.id': one.id }, String(parent))
  const trail = startTrail(one.id, `job ${job.name}`, span ?? null)
  const start = performance.now()
  const done = (outcome: 'ok' | 'failed') => {
    observe.metrics.jobsRun.observe({ queue: job.name, outcome }, (performance.now() - start) / 1_000)
    span?.end({ failed: outcome === 'ok' ? null : 'job failed' })
  }
  try {
    await follow(trail, () => job.run(data))
    done('ok')
  } catch (error) {
    done('failed')
    log.error({ err: error, reqId: one.id, job: job.name }, 'job failed')
    observe.recent.add('job.failed')
    observe.reports?.report({ error, requestId: one.id, route: trail.route, actorId: null })
    throw error
  }
}
