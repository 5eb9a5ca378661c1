import { once } from 'node:events'
import { sql } from 'kysely'
import type { Database } from '../db/connect.ts'
import type { Db } from '../db/db.ts'
import { runOn } from './programs.ts'

/** A database as bytes, and how many rows each of its tables had at that very moment. */
export interface Dump {
  readonly bytes: AsyncIterable<Buffer>
  readonly rows: Record<string, number>
}

/** Rows of every table in the schema `public`. */
export async function countRows(db: Db): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`.execute(db)
  const rows: Record<string, number> = {}
  for (const { name } of tables.rows) {
    const counted = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(db)
    rows[name] = counted.rows[0]?.count ?? 0
  }
  return rows
}

/** Whether nothing was ever made in the database. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_toast%') as there`.execute(
    db,
  )
  return !rows[0]?.there
}

/**
 * Counts and dumps one and the same snapshot. The transaction that shows it to pg_dump ends when the first byte comes:
 * by then pg_dump has a transaction of its own on it.
 */
async function dumpServer({ db }: Database, url: string, signal: AbortSignal): Promise<Dump> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const exported = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(tx)
      const rows = await countRows(tx)
      const args = ['--format=custom', '--compress=0', '--no-password', `--snapshot=${exported.rows[0]?.id}`]
      const { child, ended } = runOn(url, 'pg_dump', args, signal)
      const out = child.stdout as NonNullable<typeof child.stdout>
      await Promise.race([once(out, 'readable'), ended.then(() => undefined)])
      async function* bytes() {
        yield* out
        await ended
      }
      return { bytes: bytes(), rows }
    })
}

/** Both kinds of database. The embedded one gives itself as a whole, in memory; a server is read as it comes. */
export async function dumpDatabase(database: Database, url: string | null, signal: AbortSignal): Promise<Dump> {
  if (url !== null) return await dumpServer(database, url, signal)
  const { db, dump } = database
  if (dump === null) throw new Error('only an embedded database is dumped from inside')
  // on its one connection nothing is written between the count and the dump
  return await db.transaction().execute(async (tx) => {
    const rows = await countRows(tx)
    const whole = await dump()
    async function* bytes() {
      const piece = 1024 * 1024
      for (let at = 0; at < whole.size; at += piece) yield Buffer.from(await whole.slice(at, at + piece).arrayBuffer())
    }
    return { bytes: bytes(), rows }
  })
}
