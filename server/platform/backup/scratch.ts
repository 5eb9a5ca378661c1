import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openPostgres } from '../db/connect.ts'
import { workLimits } from '../db/limits.ts'
import { BackupError } from './cipher.ts'
import { isEmptyDatabase } from './dump.ts'
import { findProgram } from './programs.ts'

const run = promisify(execFile)

/** The programs of the server refuse to run as root; then they run as the user that Debian made for them. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}

/** Lends a PostgreSQL server that nobody else can reach, and removes it afterwards. */
async function withOwnServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  const [initdb, control] = [findProgram('initdb'), findProgram('pg_ctl')]
  if (!initdb || !control) {
    throw new BackupError(
      'There is no place to restore into: set BM23_DRILL_DATABASE_URL to an empty database, or install the package postgresql.',
    )
  }
  const user = await unprivileged()
  const folder = await mkdtemp(join(tmpdir(), 'bm23-drill-'))
  const data = join(folder, 'data')
  const options = { ...user, cwd: '/', timeout: 120_000 }
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid)
  try {
    await run(initdb, ['-D', data, '-U', 'drill', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], options)
    const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`
    await run(control, ['-D', data, '-l', join(folder, 'log'), '-o', settings, '-w', 'start'], options)
    try {
      return await use(`postgres://drill@localhost/postgres?host=${encodeURIComponent(folder)}`)
    } finally {
      await run(control, ['-D', data, '-m', 'immediate', 'stop'], options)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lends the database that the operator gave, which must be empty, and empties it again. */
async function withGiven<T>(url: string, use: (url: string) => Promise<T>): Promise<T> {
  const database = openPostgres({ url, max: 1, limits: workLimits })
  try {
    if (!(await isEmptyDatabase(database.db))) {
      throw new BackupError('BM23_DRILL_DATABASE_URL names a database that is not empty. The drill leaves it alone.')
    }
    try {
      return await use(url)
    } finally {
      await sql`drop schema if exists jobs cascade`.execute(database.db)
      await sql`drop schema public cascade`.execute(database.db)
      await sql`create schema public`.execute(database.db)
    }
  } finally {
    await database.close()
  }
}

/** A PostgreSQL database to restore into, for as long as `use` runs. */
export async function withScratch<T>(given: string | null, use: (url: string) => Promise<T>): Promise<T> {
  return given === null ? await withOwnServer(use) : await withGiven(given, use)
}
