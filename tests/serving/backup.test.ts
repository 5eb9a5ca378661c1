import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listBackups } from '../../server/platform/backup/place.ts'
import { programOf } from '../../server/platform/backup/programs.ts'
import { readBackup } from '../../server/platform/backup/read.ts'
import { restoreBackup } from '../../server/platform/backup/restore.ts'
import { type BackupParts, writeBackup } from '../../server/platform/backup/write.ts'
import type { Keyring } from '../../server/platform/config/keyring.ts'
import { readConfig } from '../../server/platform/config.ts'
import { type Database, openEmbeddedDatabase } from '../../server/platform/db/connect.ts'
import { migrate } from '../../server/platform/db/migrate.ts'
import { type ContentStore, FileMissing } from '../../server/platform/files/content.ts'
import { diskContent } from '../../server/platform/files/disk.ts'
import { contentOf } from '../../server/platform/files.ts'
import { startBucket, type TestBucket, well } from './bucket.ts'

const withoutMount = userInfo().uid !== 0 && 'only root may mount a small disk'
const keys: Keyring = [{ version: 1, bytes: randomBytes(32) }]

let root: string
let database: Database
let parts: BackupParts
let files: { hash: string; content: Buffer }[]

const folder = (name: string) => {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  return path
}
function store(content: Buffer, dataDir: string) {
  const hash = createHash('sha256').update(content).digest('hex')
  const place = join(dataDir, 'files', hash.slice(0, 2))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, hash), content)
  return { hash, content }
}
/** Every row of every table as text. */
async function rowsOf({ execute }: Database): Promise<string> {
  const names = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
  const lines: string[] = []
  for (const { relname } of (await execute(names)).rows as { relname: string }[]) {
    const { rows } = await execute(`select to_jsonb(t)::text as row from "${relname}" t order by 1`)
    lines.push(relname, ...(rows as { row: string }[]).map(({ row }) => row))
  }
  return lines.join('\n')
}
let clock = Date.parse('2026-11-01T02:00:00Z')
/** One day later each time. */
const make = (more: Partial<BackupParts> = {}) => {
  clock += 86_400_000
  return writeBackup({ ...parts, now: new Date(clock), ...more })
}
const unfinishedIn = (path: string) => readdirSync(path).filter((name) => !name.endsWith('.backup'))

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bm23-backup-'))
  database = await openEmbeddedDatabase(null)
  await migrate(database.db)
  await database.execute(
    `insert into accounts (display_name, login, roles) select 'ທ້າວ ' || n, 'a' || n, array['student'] from generate_series(1, 500) n`,
  )
  const dataDir = folder('data')
  mkdirSync(join(dataDir, 'files', 'tmp'), { recursive: true })
  writeFileSync(join(dataDir, 'files', 'tmp', 'on-its-way'), 'x')
  writeFileSync(join(dataDir, 'audit-heads.log'), 'heads')
  files = [0, 1, 70_000, 5_000_000].map((size) => store(randomBytes(size), dataDir))
  parts = {
    ...{ database, databaseUrl: null, dataDir, keys, keep: 14, version: '0.1.0' },
    content: diskContent(join(dataDir, 'files')),
    configuration: 'BM23_BACKUP_HOUR=3\n',
    folder: join(root, 'backups'),
    now: new Date(),
  }
})
afterAll(async () => {
  await database?.close()
  rmSync(root, { recursive: true, force: true })
})

describe('a backup of an embedded installation', () => {
  it('gives back every row and every byte, in an empty place', async () => {
    const before = await rowsOf(database)
    const report = await make()
    expect(report).toMatchObject({ files: 4, damaged: [], removed: [] })
    expect(report.rows).toBeGreaterThan(500)
    const target = folder('restored')
    const manifest = await restoreBackup(report.path, keys, { dataDir: target, databaseUrl: null, bucket: null })
    expect(manifest.rows.accounts).toBe(500)
    for (const { hash, content } of files) {
      expect(readFileSync(join(target, 'files', hash.slice(0, 2), hash)).equals(content)).toBe(true)
    }
    expect(readdirSync(join(target, 'files', 'tmp'))).toEqual([])
    expect(readFileSync(join(target, 'audit-heads.log'), 'utf8')).toBe('heads')
    const again = await openEmbeddedDatabase(target)
    try {
      expect(await rowsOf(again)).toBe(before)
    } finally {
      await again.close()
    }
  })

  it('goes nowhere where something is', async () => {
    const { path } = (await listBackups(parts.folder))[0] ?? { path: '' }
    const restore = (dataDir: string) => restoreBackup(path, keys, { dataDir, databaseUrl: null, bucket: null })
    await expect(restore(join(root, 'restored'))).rejects.toThrow('There is a database')
    const used = folder('used')
    store(Buffer.from('somebody else’s'), used)
    await expect(restore(used)).rejects.toThrow('There are files')
    expect(readdirSync(used)).toEqual(['files'])
    const server = { dataDir: folder('new'), databaseUrl: 'postgres://nobody@127.0.0.1:1/none', bucket: null }
    await expect(restoreBackup(path, keys, server)).rejects.toThrow('of an embedded database')
  })

  it('is unreadable without its key, and shows nothing of what is in it', async () => {
    const { path } = await make()
    await expect(readBackup(path, [{ version: 1, bytes: randomBytes(32) }])).rejects.toThrow('not the one')
    await expect(readBackup(path, [{ version: 2, bytes: keys[0].bytes }])).rejects.toThrow('version 1')
    const bytes = readFileSync(path)
    for (const word of ['accounts', 'BM23_', 'ustar', 'manifest', 'ທ້າວ']) expect(bytes.includes(word)).toBe(false)
  })

  it('holds the settings', async () => {
    const { path } = await make()
    let settings = ''
    await readBackup(path, keys, async (name, bytes) => {
      for await (const chunk of bytes) if (name === 'configuration.env') settings += chunk
    })
    expect(settings).toBe('BM23_BACKUP_HOUR=3\n')
  })

  it('is refused when a byte is another, or the end is missing, and then nothing is written', async () => {
    const { path, size } = await make()
    const good = readFileSync(path)
    const target = folder('untouched')
    const refused = () =>
      expect(restoreBackup(path, keys, { dataDir: target, databaseUrl: null, bucket: null })).rejects.toThrow(
        /damaged|cut off|not a backup|not the one|does not hold/,
      )
    for (const at of [3, 70, Math.floor(size / 2), size - 1]) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(path, bad)
      await refused()
    }
    writeFileSync(path, good)
    truncateSync(path, size - 100_000)
    await refused()
    expect(readdirSync(target)).toEqual([])
    rmSync(path)
  })

  it('says which stored files were damaged before it', async () => {
    const place = join(parts.dataDir, 'files', 'aa')
    const hash = 'a'.repeat(64)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, hash), 'not what the name says')
    expect((await make()).damaged).toEqual([hash])
    rmSync(join(place, hash))
  })
})

describe('a backup of files in a bucket', () => {
  let bucket: TestBucket
  let content: ContentStore
  beforeAll(async () => {
    bucket = await startBucket()
    content = contentOf(readConfig(bucket.env))
    for (const { hash, content: bytes } of files) {
      const path = join(root, 'one')
      writeFileSync(path, bytes)
      await content.keep(path, hash, bytes.length)
    }
  })
  afterAll(() => bucket?.close())
  const hashes = async (store: ContentStore) => {
    const found: string[] = []
    for await (const { sha256 } of store.list()) found.push(sha256)
    return found
  }

  it('gives them back into another bucket, also when it was broken off before, and not among other files', async () => {
    const { path } = await make({ content, dataDir: folder('spool') })
    const other = await startBucket()
    const target = contentOf(readConfig(other.env))
    const restore = (name: string) =>
      restoreBackup(path, keys, { dataDir: folder(name), databaseUrl: null, bucket: target })
    try {
      other.trouble.refuses = 'PUT'
      await expect(restore('to-bucket')).rejects.toThrow('403')
      expect(readdirSync(folder('to-bucket'))).toEqual([])
      other.trouble = { ...well }
      await restore('to-bucket')
      expect(await hashes(target)).toEqual(files.map((one) => one.hash).toSorted())
      for (const { hash, content: bytes } of files) {
        expect((await buffer(await target.open(hash))).equals(bytes)).toBe(true)
      }
      expect(readdirSync(join(folder('to-bucket'), 'files', 'tmp'))).toEqual([])
      await restore('to-bucket-again')
      const strange = join(root, 'strange')
      writeFileSync(strange, 'x')
      await target.keep(strange, createHash('sha256').update('x').digest('hex'), 1)
      await expect(restore('to-bucket-third')).rejects.toThrow('other files in the bucket')
    } finally {
      await other.close()
    }
  })

  it('holds what is in the bucket only, and leaves out what is swept while it is made', async () => {
    const { path, files: count } = await make({ content, dataDir: folder('spool') })
    expect(count).toBe(files.length)
    const [first = ''] = await hashes(content)
    const leaving: ContentStore = {
      ...content,
      open: (hash) => (hash === first ? Promise.reject(new FileMissing(hash)) : content.open(hash)),
    }
    expect((await make({ content: leaving, dataDir: folder('spool') })).files).toBe(files.length - 1)
    await restoreBackup(path, keys, { dataDir: folder('to-folder'), databaseUrl: null, bucket: null })
    expect(await hashes(diskContent(join(folder('to-folder'), 'files')))).toEqual(
      files.map((one) => one.hash).toSorted(),
    )
  })
})

describe('the folder of the backups', () => {
  it('keeps the newest ones, and lets old ones go only when the new one is whole', async () => {
    const place = { folder: folder('kept'), keep: 2 }
    const first = await make(place)
    await make(place)
    const third = await make(place)
    expect(third.removed).toEqual([first.name])
    const before = readdirSync(place.folder)
    const sick = { ...database, dump: () => Promise.reject(new Error('cannot be read')) }
    await expect(make({ ...place, database: sick })).rejects.toThrow('cannot be read')
    expect(readdirSync(place.folder)).toEqual(before)
  })

  it.skipIf(withoutMount)(
    `that is full gets no half backup, and keeps what it has${withoutMount ? `: ${withoutMount}` : ''}`,
    async () => {
      const small = folder('small')
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', small])
      try {
        const { name } = await make({ folder: small, keep: 1 })
        await expect(make({ folder: small, keep: 1 })).rejects.toMatchObject({ code: 'ENOSPC' })
        expect(readdirSync(small)).toEqual([name])
        await readBackup(join(small, name), keys)
      } finally {
        execFileSync('umount', [small])
      }
    },
  )

  it('forgets what a killed process left there, after a day', async () => {
    const left = join(parts.folder, 'bm23-20200101T000000Z.backup.part')
    writeFileSync(left, 'half')
    await make()
    expect(unfinishedIn(parts.folder)).toHaveLength(1)
    execFileSync('touch', ['-d', '2 days ago', left])
    expect((await make()).removed).toEqual(['bm23-20200101T000000Z.backup.part'])
    expect(existsSync(left)).toBe(false)
  })
})

describe('the programs of PostgreSQL', () => {
  it('are asked for by name where they are missing', () => {
    expect(() => programOf('pg_nothing')).toThrow('apt install postgresql-client')
  })
})
