import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'

/** The sessions of an account; `current` is the one that asks. */
export async function listSessionRows(db: Db, accountId: string, asking: Buffer, now: Date) {
  return await db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_seen_at', 'ip', 'user_agent', sql<boolean>`id_hash = ${asking}`.as('current')])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now.toISOString())
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** Ends a session of an account; false when it has none of this id. */
export async function deleteOwnSession(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends all sessions of an account but one; returns how many these were. */
export async function deleteOtherSessions(tx: Tx, accountId: string, kept: Buffer): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('id_hash', '<>', kept)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
