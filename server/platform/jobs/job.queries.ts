import { sql } from 'kysely'
import type { Db, Tx } from '../db/db.ts'

/** The queue's own tables, which pg-boss makes when a server or worker first starts. */
async function queueExists(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(db)
  return rows[0]?.there ?? false
}

export interface QueueRow {
  job: string
  waiting: number
  active: number
  failed: number
  /** How long the oldest that is due has waited. */
  oldestSeconds: number
}

/** How many jobs wait, run and have failed for good, by name. */
export async function listQueues(db: Db): Promise<QueueRow[]> {
  if (!(await queueExists(db))) return []
  const { rows } = await sql<QueueRow>`
    select name as job,
      count(*) filter (where state in ('created', 'retry')) as waiting,
      count(*) filter (where state = 'active') as active,
      count(*) filter (where state = 'failed') as failed,
      coalesce(extract(epoch from now() - min(start_after)
        filter (where state in ('created', 'retry') and start_after <= now())), 0)::float8 as "oldestSeconds"
    from jobs.job where name not like '\\_\\_pgboss%' group by name order by name`.execute(db)
  return rows
}

export interface FailedJobRow {
  id: string
  job: string
  failedAt: string
  attempts: number
  message: string | null
}

/** Jobs that failed for good, latest first. */
export async function listFailedJobs(db: Db, limit: number): Promise<FailedJobRow[]> {
  if (!(await queueExists(db))) return []
  const { rows } = await sql<FailedJobRow>`
    select id, name as job, completed_on as "failedAt", retry_count + 1 as attempts,
      coalesce(output ->> 'message', output ->> 'value') as message
    from jobs.job where state = 'failed' order by completed_on desc limit ${limit}`.execute(db)
  return rows
}

/** Lets a job that failed for good be tried once more, now; its name, or undefined when it is none of those. */
export async function retryFailedJob(tx: Tx, id: string): Promise<string | undefined> {
  if (!(await queueExists(tx))) return undefined
  const { rows } = await sql<{ name: string }>`
    update jobs.job set state = 'retry', retry_limit = retry_limit + 1, start_after = now(), completed_on = null
    where id = ${id} and state = 'failed' returning name`.execute(tx)
  return rows[0]?.name
}
