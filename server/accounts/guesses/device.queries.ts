import type { Db, Tx } from '../../platform/db/db.ts'

// no event: which browser somebody used is bookkeeping of the sign-in, which is recorded

/** So many browsers of a person are known; the ones not used for longest are forgotten. */
const most = 20

export async function isKnownDevice(db: Db, hash: Buffer, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('known_devices')
    .select('account_id')
    .where('device_hash', '=', hash)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined
}

export async function keepDevice(tx: Tx, hash: Buffer, accountId: string, now: Date): Promise<void> {
  await tx
    .insertInto('known_devices')
    .values({ device_hash: hash, account_id: accountId, last_used_at: now })
    .onConflict((oc) => oc.columns(['device_hash', 'account_id']).doUpdateSet({ last_used_at: now }))
    .execute()
  await tx
    .deleteFrom('known_devices')
    .where('account_id', '=', accountId)
    .where('device_hash', 'in', (eb) =>
      eb
        .selectFrom('known_devices')
        .select('device_hash')
        .where('account_id', '=', accountId)
        .orderBy('last_used_at', 'desc')
        .offset(most),
    )
    .execute()
}
