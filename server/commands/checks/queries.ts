import { sql } from 'kysely'
import type { Db } from '../../platform/db/db.ts'

/** What the database says about itself. Reads only. */

export async function readMoment(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(db)
  return new Date(rows[0]?.now ?? Number.NaN)
}

export async function readServerSettings(db: Db) {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('server_version_num', 'fsync', 'full_page_writes',
      'synchronous_commit', 'data_checksums', 'max_connections', 'superuser_reserved_connections', 'autovacuum',
      'idle_session_timeout', 'log_statement', 'default_transaction_read_only', 'server_encoding')`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]))
}

export interface RoleRow {
  name: string
  superuser: boolean
  rights: string[]
  groups: string[]
  connections: number
}

/** The rights of the role that BM23 signs in as. */
export async function readRole(db: Db): Promise<RoleRow | undefined> {
  const { rows } = await sql<RoleRow>`
    select r.rolname as name, r.rolsuper as superuser, r.rolconnlimit as connections,
      array_remove(array[case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
        case when r.rolreplication then 'replication' end, case when r.rolbypassrls then 'bypassrls' end], null) as rights,
      array(select g.rolname::text from pg_roles g where g.rolname in ('pg_execute_server_program',
        'pg_read_server_files', 'pg_write_server_files') and pg_has_role(r.oid, g.oid, 'member')) as groups
    from pg_roles r where r.rolname = current_user`.execute(db)
  return rows[0]
}

export interface BaseRow {
  connections: number
  recovery: boolean
  collation: boolean
  public_creates: boolean
  invalid: string[]
}

/** The database itself: its limit, whether it takes writes, whether its sorting is still what its indexes were built with. */
export async function readBase(db: Db): Promise<BaseRow | undefined> {
  const { rows } = await sql<BaseRow>`
    select d.datconnlimit as connections, pg_is_in_recovery() as recovery,
      d.datcollversion is distinct from pg_database_collation_actual_version(d.oid) as collation,
      has_schema_privilege('public', 'public', 'create') as public_creates,
      array(select i.indexrelid::regclass::text from pg_index i where not i.indisvalid) as invalid
    from pg_database d where d.datname = current_database()`.execute(db)
  return rows[0]
}

export async function listMissingExtensions(db: Db, wanted: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ extname: string }>`select extname from pg_extension`.execute(db)
  const there = rows.map((row) => row.extname)
  return wanted.filter((one) => !there.includes(one))
}

/** Which of the triggers that keep the record whole are missing or switched off. */
export async function listOpenGuards(db: Db, wanted: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ tgname: string }>`
    select tgname from pg_trigger
    where tgrelid in ('events'::regclass, 'event_seals'::regclass) and tgenabled in ('O', 'A')`.execute(db)
  const there = rows.map((row) => row.tgname)
  return wanted.filter((one) => !there.includes(one))
}

export async function listUnknownMigrations(db: Db, known: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db)
  return rows.map((row) => row.name).filter((name) => !known.includes(name))
}

export async function listAdmins(db: Db) {
  return await db
    .selectFrom('accounts')
    .select(['login', 'password_hash', 'must_change_password', 'last_sign_in_at', 'created_at'])
    .where('status', '=', 'active')
    .where(sql<boolean>`roles @> array['admin']`)
    .orderBy('created_at')
    .limit(50)
    .execute()
}

/** Files that have waited for the scanner for an hour. */
export async function countUnscanned(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from files where scan = 'waiting' and created_at < now() - interval '1 hour'`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Hashes of the content that was stored last. */
export async function listNewestContent(db: Db, count: number): Promise<string[]> {
  const rows = await db.selectFrom('files').select('sha256').orderBy('created_at', 'desc').limit(count).execute()
  return rows.map((row) => row.sha256)
}

export interface JobCounts {
  failed: number
  waiting: number
}

/** Jobs that failed for good in the last day, and jobs that have been due for a quarter of an hour. Null before any ran. */
export async function countJobs(db: Db): Promise<JobCounts | null> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(db)
  if (!rows[0]?.there) return null
  const counts = await sql<JobCounts>`
    select count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day')::int as failed,
      count(*) filter (where state in ('created', 'retry') and start_after < now() - interval '15 minutes')::int as waiting
    from jobs.job where name not like '\_\_pgboss%'`.execute(db)
  return counts.rows[0] ?? null
}
