import { CompiledQuery } from 'kysely'
import PgBoss from 'pg-boss'
import type { Database } from '../db/connect.ts'
import type { Tx } from '../db/db.ts'
import type { Log } from '../log.ts'

/** Work done later, at least once: a handler may run again for the same data and must not mind. */
export interface Job {
  readonly name: string
  /** Cron expression in the faculty's timezone, for work that comes back by itself. */
  readonly schedule?: string
  run(data: unknown): Promise<void>
}

export interface Jobs {
  /** Asks for work in the caller's transaction: rolled back, it was never asked for. */
  enqueue(tx: Tx, name: string, data: object): Promise<void>
  /** Finishes what runs, then stops. */
  stop(): Promise<void>
}

/** Starts the queue in its own schema of the database; with `work`, this process does the jobs too. */
export async function startJobs(database: Database, log: Log, jobs: readonly Job[], work: boolean): Promise<Jobs> {
  const boss = new PgBoss({
    schema: 'jobs',
    db: { executeSql: (text, values) => database.execute(text, values) },
    // the queue of an office needs no answer within a second
    maintenanceIntervalSeconds: 300,
    monitorStateIntervalSeconds: 300,
  })
  boss.on('error', (error) => log.error({ err: error }, 'jobs'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { name: job.name, retryLimit: 5, retryBackoff: true, retryDelay: 30 })
    if (job.schedule) await boss.schedule(job.name, job.schedule, {}, { tz: 'Asia/Vientiane' })
    if (!work) continue
    await boss.work(job.name, { pollingIntervalSeconds: 5 }, async (batch) => {
      for (const one of batch) await job.run(one.data)
    })
  }
  return {
    enqueue: async (tx, name, data) => {
      const db = {
        executeSql: async (text: string, values: unknown[]) => ({
          rows: (await tx.executeQuery(CompiledQuery.raw(text, values))).rows as unknown[],
        }),
      }
      await boss.send(name, data, { db })
    },
    stop: () => boss.stop({ graceful: true, wait: true, timeout: 20_000 }),
  }
}
