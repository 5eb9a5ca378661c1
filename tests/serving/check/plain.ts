import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { hashPassword } from '../../../server/accounts/passwords.ts'
import type { Situation } from '../../../server/commands/checks/check.ts'
import { readProgram } from '../../../server/commands/checks/facts/host.ts'
import type { Database } from '../../../server/platform/db/connect.ts'
import { type Case, roomy, type Stage } from './stage.ts'

/** A stage on the embedded database, whose one connection allows a break to be rolled back. */
export interface PlainStage extends Stage {
  readonly database: Database
}

type Plain = Case<PlainStage>

/** With owners and modes, which `cpSync` of Node 24 does not keep. */
const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to])

const temporary = `/tmp/bm23-check-${process.pid}`

const setting = (id: string, env: Record<string, string | undefined>): Plain => ({ id, env: () => env })
const host = (id: string, change: PlainStage['host']): Plain => ({
  id,
  breaks: (stage) => {
    stage.host = change
  },
  mends: (stage) => {
    stage.host = {}
  },
})
const sql = (id: string, ...statements: string[]): Plain => ({
  id,
  breaks: async ({ database }) => {
    await database.execute('begin')
    for (const one of statements) await database.execute(one)
  },
  mends: ({ database }) => database.execute('rollback'),
})
const mode = (id: string, path: (stage: PlainStage) => string, broken: number, good = 0o700): Plain => ({
  id,
  breaks: (stage) => chmodSync(path(stage), broken),
  mends: (stage) => chmodSync(path(stage), good),
})
type StorageFolder = NonNullable<NonNullable<Situation['storage']>['folder']>
const storage = (id: string, change: Partial<StorageFolder>): Plain => ({
  id,
  facts: (s) => ({
    ...s,
    storage: s.storage?.folder ? { ...s.storage, folder: { ...s.storage.folder, ...change } } : s.storage,
  }),
})

const configuration: Plain[] = [
  setting('config.values', { PORT: 'many' }),
  setting('config.mailFrom', { BM23_SMTP_URL: 'smtps://mail.example.edu' }),
  setting('oidc.half', { BM23_OIDC_ISSUER: 'https://id.example.edu' }),
  setting('config.names', { BM23_PUBLC_URL: 'x' }),
  setting('config.mode', { NODE_ENV: 'development' }),
  setting('config.modeName', { NODE_ENV: 'prod' }),
  setting('config.publicUrl', { BM23_PUBLIC_URL: undefined }),
  setting('config.https', { BM23_PUBLIC_URL: 'http://bm23.test' }),
  setting('config.publicHost', { BM23_PUBLIC_URL: 'https://localhost' }),
  setting('config.publicPath', { BM23_PUBLIC_URL: 'https://bm23.test/projects' }),
  setting('proxy.missing', { BM23_TRUSTED_PROXIES: undefined }),
  setting('proxy.unreadable', { BM23_TRUSTED_PROXIES: '127.0.0.1,nginx' }),
  setting('proxy.everyone', { BM23_TRUSTED_PROXIES: '0.0.0.0/0' }),
  setting('proxy.bypass', { BM23_HOST: '0.0.0.0' }),
  setting('keys.missing', { BM23_SECRET_KEYS: undefined }),
  { id: 'keys.shared', env: ({ env }) => ({ BM23_SECRET_KEYS: env.BM23_BACKUP_KEY }) },
  { id: 'config.dataDir', env: ({ data }) => ({ BM23_DATA_DIR: relative('.', data) }) },
  {
    id: 'config.dataDirTemporary',
    env: () => ({ BM23_DATA_DIR: temporary }),
    breaks: () => mkdirSync(temporary, { mode: 0o700 }),
    mends: () => rmSync(temporary, { recursive: true }),
  },
  setting('limits.anonymousLow', { BM23_RATE_ANONYMOUS_PER_HOUR: '100' }),
  setting('limits.anonymousHigh', { BM23_RATE_ANONYMOUS_PER_HOUR: '1000000' }),
  setting('limits.userLow', { BM23_RATE_USER_PER_HOUR: '100' }),
  setting('limits.userHigh', { BM23_RATE_USER_PER_HOUR: '1000000' }),
  setting('log.debug', { BM23_LOG_LEVEL: 'debug' }),
  setting('log.silent', { BM23_LOG_LEVEL: 'silent' }),
  setting('config.tlsUnchecked', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
  setting('config.inspector', { NODE_OPTIONS: '--inspect=0.0.0.0' }),
  setting('config.debugOutput', { NODE_DEBUG: 'http' }),
  setting('database.embedded', { BM23_DATABASE_URL: undefined }),
  setting('database.tls', { BM23_DATABASE_URL: 'postgres://bm23@db.example.edu/bm23' }),
  setting('database.tlsUnverified', { BM23_DATABASE_URL: 'postgres://bm23@db.example.edu/bm23?sslmode=no-verify' }),
  setting('database.pool', { BM23_DATABASE_POOL: '2' }),
  setting('bucket.key', { BM23_FILES_URL: 'https://s3.example.edu/bm23' }),
  setting('backup.none', { BM23_BACKUP_DIR: undefined }),
  { id: 'backup.relative', env: ({ backups }) => ({ BM23_BACKUP_DIR: relative('.', backups) }) },
  setting('backup.key', { BM23_BACKUP_KEY: undefined }),
  setting('backup.keep', { BM23_BACKUP_KEEP: '2' }),
]

const machine: Plain[] = [
  host('host.nodeVersion', { node: '18.20.8' }),
  host('host.nodeLine', { node: '23.4.0' }),
  host('host.nodeEnded', { node: '20.20.2' }),
  host('host.nodeEnds', { node: '22.21.0' }),
  host('host.languages', { languages: ['en'] }),
  host('host.root', { uid: 0 }),
  host('host.umask', { umask: 0o022 }),
  host('host.memory', { memory: 200e6 }),
  host('host.openFiles', { openFiles: 1_024 }),
  host('host.time', { synchronised: false }),
  host('files.environment', { envFile: { path: '/etc/bm23.env', mode: 0o100644 } }),
  {
    id: 'files.program',
    breaks: (stage) => {
      chmodSync(stage.program, 0o777)
      stage.host = { program: readProgram(stage.program) }
    },
    mends: (stage) => {
      chmodSync(stage.program, 0o755)
      stage.host = {}
    },
  },
  {
    id: 'files.page',
    breaks: ({ program }) => renameSync(`${program}/dist/web/index.html`, `${program}/index.html`),
    mends: ({ program }) => renameSync(`${program}/index.html`, `${program}/dist/web/index.html`),
  },
  {
    id: 'files.assets',
    breaks: ({ program }) => renameSync(`${program}/dist/web/assets/main.js`, `${program}/main.js`),
    mends: ({ program }) => renameSync(`${program}/main.js`, `${program}/dist/web/assets/main.js`),
  },
]

const folders: Plain[] = [
  setting('storage.folder', { BM23_DATA_DIR: '/nowhere/at/all' }),
  {
    id: 'storage.move',
    breaks: ({ data, backups }) => {
      rmSync(`${data}/files/tmp`, { recursive: true })
      mkdirSync(`${backups}/../tmp`)
      symlinkSync(`${backups}/../tmp`, `${data}/files/tmp`)
    },
    mends: ({ data, backups }) => {
      rmSync(`${data}/files/tmp`)
      rmSync(`${backups}/../tmp`, { recursive: true })
      mkdirSync(`${data}/files/tmp`)
    },
  },
  {
    id: 'storage.write',
    breaks: ({ data }) => {
      rmSync(`${data}/files/tmp`, { recursive: true })
      writeFileSync(`${data}/files/tmp`, 'a file where a folder should be')
    },
    mends: ({ data }) => {
      rmSync(`${data}/files/tmp`)
      mkdirSync(`${data}/files/tmp`)
    },
  },
  {
    id: 'storage.leftovers',
    breaks: ({ data }) => {
      writeFileSync(`${data}/files/tmp/old`, 'x')
      utimesSync(`${data}/files/tmp/old`, new Date(0), new Date(0))
    },
    mends: ({ data }) => rmSync(`${data}/files/tmp/old`),
  },
  {
    id: 'files.keys',
    env: ({ root }) => ({ BM23_SECRET_KEYS: undefined, BM23_SECRET_KEYS_FILE: `${root}/key` }),
    breaks: ({ root, env }) => writeFileSync(`${root}/key`, env.BM23_SECRET_KEYS ?? '', { mode: 0o644 }),
  },
  {
    id: 'accounts.demo',
    breaks: ({ data }) => writeFileSync(`${data}/demo-accounts.json`, '[]'),
    mends: ({ data }) => rmSync(`${data}/demo-accounts.json`),
  },
  mode('storage.mode', ({ data }) => data, 0o755),
  storage('storage.owner', { owner: 12 }),
  {
    id: 'storage.published',
    env: ({ program }) => ({ BM23_DATA_DIR: `${program}/dist/data` }),
    breaks: ({ data, program }) => copy(data, `${program}/dist/data`),
    mends: ({ program }) => rmSync(`${program}/dist/data`, { recursive: true }),
  },
  storage('storage.full', { disk: { ...roomy, free: 100e6 } }),
  storage('storage.space', { disk: { ...roomy, free: 5e9 } }),
  storage('storage.files', { disk: { ...roomy, freeFiles: 100 } }),
  setting('backup.folder', { BM23_BACKUP_DIR: '/nowhere/at/all' }),
  mode('backup.mode', ({ backups }) => backups, 0o755),
  {
    id: 'backup.inside',
    env: ({ data }) => ({ BM23_BACKUP_DIR: `${data}/backups` }),
    breaks: ({ data, backups }) => copy(backups, `${data}/backups`),
    mends: ({ data }) => rmSync(`${data}/backups`, { recursive: true }),
  },
  {
    id: 'backup.disk',
    env: ({ root }) => ({ BM23_BACKUP_DIR: `${root}/backups` }),
    breaks: ({ root, backups }) => copy(backups, `${root}/backups`),
    mends: ({ root }) => rmSync(`${root}/backups`, { recursive: true }),
    facts: (s) => ({
      ...s,
      // on systems without a second disk to test with
      backups:
        s.backups?.folder && s.storage?.folder
          ? { ...s.backups, folder: { ...s.backups.folder, device: s.storage.folder.device } }
          : s.backups,
    }),
  },
  {
    id: 'backup.keyBeside',
    breaks: ({ backups, env }) => writeFileSync(`${backups}/note.txt`, `the key is ${env.BM23_BACKUP_KEY}`),
    mends: ({ backups }) => rmSync(`${backups}/note.txt`),
  },
  {
    id: 'backup.space',
    facts: (s) => ({
      ...s,
      backups: s.backups?.folder
        ? { ...s.backups, folder: { ...s.backups.folder, disk: { ...roomy, free: 1 } } }
        : s.backups,
    }),
  },
  {
    id: 'backup.missing',
    breaks: ({ backups, root }) => moveBackup(backups, root),
    mends: ({ backups, root }) => moveBackup(root, backups),
  },
  {
    id: 'backup.age',
    breaks: ({ backups }) =>
      renameSync(`${backups}/bm23-20270101T020000Z.backup`, `${backups}/bm23-20261220T020000Z.backup`),
    mends: ({ backups }) =>
      renameSync(`${backups}/bm23-20261220T020000Z.backup`, `${backups}/bm23-20270101T020000Z.backup`),
  },
  { id: 'backup.programs', facts: (s) => ({ ...s, backups: s.backups ? { ...s.backups, dumpVersion: null } : null }) },
]

const facts = (id: string, change: Partial<NonNullable<Situation['database']>>): Plain => ({
  id,
  facts: (s) => ({ ...s, database: s.database ? { ...s.database, ...change } : null }),
})
const oldHash = 'pbkdf2_sha256$1$salt$kMcO0vHkVKeQgG4m1T2bLmhtWAgJ4D5Hc2Z4Tb9UPjs='

const contents: Plain[] = [
  sql('database.pending', "delete from migrations where name like '0001%'"),
  sql('database.changed', "update migrations set checksum = 'another' where name like '0001%'"),
  sql('database.newer', "insert into migrations (name, checksum) values ('9999-future.sql', 'x')"),
  sql('database.extensions', 'drop extension pg_trgm cascade'),
  facts('database.distance', { distance: 80 }),
  facts('database.clock', { skew: 60_000 }),
  sql('database.record', 'alter table events disable trigger events_only_grow'),
  sql(
    'storage.content',
    `insert into files (sha256, size, media_type, name, uploaded_by)
     values (repeat('a', 64), 1, 'application/pdf', 'a.pdf', gen_random_uuid())`,
  ),
  sql('accounts.admin', "update accounts set roles = '{}'"),
  {
    id: 'accounts.weak',
    breaks: async ({ database }) => {
      const hash = await hashPassword('password123')
      await database.execute('begin')
      await database.execute('update accounts set password_hash = $1', [hash])
    },
    mends: ({ database }) => database.execute('rollback'),
  },
  sql('accounts.mustChange', 'update accounts set must_change_password = true'),
  sql(
    'accounts.many',
    `insert into accounts (display_name, login, roles, status, password_hash, last_sign_in_at)
     select 'x', 'x' || n, array['admin'], 'active', '${oldHash}', '2026-12-31' from generate_series(1, 8) n`,
  ),
  sql('accounts.asleep', "update accounts set last_sign_in_at = '2025-01-01'"),
  sql('jobs.heartbeat', "update operations set succeeded_at = '2026-12-31' where name = 'heartbeat'"),
  sql(
    'jobs.failed',
    "insert into jobs.job (name, state, completed_on) values ('housekeeping', 'failed', now() - interval '1 hour')",
  ),
  sql('jobs.waiting', "insert into jobs.job (name, start_after) values ('housekeeping', now() - interval '1 hour')"),
  sql(
    'backup.failed',
    "update operations set failed_at = '2027-01-01 11:00Z', error = 'no space' where name = 'backup'",
  ),
  sql('backup.drill', "update operations set succeeded_at = '2026-12-01' where name = 'drill'"),
  sql('backup.drillFailed', "update operations set failed_at = '2027-01-01 11:00Z' where name = 'drill'"),
]

function moveBackup(from: string, to: string): void {
  const name = 'bm23-20270101T020000Z.backup'
  copyFileSync(join(from, name), join(to, name))
  rmSync(join(from, name))
}

export const plainCases: readonly Plain[] = [...configuration, ...machine, ...folders, ...contents]
