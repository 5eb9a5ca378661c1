import { hostOf, isLocal } from './addresses.ts'
import { type Check, checksOn, configured } from './check.ts'

const connection = checksOn(configured, [
  {
    id: 'database.embedded',
    level: 'warning',
    deployed: true,
    hint: 'use PostgreSQL for more than one process, online maintenance and point-in-time recovery',
    find: ({ config }) => config.databaseUrl === null && 'the embedded database serves one process',
  },
  {
    id: 'database.tls',
    level: 'error',
    start: true,
    hint: 'add ?sslmode=verify-full to BM23_DATABASE_URL',
    find: ({ config }) => {
      if (config.databaseUrl === null || isLocal(hostOf(config.databaseUrl))) return null
      const mode = new URL(config.databaseUrl).searchParams.get('sslmode')
      return (mode === null || mode === 'disable') && 'the database is on another machine, and the connection is plain'
    },
  },
  {
    id: 'database.tlsUnverified',
    level: 'warning',
    hint: 'use sslmode=verify-full with the authority of the server (sslrootcert)',
    find: ({ config }) =>
      config.databaseUrl !== null &&
      new URL(config.databaseUrl).searchParams.get('sslmode') === 'no-verify' &&
      'the certificate of the database is not looked at',
  },
  {
    id: 'database.pool',
    level: 'warning',
    deployed: true,
    hint: 'set BM23_DATABASE_POOL to 5 or more',
    find: ({ config }) =>
      config.databaseUrl !== null &&
      config.databasePool < 5 &&
      `requests wait for each other on ${config.databasePool} connections`,
  },
  {
    id: 'database.reachable',
    level: 'error',
    hint: 'look whether PostgreSQL runs, and whether BM23_DATABASE_URL names it; the embedded one serves one process',
    find: (_, { databaseTrouble }) => databaseTrouble,
  },
])

const state = checksOn(
  (s) => s.database,
  [
    {
      id: 'database.pending',
      level: 'error',
      hint: 'run bm23 migrate',
      find: ({ migrations }) => {
        const pending = migrations.filter((one) => one.state === 'pending')
        return pending.length > 0 && `${pending.length} migrations are not applied, the first is ${pending[0]?.name}`
      },
    },
    {
      id: 'database.changed',
      level: 'error',
      hint: 'install the release that the database was made by; its migrations are not those of this one',
      find: ({ migrations }) =>
        migrations
          .filter((one) => one.state === 'changed')
          .map((one) => one.name)
          .join(', '),
    },
    {
      id: 'database.newer',
      level: 'warning',
      hint: 'install the newer release again, or restore the backup made before it',
      find: ({ unknown }) => unknown.length > 0 && `a newer release has applied ${unknown.join(', ')}`,
    },
    {
      id: 'database.extensions',
      level: 'error',
      hint: 'CREATE EXTENSION as the owner of the database (package postgresql-contrib)',
      find: ({ missingExtensions }) => missingExtensions.join(', '),
    },
    {
      id: 'database.distance',
      level: 'warning',
      hint: 'bring database and program together: a page asks several times',
      find: ({ distance }) => distance > 20 && `an answer takes ${Math.round(distance)} ms`,
    },
    {
      id: 'database.clock',
      level: 'error',
      hint: 'let both machines follow a time server',
      find: ({ skew }) => Math.abs(skew) > 5_000 && `the clocks differ by ${Math.round(skew / 1_000)} s`,
    },
  ],
)

const durability = checksOn(
  (s) => s.database?.server,
  [
    {
      id: 'database.version',
      level: 'error',
      hint: 'upgrade to PostgreSQL 15 or newer',
      find: ({ settings }) =>
        Number(settings.server_version_num) < 150_000 &&
        `version ${Math.floor(Number(settings.server_version_num) / 10_000)}`,
    },
    {
      id: 'database.fsync',
      level: 'error',
      hint: 'set fsync = on: without it a power cut may destroy the database',
      find: ({ settings }) => settings.fsync === 'off' && 'fsync is off',
    },
    {
      id: 'database.fullPageWrites',
      level: 'error',
      hint: 'set full_page_writes = on',
      find: ({ settings }) => settings.full_page_writes === 'off' && 'a power cut may leave half-written pages',
    },
    {
      id: 'database.synchronousCommit',
      level: 'error',
      hint: 'set synchronous_commit = on for the database and the role of BM23',
      find: ({ settings }) => settings.synchronous_commit === 'off' && 'what was acknowledged may be lost in a crash',
    },
    {
      id: 'database.checksums',
      level: 'warning',
      hint: 'stop PostgreSQL, and run pg_checksums --enable',
      find: ({ settings }) => settings.data_checksums === 'off' && 'a damaged disk page would not be noticed',
    },
    {
      id: 'database.autovacuum',
      level: 'error',
      hint: 'set autovacuum = on',
      find: ({ settings }) => settings.autovacuum === 'off' && 'tables grow, and the server stops in the end',
    },
    {
      id: 'database.encoding',
      level: 'error',
      hint: 'make the database with ENCODING UTF8, and restore the backup into it',
      find: ({ settings }) => settings.server_encoding !== 'UTF8' && `the encoding is ${settings.server_encoding}`,
    },
    {
      id: 'database.collation',
      level: 'warning',
      hint: 'REINDEX DATABASE, then ALTER DATABASE ... REFRESH COLLATION VERSION',
      find: ({ base }) => base.collation && 'the system sorts text otherwise than when the indexes were built',
    },
    {
      id: 'database.indexes',
      level: 'warning',
      hint: 'REINDEX INDEX CONCURRENTLY them',
      find: ({ base }) => base.invalid.join(', '),
    },
    {
      id: 'database.readOnly',
      level: 'error',
      hint: 'name the primary server in BM23_DATABASE_URL, and reset default_transaction_read_only',
      find: ({ base, settings }) =>
        (base.recovery || settings.default_transaction_read_only === 'on') && 'the database takes no writes',
    },
  ],
)

const rights = checksOn(
  (s) => s.database?.server,
  [
    {
      id: 'database.superuser',
      level: 'error',
      deployed: true,
      hint: 'make a role that owns the database and nothing else',
      find: ({ role }) => role.superuser && `${role.name} may do everything on the server`,
    },
    {
      id: 'database.rights',
      level: 'warning',
      deployed: true,
      hint: 'ALTER ROLE ... NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS',
      find: ({ role }) => !role.superuser && role.rights.join(', '),
    },
    {
      id: 'database.serverFiles',
      level: 'error',
      hint: 'REVOKE these groups from the role',
      find: ({ role }) => !role.superuser && role.groups.join(', '),
    },
    {
      id: 'database.publicSchema',
      level: 'warning',
      hint: 'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
      find: ({ base }) => base.public_creates && 'every role of the server may make tables beside those of BM23',
    },
    {
      id: 'database.connections',
      level: 'error',
      hint: 'lower BM23_DATABASE_POOL, or raise max_connections or the limit of role and database',
      find: ({ settings, role, base }, { inspected }) => {
        const server = Number(settings.max_connections) - Number(settings.superuser_reserved_connections)
        const limits = [server, role.connections, base.connections].filter((one) => one >= 0)
        const pool = inspected.config?.databasePool ?? 0
        return pool > Math.min(...limits) && `a pool of ${pool}, and ${Math.min(...limits)} connections`
      },
    },
    {
      id: 'database.idleSessions',
      level: 'warning',
      hint: 'set idle_session_timeout = 0 for the role of BM23: the pool keeps connections',
      find: ({ settings }) => settings.idle_session_timeout !== '0' && 'the server drops connections of the pool',
    },
    {
      id: 'database.statementLog',
      level: 'warning',
      hint: 'set log_statement = ddl for the role of BM23',
      find: ({ settings }) =>
        /^(all|mod)$/.test(settings.log_statement ?? '') && 'personal data go into the log of PostgreSQL',
    },
  ],
)

const content = checksOn(
  (s) => s.database?.content,
  [
    {
      id: 'database.record',
      level: 'error',
      hint: 'ALTER TABLE events ENABLE TRIGGER ...: without them the record of changes can be changed',
      find: ({ openGuards }) => openGuards.join(', '),
    },
    {
      id: 'storage.content',
      level: 'error',
      hint: 'look whether BM23_DATA_DIR (or BM23_FILES_URL) is the right place and its disk is mounted; else restore the files',
      find: ({ missingContent }) =>
        missingContent.length > 0 && `${missingContent.length} of the newest files are missing`,
    },
  ],
)

/** The database: its connection, its state, whether it keeps what it acknowledged, and what its role may do. */
export const databaseChecks: readonly Check[] = [...connection, ...state, ...durability, ...rights, ...content]
