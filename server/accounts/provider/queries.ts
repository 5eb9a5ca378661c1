import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'
import type { AccountRow } from '../queries.ts'

/** A name of the provider for somebody: it stays when the address changes, and is given to nobody else. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** Whose identity it is. */
export async function findIdentity(db: Db, { issuer, subject }: Identity): Promise<string | undefined> {
  const row = await db
    .selectFrom('provider_identities')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id
}

/** Since when an account is connected with a provider. */
export async function findLink(db: Db, accountId: string, issuer: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('provider_identities')
    .select('linked_at')
    .where('account_id', '=', accountId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row?.linked_at
}

export async function insertIdentity(tx: Tx, accountId: string, { issuer, subject }: Identity, now: Date) {
  await tx
    .insertInto('provider_identities')
    .values({ issuer, subject, account_id: accountId, linked_at: now })
    .execute()
}

/** False when there was none. */
export async function deleteIdentity(tx: Tx, accountId: string, issuer: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('provider_identities')
    .where('account_id', '=', accountId)
    .where('issuer', '=', issuer)
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

/** The account with this address, for whoever comes to sign in; waits for others who change it. */
export async function lockByEmail(tx: Tx, email: string): Promise<AccountRow | undefined> {
  const row = await tx
    .selectFrom('accounts')
    .selectAll()
    .where(sql`lower(email)`, '=', email)
    .forUpdate()
    .executeTakeFirst()
  return row as AccountRow | undefined
}

export async function insertVisit(tx: Tx, hash: Buffer, returnTo: string, expiresAt: Date): Promise<void> {
  await tx
    .insertInto('provider_visits')
    .values({ ticket_hash: hash, return_to: returnTo, expires_at: expiresAt })
    .execute()
}

/** Where the browser wanted to be; undefined when it set out too long ago, never, or was here already: it is good once. */
export async function takeVisit(tx: Tx, hash: Buffer, now: Date): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('provider_visits')
    .where('ticket_hash', '=', hash)
    .where('expires_at', '>', now.toISOString())
    .returning('return_to')
    .executeTakeFirst()
  return row?.return_to
}

export async function deleteVisits(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('provider_visits').where('expires_at', '<', now.toISOString()).execute()
}
