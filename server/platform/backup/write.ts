import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Pack, pack } from 'tar-stream'
import { headsFile } from '../audit/heads.ts'
import type { Keyring } from '../config/keyring.ts'
import type { Database } from '../db/connect.ts'
import { migrationStates } from '../db/migrate.ts'
import { type ContentStore, FileMissing } from '../files/content.ts'
import { encrypt } from './cipher.ts'
import { type Dump, dumpDatabase } from './dump.ts'
import { type Entry, entryNames, type Manifest } from './manifest.ts'
import { listBackups, nameOf, removeOld, syncFolder } from './place.ts'

export interface BackupParts {
  readonly database: Database
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Where the files are kept. */
  readonly content: ContentStore
  /** Lines of settings, without secrets. */
  readonly configuration: string
  readonly version: string
  readonly folder: string
  readonly keys: Keyring
  readonly keep: number
  readonly now: Date
}

export interface BackupReport {
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly files: number
  readonly rows: number
  /** Stored files whose content is not what their name says: damaged before this backup. */
  readonly damaged: readonly string[]
  readonly removed: readonly string[]
}

/** A dump has no length before its end, and an entry needs one: it is cut into pieces of so many bytes. */
const pieceBytes = 4 * 1024 * 1024

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Puts entries into an archive one by one, and remembers them. */
class Packer {
  readonly entries: Entry[] = []
  readonly #pack: Pack

  constructor(target: Pack) {
    this.#pack = target
  }

  async add(name: string, bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#pack.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()))
    })
    this.entries.push({ name, size: bytes.length, sha256: sha256(bytes) })
  }

  /** @returns the hash of the content */
  async addFile(name: string, size: number, content: Readable): Promise<string> {
    const hash = createHash('sha256')
    const entry = this.#pack.entry({ name, size, mode: 0o600 })
    await pipeline(
      content,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk)
          yield chunk
        }
      },
      entry,
    )
    const digest = hash.digest('hex')
    this.entries.push({ name, size, sha256: digest })
    return digest
  }
}

async function addDump(packer: Packer, { bytes }: Dump): Promise<void> {
  let waiting: Buffer[] = []
  let length = 0
  let index = 0
  const flush = async () => {
    const piece = Buffer.concat(waiting)
    waiting = []
    length = 0
    await packer.add(entryNames.database(index), piece)
    index += 1
  }
  for await (const chunk of bytes) {
    waiting.push(chunk)
    length += chunk.length
    if (length >= pieceBytes) await flush()
  }
  if (length > 0) await flush()
}

/** Adds the stored files; what is on its way belongs to nobody yet, and what was swept meanwhile belongs to nobody. */
async function addContent(packer: Packer, content: ContentStore): Promise<{ files: number; damaged: string[] }> {
  const damaged: string[] = []
  let files = 0
  for await (const { sha256: hash, size } of content.list()) {
    const stream = await content.open(hash).catch((error) => {
      if (error instanceof FileMissing) return null
      throw error
    })
    if (stream === null) continue
    if ((await packer.addFile(entryNames.file(hash), size, stream)) !== hash) damaged.push(hash)
    files += 1
  }
  return { files, damaged }
}

async function fill(target: Pack, parts: BackupParts, signal: AbortSignal) {
  const packer = new Packer(target)
  await packer.add(entryNames.configuration, Buffer.from(parts.configuration))
  const heads = await readFile(headsFile(parts.dataDir)).catch((error: NodeJS.ErrnoException) => {
    // none were noted yet; anything else would leave them out of the backup
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (heads) await packer.add(entryNames.heads, heads)
  // the database before the files: every file that it names is stored before
  const dump = await dumpDatabase(parts.database, parts.databaseUrl, signal)
  await addDump(packer, dump)
  const { files, damaged } = await addContent(packer, parts.content)
  const states = await migrationStates(parts.database.db)
  const manifest: Manifest = {
    format: 1,
    version: parts.version,
    madeAt: parts.now.toISOString(),
    database: parts.databaseUrl === null ? 'embedded' : 'postgres',
    migrations: states.filter((one) => one.state !== 'pending').map((one) => one.name),
    rows: dump.rows,
    entries: packer.entries,
  }
  await packer.add(entryNames.manifest, Buffer.from(JSON.stringify(manifest)))
  target.finalize()
  const rows = Object.values(dump.rows).reduce((sum, count) => sum + count, 0)
  return { files, damaged, rows }
}

/** Writes the archive into a new file; it is on the disk when this returns. */
async function writeTo(path: string, parts: BackupParts) {
  const handle = await open(path, 'wx', 0o600)
  const stop = new AbortController()
  const archive = pack()
  // one failure brings down the others; the first one says why
  const causes: unknown[] = []
  const watch = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      causes.push(error)
      stop.abort()
      archive.destroy()
      throw causes[0]
    }
  }
  const packed = createGzip({ level: 1 })
  const write = async () => {
    for await (const chunk of encrypt(packed, parts.keys[0])) await watch(handle.writeFile(chunk))
  }
  try {
    const filling = watch(fill(archive, parts, stop.signal))
    const [report] = await Promise.all([filling, watch(write()), watch(pipeline(archive, packed))])
    await handle.sync()
    return report
  } finally {
    stop.abort()
    await handle.close()
  }
}

/**
 * Makes a backup: database, uploaded files, settings without secrets, and a manifest, encrypted. Nothing is held in
 * memory as a whole but an embedded database. It has its name only when it is whole and on the disk; older ones go after that.
 */
export async function writeBackup(parts: BackupParts): Promise<BackupReport> {
  await mkdir(parts.folder, { recursive: true, mode: 0o700 })
  const name = nameOf(parts.now)
  const path = join(parts.folder, name)
  const unfinished = `${path}.part`
  let report: Awaited<ReturnType<typeof writeTo>>
  try {
    report = await writeTo(unfinished, parts)
    await rename(unfinished, path)
    await syncFolder(parts.folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(unfinished, { force: true })
    throw error
  }
  const { size } = await stat(path)
  return { name, path, size, ...report, removed: await removeOld(parts.folder, parts.keep) }
}

/** The newest backup of a folder. */
export async function newestBackup(folder: string) {
  return (await listBackups(folder))[0] ?? null
}
