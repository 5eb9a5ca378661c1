import pg from 'pg'
import type { ServerFacts } from '../../../server/commands/checks/facts/database.ts'
import { openPostgres } from '../../../server/platform/db/connect.ts'
import { migrate } from '../../../server/platform/db/migrate.ts'
import { type Cluster, freePort } from '../postgres.ts'
import type { Case, Stage } from './stage.ts'

/** A stage on a PostgreSQL server of its own, with a role that owns its database and nothing else. */
export interface ServerStage extends Stage {
  readonly cluster: Cluster
  /** The same without checksums of its pages. */
  readonly careless: Cluster
}

type Server = Case<ServerStage>

/** Nobody listens there. */
const closedPort = await freePort()

/** Runs statements as the superuser in a database. */
export async function administer({ url }: Cluster, database: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/postgres$/, database) })
  await client.connect()
  try {
    for (const one of statements) await client.query(one)
  } finally {
    await client.end()
  }
}

export const addressOf = ({ url }: Cluster, database: string) => `postgres://clerk@${new URL(url).host}/${database}`

/** A migrated database of the role. */
export async function prepareDatabase(cluster: Cluster, name: string, options = ''): Promise<void> {
  await administer(cluster, 'postgres', `create database ${name} owner clerk ${options}`)
  const database = openPostgres({ url: addressOf(cluster, name), max: 1 })
  try {
    await migrate(database.db)
    await database.execute(
      `insert into accounts (display_name, login, roles, status, password_hash, last_sign_in_at)
       values ('boss', 'boss', array['admin'], 'active', 'pbkdf2_sha256$1$salt$${'A'.repeat(43)}=', '2026-12-31')`,
    )
    await database.execute(
      `insert into operations (name, succeeded_at) values
       ('heartbeat', '2027-01-01 11:58Z'), ('backup', '2027-01-01 02:00Z'), ('drill', '2026-12-28')`,
    )
  } finally {
    await database.close()
  }
}

const sql = (id: string, breaks: string[], mends: string[], database = 'office'): Server => ({
  id,
  breaks: ({ cluster }) => administer(cluster, database, ...breaks),
  mends: ({ cluster }) => administer(cluster, database, ...mends),
})
/** The server reads its settings again; a moment later all of its processes have done so. */
const setting = (id: string, name: string, value: string): Server =>
  sql(
    id,
    [`alter system set ${name} = ${value}`, 'select pg_reload_conf(), pg_sleep(0.3)'],
    [`alter system reset ${name}`, 'select pg_reload_conf(), pg_sleep(0.3)'],
  )
const ofRole = (id: string, name: string, value: string): Server =>
  sql(id, [`alter role clerk set ${name} = ${value}`], [`alter role clerk reset ${name}`])
const facts = (id: string, change: (server: ServerFacts) => Partial<ServerFacts>): Server => ({
  id,
  facts: (s) => {
    const server = s.database?.server
    return server && s.database ? { ...s, database: { ...s.database, server: { ...server, ...change(server) } } } : s
  },
})

export const serverCases: readonly Server[] = [
  { id: 'database.reachable', env: () => ({ BM23_DATABASE_URL: `postgres://clerk@127.0.0.1:${closedPort}/office` }) },
  facts('database.version', ({ settings }) => ({ settings: { ...settings, server_version_num: '140011' } })),
  setting('database.fsync', 'fsync', 'off'),
  setting('database.fullPageWrites', 'full_page_writes', 'off'),
  setting('database.autovacuum', 'autovacuum', 'off'),
  ofRole('database.synchronousCommit', 'synchronous_commit', 'off'),
  { id: 'database.checksums', env: ({ careless }) => ({ BM23_DATABASE_URL: addressOf(careless, 'office') }) },
  { id: 'database.encoding', env: ({ cluster }) => ({ BM23_DATABASE_URL: addressOf(cluster, 'bytes') }) },
  sql(
    'database.collation',
    ["update pg_database set datcollversion = '0' where datname = 'office'"],
    ["update pg_database set datcollversion = null where datname = 'office'"],
  ),
  sql(
    'database.indexes',
    ["update pg_index set indisvalid = false where indexrelid = 'accounts_name'::regclass"],
    ["update pg_index set indisvalid = true where indexrelid = 'accounts_name'::regclass"],
  ),
  ofRole('database.readOnly', 'default_transaction_read_only', 'on'),
  sql('database.superuser', ['alter role clerk superuser'], ['alter role clerk nosuperuser']),
  sql('database.rights', ['alter role clerk createdb'], ['alter role clerk nocreatedb']),
  sql('database.serverFiles', ['grant pg_read_server_files to clerk'], ['revoke pg_read_server_files from clerk']),
  sql(
    'database.publicSchema',
    ['grant create on schema public to public'],
    ['revoke create on schema public from public'],
  ),
  sql(
    'database.connections',
    ['alter database office connection limit 6'],
    ['alter database office connection limit -1'],
  ),
  ofRole('database.idleSessions', 'idle_session_timeout', "'10min'"),
  ofRole('database.statementLog', 'log_statement', "'all'"),
]
