import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import { currentTrail } from '../observe/trail.ts'
import { channel, type Ear, listenTo } from './changes.ts'
import type { Db } from './db.ts'
import { openEmbedded } from './embedded.ts'
import { take } from './guard.ts'
import { type Limits, requestLimits } from './limits.ts'
import { retrying } from './retry.ts'
import type { Tables } from './tables.generated.ts'

/** An open database: typed queries, raw SQL for the jobs library, and how to close it. */
export interface Database {
  readonly db: Db
  readonly kind: 'postgres' | 'embedded'
  execute(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** All of an embedded database as an archive; a server is dumped by its own programs. */
  readonly dump: (() => Promise<Blob>) | null
  /** Tells of every statement when it is done. */
  watch(listener: (statement: Statement) => void): void
  /** Connections now, and requests that wait for one; null when embedded. */
  pool(): PoolState | null
  close(): Promise<void>
}

/** A statement that is done; its text holds no values. */
export interface Statement {
  readonly text: string
  readonly milliseconds: number
  readonly error?: unknown
}

export interface PoolState {
  readonly total: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
}

const types = pg.types
const builtins = types.builtins

/**
 * How PostgreSQL values become JavaScript values, on both kinds of database: a day stays `YYYY-MM-DD` and a time of day
 * `HH:MM` (no timezone can move them), a moment is ISO 8601 in UTC, numerics and bigints are numbers.
 */
export const parsers: Record<number, (text: string) => unknown> = {
  [builtins.DATE]: (text) => text,
  [builtins.TIME]: (text) => text.slice(0, 5),
  [builtins.TIMESTAMPTZ]: momentOf,
  [builtins.NUMERIC]: Number,
  [builtins.INT8]: Number,
}

/** A moment as PostgreSQL writes it in UTC, `2026-11-25 09:05:12.3456+00`, in ISO 8601 to the millisecond. */
function momentOf(text: string): string {
  if (text.length < 22 || text.length > 29 || text[10] !== ' ' || !text.endsWith('+00'))
    return new Date(text).toISOString()
  const fraction = text[19] === '.' ? text.slice(20, Math.min(23, text.length - 3)) : ''
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}

export interface PoolSettings {
  url: string
  max: number
  limits?: Limits
  /** Who is told of changes: those of this pool at its commit, those of others within a moment. */
  ear?: Ear | undefined
}

/** Connects to PostgreSQL. Every wait has an end: to connect, for a lock, for a statement, for an answer. */
export function openPostgres({ url, max, limits = requestLimits, ear }: PoolSettings): Database {
  for (const [oid, parse] of Object.entries(parsers)) types.setTypeParser(Number(oid), parse)
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.answer,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
    keepAlive: true,
    options: '-c TimeZone=UTC',
    // awaited by the pool before it lends the connection
    onConnect: async (client) => {
      if (ear) await client.query(`listen ${channel}`)
    },
  })
  // an idle connection that the server drops must not end the process; the next query reports it
  pool.on('error', () => undefined)
  // nor one that is dropped between two statements of a transaction
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    if (ear) client.on('notification', ({ payload = '' }) => ear.changed(payload))
  })
  const deaf = ear ? listenTo(url, ear) : async () => undefined
  return {
    ...kysely(prepared(pool, limits.answer)),
    kind: 'postgres',
    execute: (text, values) => pool.query(text, values),
    dump: null,
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max }),
    close: async () => {
      await deaf()
      await pool.end()
    },
  }
}

/** Opens (or makes) the embedded database in a folder, or in memory. One process at a time. */
export async function openEmbeddedDatabase(folder: string | null, snapshot?: Blob, ear?: Ear): Promise<Database> {
  const { pool, execute, dump, close, listen } = await openEmbedded(folder, parsers, snapshot)
  if (ear) {
    await listen(channel, (payload) => ear.changed(payload))
    ear.certain(true)
  }
  return { ...kysely(pool), kind: 'embedded', execute, dump, pool: () => null, close }
}

function kysely(pool: PostgresPool): Pick<Database, 'db' | 'watch'> {
  let tell: (statement: Statement) => void = () => undefined
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) =>
      tell({
        text: event.query.sql,
        milliseconds: event.queryDurationMillis,
        ...(event.level === 'error' ? { error: event.error } : {}),
      }),
  })
  return {
    db: retrying(db),
    watch: (listener) => {
      tell = listener
    },
  }
}

/** So many statements are kept prepared on a connection; their texts come from the code, so real use stays far below. */
const preparedAtMost = 1_000
const names = new Map<string, string>()

/** The name to prepare a statement under; none for what is sent once, such as `begin` or a migration. */
function statementName(text: string, values: readonly unknown[]): { name?: string } {
  if (values.length === 0 && (!/^\s*select\b/.test(text) || text.includes(';'))) return {}
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= preparedAtMost) return {}
    name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
  }
  return { name }
}

/** A transaction carries the id of its request, for pg_stat_activity and the log of the server; no round trip more. */
function named(begin: string): string {
  const id = currentTrail()?.id.replace(/[^\w-]/g, '')
  return id ? `${begin}; set local application_name = 'bm23 ${id}'` : begin
}

/** Prepares each statement by name, so that the server parses and plans it once per connection. */
function prepared(pool: pg.Pool, answerWithin: number): PostgresPool {
  return {
    end: () => pool.end(),
    async connect() {
      const client = await take(pool, answerWithin)
      return {
        query: (text: string, values: readonly unknown[]) =>
          text === 'begin'
            ? client.query(named(text))
            : client.query({ ...statementName(text, values), text, values: values as unknown[] }),
        release: client.release,
      } as unknown as PostgresPoolClient
    },
  }
}

/** Throws unless the database answers. */
export async function answers(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
