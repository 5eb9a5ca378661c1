import { checkPassword } from '../../../accounts/passwords.ts'
import type { Config } from '../../../platform/config.ts'
import { answers, type Database } from '../../../platform/db/connect.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type MigrationState, migrationStates } from '../../../platform/db/migrate.ts'
import { FileMissing } from '../../../platform/files/content.ts'
import { contentOf } from '../../../platform/files.ts'
import { type Operation, type OperationName, readOperations } from '../../../platform/jobs/operations.ts'
import {
  type BaseRow,
  countJobs,
  countUnscanned,
  type JobCounts,
  listAdmins,
  listMissingExtensions,
  listNewestContent,
  listOpenGuards,
  listUnknownMigrations,
  type RoleRow,
  readBase,
  readMoment,
  readRole,
  readServerSettings,
} from '../queries.ts'

export interface DatabaseFacts {
  /** Milliseconds to ask and be answered. */
  readonly distance: number
  /** Milliseconds by which its clock is ahead of ours. */
  readonly skew: number
  readonly migrations: readonly MigrationState[]
  /** Migrations of a newer release. */
  readonly unknown: readonly string[]
  readonly missingExtensions: readonly string[]
  /** Of a PostgreSQL server only. */
  readonly server: ServerFacts | null
  /** Of a migrated database only. */
  readonly content: ContentFacts | null
}

export interface ServerFacts {
  readonly settings: Readonly<Record<string, string>>
  readonly role: RoleRow
  readonly base: BaseRow
}

export interface AdminFacts {
  readonly login: string
  readonly mustChange: boolean
  readonly weak: boolean
  readonly lastSignInAt: string
}

export interface ContentFacts {
  readonly openGuards: readonly string[]
  readonly admins: readonly AdminFacts[]
  readonly jobs: JobCounts | null
  readonly operations: Readonly<Record<OperationName, Operation>>
  /** Files that have waited for the scanner for an hour. */
  readonly unscanned: number
  /** Of the newest uploads those whose content is not in the store. */
  readonly missingContent: readonly string[]
}

const guards = [
  ...['events_only_grow', 'events_never_emptied', 'events_seal'],
  ...['event_seals_only_grow', 'event_seals_never_emptied'],
]
const guesses = ['password', 'password123', 'admin', 'admin123', 'admin12345', '1234567890', 'changeme123']
/** These are our own guesses, and lock nobody out. */
const uncounted = { admit: async () => undefined, failed: async () => undefined }
const judged = new Map<string, boolean>()

/** Whether an admin's password is one that is tried first. A verdict is remembered: each try is made to be slow. */
async function isWeak(login: string, hash: string): Promise<boolean> {
  const known = judged.get(hash)
  if (known !== undefined) return known
  for (const guess of [login, `${login}123`, ...guesses]) {
    if ((await checkPassword(guess, hash, uncounted)).matches) {
      judged.set(hash, true)
      return true
    }
  }
  judged.set(hash, false)
  return false
}

async function readAdmins(db: Db): Promise<AdminFacts[]> {
  const admins = await listAdmins(db)
  const facts: AdminFacts[] = []
  for (const [index, row] of admins.entries()) {
    const login = row.login ?? ''
    facts.push({
      login,
      mustChange: row.must_change_password,
      // the first ones only: each guess costs as much as a sign-in
      weak: index < 5 && row.password_hash !== null && (await isWeak(login, row.password_hash)),
      lastSignInAt: row.last_sign_in_at ?? row.created_at,
    })
  }
  return facts
}

async function findMissing(db: Db, config: Config): Promise<string[]> {
  // told of by a check of its own
  if (config.filesUrl !== null && config.filesKey === null) return []
  const content = contentOf(config)
  const missing: string[] = []
  for (const sha256 of await listNewestContent(db, 200)) {
    try {
      await content.find(sha256)
    } catch (error) {
      if (error instanceof FileMissing) missing.push(sha256)
      // a folder or bucket that cannot be asked at all is told of by another check
      else return missing
    }
  }
  return missing
}

async function readServer(db: Db): Promise<ServerFacts | null> {
  const [settings, role, base] = [await readServerSettings(db), await readRole(db), await readBase(db)]
  return role && base ? { settings, role, base } : null
}

async function measure(db: Db): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i += 1) {
    const start = performance.now()
    await answers(db)
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

export async function readDatabase({ db, kind }: Database, config: Config): Promise<DatabaseFacts> {
  const distance = await measure(db)
  const skew = (await readMoment(db)).getTime() - Date.now()
  const migrations = await migrationStates(db)
  const current = migrations.every((one) => one.state !== 'pending')
  const names = migrations.map((one) => one.name)
  return {
    distance,
    skew,
    migrations,
    unknown: current ? await listUnknownMigrations(db, names) : [],
    missingExtensions: current ? await listMissingExtensions(db, ['btree_gist', 'pg_trgm']) : [],
    server: kind === 'postgres' ? await readServer(db) : null,
    content: current
      ? {
          openGuards: await listOpenGuards(db, guards),
          admins: await readAdmins(db),
          jobs: await countJobs(db),
          operations: await readOperations(db),
          unscanned: await countUnscanned(db),
          missingContent: await findMissing(db, config),
        }
      : null,
  }
}
