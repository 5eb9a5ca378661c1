import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'

/** The factor that an account's sign-in asks for. */
export async function findFactor(db: Db, accountId: string) {
  return await db
    .selectFrom('second_factors')
    .select(['seed', 'confirmed_at'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

export async function hasFactor(db: Db, accountId: string): Promise<boolean> {
  const row = await findFactor(db, accountId)
  return row !== undefined && row.confirmed_at !== null
}

/** A seed that waits for its first code, in place of one that waited before; false when the account has a factor. */
export async function insertSeed(tx: Tx, accountId: string, seed: string, now: Date): Promise<boolean> {
  const row = await tx
    .insertInto('second_factors')
    .values({ account_id: accountId, seed, created_at: now })
    .onConflict((oc) =>
      oc.column('account_id').doUpdateSet({ seed, created_at: now }).where('second_factors.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function setSeed(tx: Tx, accountId: string, seed: string): Promise<void> {
  await tx.updateTable('second_factors').set({ seed }).where('account_id', '=', accountId).execute()
}

/** False when somebody else was faster. */
export async function confirmFactor(tx: Tx, accountId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('second_factors')
    .set({ confirmed_at: now })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Uses up the code of a time step and all before it; false when it was used: of many at a time, one gets it. */
export async function takeStep(tx: Tx, accountId: string, step: number): Promise<boolean> {
  const row = await tx
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step as never)
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteFactor(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('second_factors')
    .where('account_id', '=', accountId)
    .returning('confirmed_at')
    .executeTakeFirst()
  return row !== undefined && row.confirmed_at !== null
}

/** In place of all there were. */
export async function replaceRecoveryCodes(tx: Tx, accountId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
  const rows = hashes.map((code_hash) => ({ account_id: accountId, code_hash }))
  await tx.insertInto('recovery_codes').values(rows).execute()
}

/** Uses a recovery code up; false when there is none, or it was used. */
export async function takeRecoveryCode(tx: Tx, accountId: string, hash: Buffer, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function countRecoveryCodes(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

interface NewStep {
  hash: Buffer
  accountId: string
  expiresAt: Date
  byProvider: boolean
}

export async function insertStep(tx: Tx, { hash, accountId, expiresAt, byProvider }: NewStep): Promise<void> {
  await tx
    .insertInto('sign_in_steps')
    .values({ ticket_hash: hash, account_id: accountId, expires_at: expiresAt, by_provider: byProvider })
    .execute()
}

/** Whose sign-in waits for its code. */
export async function findStep(db: Db, hash: Buffer, now: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom('sign_in_steps')
    .select('account_id')
    .where('ticket_hash', '=', hash)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst()
  return row?.account_id
}

/** Undefined when it is gone: used, or ended with the sessions of the account. */
export async function takeWaiting(tx: Tx, hash: Buffer): Promise<{ by_provider: boolean } | undefined> {
  return await tx
    .deleteFrom('sign_in_steps')
    .where('ticket_hash', '=', hash)
    .returning('by_provider')
    .executeTakeFirst()
}

/** Sign-ins that nobody finished, and seeds that no code confirmed within a day. */
export async function deleteUnfinished(tx: Tx, now: Date): Promise<void> {
  const at = now.toISOString()
  await tx.deleteFrom('sign_in_steps').where('expires_at', '<', at).execute()
  await tx
    .deleteFrom('second_factors')
    .where('confirmed_at', 'is', null)
    .where(sql<boolean>`created_at < ${at}::timestamptz - interval '1 day'`)
    .execute()
}
