import { sql } from 'kysely'
import type { Db, Tx } from '../db/db.ts'

/** The locks of content are apart from those of others. */
const lockClass = 23
const keyOf = (sha256: string) => Number.parseInt(sha256.slice(0, 8), 16) | 0

/** Until the end of the transaction nobody else removes this content. */
export async function shareContent(tx: Tx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockClass}::int, ${keyOf(sha256)}::int)`.execute(tx)
}

/** Waits for those who are about to name this content; until the end of the transaction nobody else does. */
export async function lockContent(tx: Tx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockClass}::int, ${keyOf(sha256)}::int)`.execute(tx)
}

/** Whether a row names this content. */
export async function isNamed(db: Db, sha256: string): Promise<boolean> {
  const row = await db.selectFrom('files').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Of these hashes those that no row names. */
export async function listUnnamed(db: Db, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select h.sha256 from unnest(${hashes}::text[]) as h(sha256)
    where not exists (select from files f where f.sha256 = h.sha256)`.execute(db)
  return rows.map((row) => row.sha256)
}

/** The next hashes that rows name, in their order. */
export async function listNamed(db: Db, after: string, count: number): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('sha256')
    .distinct()
    .where('sha256', '>', after)
    .orderBy('sha256')
    .limit(count)
    .execute()
  return rows.map((row) => row.sha256)
}
