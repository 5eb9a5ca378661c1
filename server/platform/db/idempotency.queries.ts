import type { Db, Tx } from './db.ts'

/** A request under its key: whose it is, and the hash of everything it asks; of a file, of what was read of it so far. */
export interface Claim {
  readonly accountId: string
  readonly key: string
  hash(): Buffer
}

// no event: a key is bookkeeping of the request whose own facts are recorded beside it

/** Takes the key; false when it is taken. Waits while another transaction is about to take it. */
export async function insertKey(tx: Tx, { accountId, key, hash }: Claim): Promise<boolean> {
  const row = await tx
    .insertInto('idempotency_keys')
    .values({ account_id: accountId, key, request_hash: hash() })
    .onConflict((oc) => oc.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

export async function setAnswer(tx: Tx, { accountId, key }: Claim, answer: unknown): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ answer: answer === undefined ? null : JSON.stringify(answer) })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute()
}

export async function findClaim(db: Db, { accountId, key }: Claim) {
  return await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'answer'])
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst()
}
