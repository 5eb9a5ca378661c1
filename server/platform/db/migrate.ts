import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import type { Db } from './db.ts'

const folder = fileURLToPath(new URL('../../../db/migrations/', import.meta.url))
/** Any number, the same in all releases: instances that start together wait for each other. */
const advisoryLock = 2_302_302
const lockNotAvailable = '55P03'

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export interface MigrationState {
  readonly name: string
  readonly state: 'applied' | 'pending' | 'changed'
  readonly appliedAt: string | null
}

interface MigrationTable {
  migrations: { name: string; checksum: string; applied_at: string }
}

/** The migrations of this release in order. */
export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(folder + name, 'utf8')
      return { name, sql: text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

/** What each migration of this release is on this database. Reads only. */
export async function migrationStates(
  db: Db,
  migrations: readonly Migration[] = readMigrations(),
): Promise<MigrationState[]> {
  const applied = await readApplied(db)
  return migrations.map(({ name, checksum }) => {
    const row = applied.get(name)
    if (!row) return { name, state: 'pending', appliedAt: null }
    return { name, state: row.checksum === checksum ? 'applied' : 'changed', appliedAt: row.applied_at }
  })
}

/**
 * Applies what is pending, all in one transaction under an advisory lock; returns the names applied. While it waits for a
 * table, everybody else waits behind it: so it waits for half a second, lets them go on, and tries again.
 * Throws when an applied migration was changed afterwards.
 */
export async function migrate(db: Db, migrations: readonly Migration[] = readMigrations()): Promise<string[]> {
  for (let left = 30; ; left -= 1) {
    try {
      return await applyPending(db, migrations)
    } catch (error) {
      if (left === 0 || (error as { code?: string }).code !== lockNotAvailable) throw error
      await setTimeout(500 + Math.random() * 500)
    }
  }
}

async function applyPending(db: Db, migrations: readonly Migration[]): Promise<string[]> {
  return await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx)
    await sql`set local lock_timeout = '500ms'`.execute(tx)
    await sql`create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`.execute(tx)
    const states = await migrationStates(tx, migrations)
    const changed = states.filter((one) => one.state === 'changed')
    if (changed.length > 0) {
      throw new Error(`Applied migrations were changed: ${changed.map((one) => one.name).join(', ')}`)
    }
    const pending = new Set(states.filter((one) => one.state === 'pending').map((one) => one.name))
    const todo = migrations.filter((one) => pending.has(one.name))
    for (const one of todo) {
      await sql.raw(one.sql).execute(tx)
      await table(tx)
        .insertInto('migrations')
        .values({ name: one.name, checksum: one.checksum, applied_at: new Date().toISOString() })
        .execute()
    }
    return todo.map((one) => one.name)
  })
}

/** The bookkeeping table is made by the code above and is not among the generated types. */
function table(db: Db): Kysely<MigrationTable> {
  return db as unknown as Kysely<MigrationTable>
}

async function readApplied(db: Db) {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('migrations') is not null as there`.execute(db)
  const applied = rows[0]?.there ? await table(db).selectFrom('migrations').selectAll().execute() : []
  return new Map(applied.map((row) => [row.name, row]))
}
