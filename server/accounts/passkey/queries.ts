import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'

/** What a browser is asked for, and who asks: somebody who adds one, or (null) who is not known yet. */
export async function insertVisit(tx: Tx, hash: Buffer, accountId: string | null, expiresAt: Date): Promise<void> {
  await tx
    .insertInto('passkey_visits')
    .values({ ticket_hash: hash, account_id: accountId, expires_at: expiresAt })
    .execute()
}

/** False when there is none for this: it is good once. */
export async function takeVisit(tx: Tx, hash: Buffer, accountId: string | null, now: Date): Promise<boolean> {
  const row = await tx
    .deleteFrom('passkey_visits')
    .where('ticket_hash', '=', hash)
    .where('account_id', 'is not distinct from', accountId)
    .where('expires_at', '>', now.toISOString())
    .returning('expires_at')
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePasskeyVisits(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('passkey_visits').where('expires_at', '<', now.toISOString()).execute()
}

const shown = ['id', 'name', 'created_at', 'last_used_at'] as const

/** Those of an account, in the order they were added. */
export async function listPasskeyRows(db: Db, accountId: string) {
  return await db
    .selectFrom('passkeys')
    .select([...shown, 'credential_id', 'transports'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function countPasskeys(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('passkeys')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function hasPasskey(db: Db, accountId: string, id: string): Promise<boolean> {
  const rows = db.selectFrom('passkeys').select('id').where('id', '=', id).where('account_id', '=', accountId)
  return (await rows.executeTakeFirst()) !== undefined
}

/** What a sign-in is checked by. */
export async function findPasskey(db: Db, credentialId: Buffer) {
  return await db
    .selectFrom('passkeys')
    .select(['id', 'account_id', 'public_key', 'name'])
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
}

export interface NewPasskey {
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: string[]
}

/** False when somebody has it already. */
export async function insertPasskey(
  tx: Tx,
  accountId: string,
  { credentialId, publicKey, counter, transports }: NewPasskey,
  { name, now }: { name: string; now: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('passkeys')
    .values({
      ...{ account_id: accountId, credential_id: credentialId, public_key: publicKey, counter, transports, name },
      created_at: now,
    })
    .onConflict((oc) => oc.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Notes that one was used; false when its counter does not go up, of two that use the same count included. */
export async function takeUse(tx: Tx, id: string, counter: number, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('passkeys')
    .set({ counter, last_used_at: now })
    .where('id', '=', id)
    .where(sql<boolean>`(counter < ${counter} or (counter = 0 and ${counter} = 0))`)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function setName(tx: Tx, accountId: string, id: string, name: string) {
  return await tx
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(shown)
    .executeTakeFirst()
}

/** The name of the one that is gone; undefined when the account has none of this id. */
export async function deletePasskey(tx: Tx, accountId: string, id: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** All of an account, and what was begun for it; how many these were. */
export async function deletePasskeysOf(tx: Tx, accountId: string): Promise<number> {
  await tx.deleteFrom('passkey_visits').where('account_id', '=', accountId).execute()
  const { numDeletedRows } = await tx.deleteFrom('passkeys').where('account_id', '=', accountId).executeTakeFirst()
  return Number(numDeletedRows)
}
