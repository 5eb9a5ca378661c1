import { type SqlBool, sql } from 'kysely'
import type { Locale } from '../../contract/accounts.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Db, Tx } from '../platform/db/db.ts'

/** What one row tells about who holds a session or a token. */
export interface Holder {
  id: string
  display_name: string
  login: string | null
  email: string | null
  roles: Role[]
  locale: Locale | null
  must_change_password: boolean
  hat: Role | null
  /** A second factor was shown. */
  strong: boolean
}

/** A holder as found by a session or a token. */
export interface FoundHolder extends Holder {
  expires_at: string
  used_at: string | null
}

const holderColumns = sql`a.id, a.display_name, a.login, a.email, a.roles, a.locale, a.must_change_password`

/** The holder of a live session, only while the account is active; one statement, written out because each request asks it. */
export async function findSession(db: Db, hash: Buffer, now: Date): Promise<FoundHolder | undefined> {
  const { rows } = await sql<FoundHolder>`
    select ${holderColumns}, s.hat, s.strong, s.expires_at, s.last_seen_at as used_at
    from sessions s join accounts a on a.id = s.account_id
    where s.id_hash = ${hash} and s.expires_at > ${now} and a.status = 'active'`.execute(db)
  return rows[0]
}

export async function findToken(db: Db, hash: Buffer, now: Date): Promise<FoundHolder | undefined> {
  const { rows } = await sql<FoundHolder>`
    select ${holderColumns}, null as hat, t.strong, t.expires_at, t.last_used_at as used_at
    from access_tokens t join accounts a on a.id = t.account_id
    where t.token_hash = ${hash} and t.expires_at > ${now} and a.status = 'active'`.execute(db)
  return rows[0]
}

/** Bookkeeping of use, every few minutes at most; not a change that anybody decided. */
export async function touch(tx: Tx, kind: 'session' | 'token', hash: Buffer, now: Date): Promise<void> {
  if (kind === 'session') {
    await tx.updateTable('sessions').set({ last_seen_at: now }).where('id_hash', '=', hash).execute()
  } else {
    await tx.updateTable('access_tokens').set({ last_used_at: now }).where('token_hash', '=', hash).execute()
  }
}

interface NewSession {
  hash: Buffer
  accountId: string
  beganAt: Date
  expiresAt: Date
  ip: string
  userAgent: string
  strong: boolean
}

export async function insertSession(tx: Tx, one: NewSession): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      id_hash: one.hash,
      account_id: one.accountId,
      created_at: one.beganAt,
      last_seen_at: one.beganAt,
      expires_at: one.expiresAt,
      ip: one.ip,
      user_agent: one.userAgent,
      strong: one.strong,
    })
    .execute()
}

export async function deleteSession(tx: Tx, hash: Buffer): Promise<void> {
  await tx.deleteFrom('sessions').where('id_hash', '=', hash).execute()
}

/** Ends a session that was not used since a moment; false when it was. */
export async function deleteRested(tx: Tx, hash: Buffer, since: Date): Promise<boolean> {
  await tx.deleteFrom('sessions').where('id_hash', '=', hash).where('last_seen_at', '<', since.toISOString()).execute()
  const row = await tx.selectFrom('sessions').select('id').where('id_hash', '=', hash).executeTakeFirst()
  return row === undefined
}

/** Ends every session of the accounts, and every sign-in that waits for its code. */
export async function deleteSessionsOf(tx: Tx, ...accountIds: string[]): Promise<void> {
  const theirs = sql<SqlBool>`account_id = any(${accountIds}::uuid[])`
  await tx.deleteFrom('sign_in_steps').where(theirs).execute()
  await tx.deleteFrom('sessions').where(theirs).execute()
}

export async function setHat(tx: Tx, hash: Buffer, hat: Role | null): Promise<void> {
  await tx.updateTable('sessions').set({ hat }).where('id_hash', '=', hash).execute()
}

/**
 * Counts an attempt before the password is looked at, so that guesses in parallel are all counted; returns how many failed
 * in a row, this one included. A quarter of an hour without an attempt forgets them.
 */
export async function countAttempt(tx: Tx, key: Buffer, now: Date): Promise<number> {
  const row = await tx
    .insertInto('sign_in_attempts')
    .values({ login_hash: key, failures: 1, last_at: now })
    .onConflict((oc) =>
      oc.column('login_hash').doUpdateSet({
        failures: sql<number>`case when sign_in_attempts.last_at < ${now}::timestamptz - interval '15 minutes'
          then 1 else sign_in_attempts.failures + 1 end`,
        last_at: sql`case when sign_in_attempts.failures >= 10
          and sign_in_attempts.last_at >= ${now}::timestamptz - interval '15 minutes'
          then sign_in_attempts.last_at else ${now}::timestamptz end`,
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return row.failures
}

export async function clearAttempts(tx: Tx, key: Buffer): Promise<void> {
  await tx.deleteFrom('sign_in_attempts').where('login_hash', '=', key).execute()
}

export type LinkPurpose = 'invitation' | 'reset'

/** A fresh link in place of earlier ones for the same: who asks for another password does not undo an invitation. */
export async function insertLink(
  tx: Tx,
  link: { hash: Buffer; accountId: string; expiresAt: Date; purpose: LinkPurpose },
): Promise<void> {
  const { hash, accountId, expiresAt, purpose } = link
  await tx
    .deleteFrom('one_time_links')
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute()
  await tx
    .insertInto('one_time_links')
    .values({ token_hash: hash, account_id: accountId, expires_at: expiresAt, purpose })
    .execute()
}

/** Whoever has chosen a password needs no link any more. */
export async function deleteLinksOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('one_time_links').where('account_id', '=', accountId).where('used_at', 'is', null).execute()
}

/** Whom a link is for, while it is unused and not expired. */
export async function findLink(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<{ account_id: string; purpose: LinkPurpose } | undefined> {
  const row = await db
    .selectFrom('one_time_links')
    .select(['account_id', 'purpose'])
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst()
  return row as { account_id: string; purpose: LinkPurpose } | undefined
}

/** Uses a link up; false when another request was faster. */
export async function takeLink(tx: Tx, hash: Buffer, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('one_time_links')
    .set({ used_at: now })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function listTokenRows(db: Db, accountId: string, now: Date) {
  return await db
    .selectFrom('access_tokens')
    .select(['id', 'name', 'created_at', 'last_used_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now.toISOString())
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
}

interface NewToken {
  accountId: string
  name: string
  hash: Buffer
  expiresAt: Date
  strong: boolean
}

export async function insertToken(tx: Tx, one: NewToken) {
  return await tx
    .insertInto('access_tokens')
    .values({
      account_id: one.accountId,
      name: one.name,
      token_hash: one.hash,
      expires_at: one.expiresAt,
      strong: one.strong,
    })
    .returning(['id', 'name', 'created_at', 'last_used_at', 'expires_at'])
    .executeTakeFirstOrThrow()
}

export async function deleteToken(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('access_tokens')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Removes what can no longer prove anything: expired sessions, links and tokens, and old attempts. */
export async function deleteExpired(tx: Tx, now: Date): Promise<number> {
  const at = now.toISOString()
  const sessions = await tx.deleteFrom('sessions').where('expires_at', '<', at).executeTakeFirst()
  await tx.deleteFrom('one_time_links').where('expires_at', '<', at).execute()
  await tx.deleteFrom('access_tokens').where('expires_at', '<', at).execute()
  await tx.deleteFrom('sign_in_attempts').where(sql<boolean>`last_at < ${at}::timestamptz - interval '1 day'`).execute()
  return Number(sessions.numDeletedRows)
}
