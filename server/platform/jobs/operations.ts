import type { Db } from '../db/db.ts'

/** What the program does for the operator, and whose date matters. */
export type OperationName = 'heartbeat' | 'backup' | 'drill'

export interface Operation {
  /** Moments of the last success and of the last failure, ISO 8601; null when it never was. */
  readonly succeededAt: string | null
  readonly failedAt: string | null
  /** Of the last success. */
  readonly detail: Readonly<Record<string, unknown>>
  /** Of the last failure. */
  readonly error: string | null
}

const never: Operation = { succeededAt: null, failedAt: null, detail: {}, error: null }

/** The last heartbeat of a worker, the last backup, and the last one proven by restoring it: for the status page and the checks. */
export async function readOperations(db: Db): Promise<Record<OperationName, Operation>> {
  const rows = await db.selectFrom('operations').selectAll().execute()
  const one = (name: OperationName): Operation => {
    const row = rows.find((each) => each.name === name)
    if (!row) return never
    const { succeeded_at, failed_at, error } = row
    return { succeededAt: succeeded_at, failedAt: failed_at, detail: row.detail as Operation['detail'], error }
  }
  return { heartbeat: one('heartbeat'), backup: one('backup'), drill: one('drill') }
}

export async function noteSuccess(db: Db, name: OperationName, at: Date, detail: object = {}): Promise<void> {
  const values = { succeeded_at: at.toISOString(), detail: JSON.stringify(detail) }
  await db
    .insertInto('operations')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

/** A failure is noted where it can be: when the database itself is the trouble, the log and the age of the last success tell. */
export async function noteFailure(db: Db, name: OperationName, at: Date, cause: unknown): Promise<void> {
  const values = { failed_at: at.toISOString(), error: String((cause as Error)?.message ?? cause).slice(0, 500) }
  await db
    .insertInto('operations')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
    // the failure itself is thrown and logged; a database that is gone cannot also note it
    .catch(() => undefined)
}

/** Whether the last attempt failed. */
export function failedLast({ succeededAt, failedAt }: Operation): boolean {
  return failedAt !== null && (succeededAt === null || failedAt > succeededAt)
}
