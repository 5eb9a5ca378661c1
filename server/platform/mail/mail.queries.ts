import { sql } from 'kysely'
import type { Db, Tx } from '../db/db.ts'
import { order, window } from '../page.ts'
import type { Letter } from './letter.ts'

// no event: what a letter tells of is recorded where it happened

export interface DueMail {
  readonly id: string
  readonly kind: string
  readonly data: unknown
  /** This one included. */
  readonly attempts: number
}

/** Puts a letter into the queue, in the transaction of what it tells of. */
export async function insertMail(tx: Tx, kind: string, data: object, now: Date): Promise<void> {
  await tx
    .insertInto('mails')
    .values({ kind, data: JSON.stringify(data), created_at: now, next_at: now })
    .execute()
}

/** Takes the one that waits longest; it comes back after so many seconds unless it is done, here or in another process. */
export async function claimMail(tx: Tx, now: Date, pauses: readonly number[]): Promise<DueMail | undefined> {
  const { rows } = await sql<DueMail>`
    update mails set attempts = attempts + 1,
      next_at = ${now}::timestamptz + make_interval(secs => (${sql.val(pauses)}::float8[])[least(attempts + 1, ${pauses.length}::int)])
    where id = (select id from mails where status = 'waiting' and next_at <= ${now}
      order by next_at limit 1 for update skip locked)
    returning id, kind, data, attempts`.execute(tx)
  return rows[0]
}

export async function deleteMail(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('mails').where('id', '=', id).execute()
}

/** It went out, or is kept to be read where there is no mail server. */
export async function finishMail(tx: Tx, id: string, letter: Letter, kept: boolean, now: Date): Promise<void> {
  await tx
    .updateTable('mails')
    .set({
      ...{ status: kept ? 'kept' : 'sent', done_at: now, error: null, account_id: letter.accountId },
      ...{ recipient: letter.address, subject: letter.subject, body: kept ? letter.text : null },
    })
    .where('id', '=', id)
    .execute()
}

/** Why it did not go out; for good when nothing will change that. */
export async function noteMailError(tx: Tx, id: string, error: string, forGood: boolean, now: Date): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ error: error.slice(0, 500), ...(forGood ? { status: 'failed', done_at: now } : {}) })
    .where('id', '=', id)
    .execute()
}

/** Lets one that failed for good be tried once more; its kind, or undefined when there is none such. */
export async function retryFailedMail(tx: Tx, id: string, now: Date): Promise<string | undefined> {
  const row = await tx
    .updateTable('mails')
    .set({ status: 'waiting', done_at: null, attempts: 0, next_at: now })
    .where('id', '=', id)
    .where('status', '=', 'failed')
    .returning('kind')
    .executeTakeFirst()
  return row?.kind
}

/** How many letters of a kind an account was written since then. */
export async function countMails(db: Db, kind: string, accountId: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', '=', kind)
    .where('account_id', '=', accountId)
    .where('created_at', '>', since.toISOString())
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export interface MailFilter {
  page: number
  pageSize: number
  sort?: 'createdAt' | '-createdAt'
  q?: string
  status?: 'waiting' | 'sent' | 'kept' | 'failed'
}

/** The newest first, unless asked otherwise. */
export async function listMailRows(db: Db, { status, ...filter }: MailFilter, containing: string | null) {
  const matching = db
    .selectFrom('mails')
    .$if(status !== undefined, (qb) => qb.where('status', '=', status as string))
    .$if(containing !== null, (qb) =>
      qb.where((eb) => eb.or([eb('recipient', 'ilike', containing), eb('subject', 'ilike', containing)])),
    )
  const { limit, offset } = window(filter)
  const rows = await matching
    .select(['id', 'kind', 'status', 'created_at', 'next_at', 'attempts', 'done_at'])
    .select(['recipient', 'subject', 'body', 'error'])
    .orderBy('created_at', order(filter.sort, '-createdAt')[1])
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}
