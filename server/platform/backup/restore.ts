import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keyring } from '../config/keyring.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from '../db/connect.ts'
import { workLimits } from '../db/limits.ts'
import type { ContentStore } from '../files/content.ts'
import { BackupError } from './cipher.ts'
import { countRows, isEmptyDatabase } from './dump.ts'
import { entryNames, hashIn, isDatabase, type Manifest } from './manifest.ts'
import { syncFolder } from './place.ts'
import { runOn } from './programs.ts'
import { readBackup } from './read.ts'

/**
 * Where a backup goes: a data folder, a database on a server unless it is the embedded one, and a bucket unless the files
 * go into the data folder. All empty.
 */
export interface Target {
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly bucket: ContentStore | null
}

const openServer = (url: string) => openPostgres({ url, max: 1, limits: workLimits })

async function withServer<T>(url: string, run: (database: Database) => Promise<T>): Promise<T> {
  const database = openServer(url)
  try {
    return await run(database)
  } finally {
    await database.close()
  }
}

/** @throws BackupError when something is there already */
async function demandEmpty({ dataDir, databaseUrl, bucket }: Target, { entries }: Manifest): Promise<void> {
  const names: string[] = await readdir(dataDir).catch(() => [])
  if (names.includes('database'))
    throw new BackupError(`There is a database in ${dataDir}. Restore into an empty place.`)
  const stored: string[] = await readdir(join(dataDir, 'files')).catch(() => [])
  if (stored.some((name) => name !== 'tmp')) {
    throw new BackupError(`There are files in ${dataDir}. Restore into an empty place.`)
  }
  // what a restore that was broken off has sent there is the same content, and is sent again
  const own = new Set(entries.map(({ name }) => hashIn(name)))
  for await (const { sha256 } of bucket?.list() ?? []) {
    if (!own.has(sha256)) throw new BackupError('There are other files in the bucket. Restore into an empty one.')
  }
  if (databaseUrl !== null && !(await withServer(databaseUrl, ({ db }) => isEmptyDatabase(db)))) {
    throw new BackupError('The database is not empty. Make a new one: createdb.')
  }
}

async function writeNew(folder: string, name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(join(folder, name), 'wx', 0o600)
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A file of the backup into the folder that becomes the store, or through it into the bucket. */
async function takeFile(bucket: ContentStore | null, staging: string, hash: string, bytes: AsyncIterable<Buffer>) {
  const folder = join(staging, 'files', bucket ? 'tmp' : hash.slice(0, 2))
  await writeNew(folder, hash, bytes)
  const path = join(folder, hash)
  if (bucket) await bucket.keep(path, hash, (await stat(path)).size)
}

/** Takes the pieces of a dump in their order; `finish` returns when the database holds all of it. */
interface Sink {
  take(bytes: AsyncIterable<Buffer>): Promise<void>
  finish(): Promise<void>
}

function serverSink(url: string, signal: AbortSignal): Sink {
  const args = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', '--no-password']
  const { child, ended } = runOn(url, 'pg_restore', args, signal)
  const input = child.stdin as NonNullable<typeof child.stdin>
  // its end is told by `ended`
  input.on('error', () => undefined)
  return {
    take: async (bytes) => {
      for await (const chunk of bytes) {
        if (!input.write(chunk)) await Promise.race([once(input, 'drain'), ended])
      }
    },
    finish: async () => {
      input.end()
      await ended
    },
  }
}

function embeddedSink(folder: string): Sink {
  const pieces: Buffer[] = []
  return {
    take: async (bytes) => {
      for await (const chunk of bytes) pieces.push(chunk)
    },
    finish: async () => {
      const database = await openEmbeddedDatabase(folder, new Blob(pieces as unknown as BlobPart[]))
      await database.close()
    },
  }
}

/** @throws BackupError when the database does not hold the rows that the manifest names */
async function compareRows(database: Database, { rows }: Manifest): Promise<void> {
  const found = await countRows(database.db)
  const tables = [...new Set([...Object.keys(rows), ...Object.keys(found)])]
  const wrong = tables.find((table) => rows[table] !== found[table])
  if (wrong) throw new BackupError(`${wrong} has ${found[wrong] ?? 'no'} rows instead of ${rows[wrong] ?? 'none'}.`)
}

async function compare({ databaseUrl }: Target, staging: string, manifest: Manifest): Promise<void> {
  if (databaseUrl !== null) return await withServer(databaseUrl, (database) => compareRows(database, manifest))
  const database = await openEmbeddedDatabase(staging)
  try {
    await compareRows(database, manifest)
  } finally {
    await database.close()
  }
}

/**
 * Restores a backup into an empty place. It is read to its end and compared with its manifest before anything is
 * written; the database then gets all of it or nothing, and the files come to their place last, when the rows were counted.
 * @throws BackupError
 */
export async function restoreBackup(path: string, keys: Keyring, target: Target): Promise<Manifest> {
  const manifest = await readBackup(path, keys)
  const kind = target.databaseUrl === null ? 'embedded' : 'postgres'
  if (manifest.database !== kind) {
    throw new BackupError(
      manifest.database === 'postgres'
        ? 'The backup is of a PostgreSQL database: set BM23_DATABASE_URL to an empty one.'
        : 'The backup is of an embedded database: unset BM23_DATABASE_URL.',
    )
  }
  await demandEmpty(target, manifest)
  const staging = join(target.dataDir, 'restore.part')
  await rm(staging, { recursive: true, force: true })
  await mkdir(join(staging, 'files', 'tmp'), { recursive: true, mode: 0o700 })
  const stop = new AbortController()
  try {
    const sink = target.databaseUrl === null ? embeddedSink(staging) : serverSink(target.databaseUrl, stop.signal)
    await readBackup(path, keys, async (name, bytes) => {
      const hash = hashIn(name)
      if (hash) await takeFile(target.bucket, staging, hash, bytes)
      else if (name === entryNames.heads) await writeNew(staging, name, bytes)
      else if (isDatabase(name)) await sink.take(bytes)
      else for await (const chunk of bytes) void chunk
    })
    await sink.finish()
    await compare(target, staging, manifest)
    await rm(join(target.dataDir, 'files'), { recursive: true, force: true })
    for (const name of ['files', 'database', entryNames.heads]) {
      if (existsSync(join(staging, name))) await rename(join(staging, name), join(target.dataDir, name))
    }
    await syncFolder(target.dataDir)
  } finally {
    stop.abort()
    await rm(staging, { recursive: true, force: true })
  }
  return manifest
}
