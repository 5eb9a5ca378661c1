import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBucket, type TestBucket, well } from '../../../tests/serving/bucket.ts'
import { readConfig } from '../config.ts'
import { contentOf, type FileStore, openFileStore } from '../files.ts'
import { writeSheet } from '../spreadsheet.ts'
import { FileMissing, FilesUnavailable } from './content.ts'
import { FileEmpty, FileTooLarge, FileTypeRefused } from './incoming.ts'
import { bucketContent } from './s3.ts'

const pdf = Buffer.from(`%PDF-1.7\n${'x'.repeat(5000)}\n%%EOF`)
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02', 'hex')
const rules = { maxBytes: 100_000, accept: () => true }
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let bucket: TestBucket
let folder: string
let files: FileStore
beforeAll(async () => {
  bucket = await startBucket()
})
afterAll(() => bucket.close())

const openIn = (place: string, env: Record<string, string> = {}) =>
  openFileStore(join(place, 'files'), contentOf(readConfig({ BM23_DATA_DIR: place, ...env })))
const receive = (bytes: Buffer, more = {}) => files.receive(Readable.from([bytes]), { ...rules, ...more })
const keep = async (bytes: Buffer) => {
  const received = await receive(bytes, { maxBytes: 1e9 })
  await received.keep()
  return received.sha256
}
const waiting = () => readdir(join(folder, 'files', 'tmp'))
const all = async () => {
  const found: string[] = []
  for await (const one of files.content.list()) found.push(`${one.sha256} ${one.size}`)
  return found
}

describe.each([['a folder'], ['a bucket']])('files in %s', (place) => {
  const inBucket = place === 'a bucket'
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    files = await openIn(folder, inBucket ? bucket.env : {})
  })
  afterEach(async () => {
    bucket.trouble = { ...well }
    for await (const { sha256 } of files.content.list()) await files.content.remove(sha256)
    await rm(folder, { recursive: true })
  })

  it('are hashed, recognised, kept and given back', async () => {
    const received = await files.receive(Readable.from([pdf.subarray(0, 7), pdf.subarray(7)]), rules)
    const sha256 = hashOf(pdf)
    expect(received).toMatchObject({ sha256, size: pdf.length, mediaType: 'application/pdf' })
    expect((await buffer(received.read())).equals(pdf)).toBe(true)
    await expect(files.open(sha256)).rejects.toThrow(FileMissing)
    await received.keep()
    await received.keep()
    await received.discard()
    expect(await waiting()).toEqual([])
    const root = inBucket ? bucket.folder : join(folder, 'files')
    expect((await readdir(join(root, sha256.slice(0, 2)))).some((name) => name.startsWith(sha256))).toBe(true)
    const { size, storedAt } = await files.find(sha256)
    expect(size).toBe(pdf.length)
    // some servers tell whole seconds
    expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(60_000)
    expect((await buffer(await files.open(sha256))).equals(pdf)).toBe(true)
  })

  it('give the range that is asked for', async () => {
    const sha256 = await keep(pdf)
    const part = async (start: number, end?: number) =>
      (await buffer(await files.open(sha256, end === undefined ? { start } : { start, end }))).toString()
    expect(await part(0, 4)).toBe('%PDF-')
    expect(await part(pdf.length - 5)).toBe('%%EOF')
    expect(await part(7, 7)).toBe('7')
  })

  it('with the same content are stored once', async () => {
    const [first, second] = await Promise.all([receive(png), receive(png)])
    await Promise.all([first.keep(), second.keep()])
    expect(await waiting()).toEqual([])
    expect(await all()).toEqual([`${first.sha256} ${png.length}`])
  })

  it('are listed by hash, set aside and removed', async () => {
    const kept = await Promise.all(Array.from({ length: 25 }, (_, n) => keep(Buffer.concat([pdf, Buffer.from([n])]))))
    expect(await all()).toEqual(kept.toSorted().map((one) => `${one} ${pdf.length + 1}`))
    const [first = '', second = ''] = kept
    await files.content.setAside(first)
    await files.content.remove(second)
    await files.content.remove(second)
    expect(await all()).toHaveLength(23)
    for (const one of [first, second]) {
      await expect(files.open(one)).rejects.toThrow(FileMissing)
      await expect(files.find(one)).rejects.toThrow(FileMissing)
    }
    const aside = await readdir(join(inBucket ? bucket.folder : join(folder, 'files'), 'aside'))
    expect(aside.some((name) => name.startsWith(first))).toBe(true)
    await expect(files.content.setAside(second)).rejects.toThrow()
  })

  it('are found by their hash only', async () => {
    for (const hash of ['../tmp', 'A'.repeat(64), '0'.repeat(64)]) {
      await expect(files.open(hash)).rejects.toThrow(FileMissing)
      await expect(files.find(hash)).rejects.toThrow(FileMissing)
    }
  })

  it('that are large pass through, whole, without being held in memory', async () => {
    const chunk = randomBytes(1024 * 1024)
    const head = Buffer.from('%PDF-1.7\n')
    async function* parts() {
      yield head
      for (let i = 0; i < 120; i += 1) yield chunk
    }
    const size = head.length + 120 * chunk.length
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 5)
    const before = process.memoryUsage().rss
    const received = await files.receive(Readable.from(parts()), { ...rules, maxBytes: size })
    await received.keep()
    const hash = createHash('sha256')
    let read = 0
    for await (const one of await files.open(received.sha256)) {
      hash.update(one)
      read += one.length
    }
    clearInterval(watch)
    expect([read, hash.digest('hex')]).toEqual([size, received.sha256])
    expect(most - before).toBeLessThan(80e6)
  }, 60_000)

  it('that nobody wants are discarded', async () => {
    const received = await receive(pdf)
    expect(await waiting()).toHaveLength(1)
    await received.discard()
    await received.discard()
    expect(await waiting()).toEqual([])
    expect(await all()).toEqual([])
  })
})

describe('a bucket', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    files = await openIn(folder, bucket.env)
    bucket.seen.length = 0
  })
  afterEach(async () => {
    bucket.trouble = { ...well }
    await rm(folder, { recursive: true })
  })

  it('that stores another byte than was sent is not believed, and nothing is acknowledged', async () => {
    bucket.trouble.flips = true
    const received = await receive(pdf)
    await expect(received.keep()).rejects.toThrow(FilesUnavailable)
    expect(await waiting()).toEqual([])
    bucket.trouble.flips = false
    expect((await buffer(await files.open(await keep(pdf)))).equals(pdf)).toBe(true)
  })

  it('is told SHA-256 and length of what is sent, signed', async () => {
    bucket.trouble.answers = [403]
    const received = await receive(png)
    await expect(received.keep()).rejects.toThrow('403')
    const other = await openIn(folder, { ...bucket.env, BM23_FILES_KEY: 'S3RVER:another' })
    await expect(other.content.ready()).rejects.toThrow('SignatureDoesNotMatch')
    const none = await openIn(folder, { ...bucket.env, BM23_FILES_URL: `${bucket.env.BM23_FILES_URL}-none` })
    await expect(none.find(hashOf(pdf))).rejects.toThrow()
    await expect(none.open(hashOf(pdf))).rejects.toThrow(FilesUnavailable)
  })

  it('that fails in passing is asked again, and one that goes on failing is given up', async () => {
    bucket.trouble.answers = [503, 500]
    const sha256 = await keep(pdf)
    expect(bucket.seen).toHaveLength(3)
    expect((await buffer(await files.open(sha256))).equals(pdf)).toBe(true)
    bucket.trouble.answers = 503
    await expect(files.open(sha256)).rejects.toThrow(FilesUnavailable)
    bucket.trouble.answers = []
    expect((await buffer(await files.open(sha256))).equals(pdf)).toBe(true)
  })

  it('that hangs is not ready, and says so within a second', async () => {
    await files.content.ready()
    bucket.trouble.hangs = true
    const start = performance.now()
    await expect(files.content.ready()).rejects.toThrow('no answer in time')
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('is listed to its end, page after page', async () => {
    const kept = await Promise.all(Array.from({ length: 25 }, (_, n) => keep(Buffer.from(`%PDF-1.${n}`))))
    const { BM23_FILES_URL: url, BM23_FILES_KEY: key } = bucket.env
    const filesKey = readConfig({ BM23_FILES_KEY: key }).filesKey ?? { id: '', secret: '' }
    const found: string[] = []
    for await (const one of bucketContent({ url, region: 'us-east-1', key: filesKey }, 10).list())
      found.push(one.sha256)
    expect(found.filter((one) => kept.includes(one))).toEqual(kept.toSorted())
    expect(bucket.seen.filter((one) => one.includes('max-keys=10&')).length).toBeGreaterThanOrEqual(2)
  })
})

describe('receive', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    files = await openIn(folder)
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('tells office documents from archives', async () => {
    const columns = [{ heading: 'a' }]
    const xlsx = await writeSheet({ sheetName: 'a', columns, rows: [], format: 'xlsx' })
    expect((await receive(xlsx)).mediaType).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    expect((await receive(png)).mediaType).toBe('image/png')
    expect((await receive(Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'))).mediaType).toBe('application/zip')
  })

  it('refuses too large, empty and unaccepted content, and leaves nothing behind', async () => {
    await expect(receive(pdf, { maxBytes: pdf.length - 1 })).rejects.toThrow(FileTooLarge)
    await expect(receive(pdf, { maxBytes: pdf.length })).resolves.toMatchObject({ size: pdf.length })
    await expect(receive(Buffer.alloc(0))).rejects.toThrow(FileEmpty)
    await expect(files.receive(Readable.from([]), rules)).rejects.toThrow(FileEmpty)
    await expect(receive(Buffer.from('plain text'))).rejects.toMatchObject({ mediaType: null })
    const accept = (type: string) => type === 'application/pdf'
    await expect(receive(png, { accept })).rejects.toMatchObject({ mediaType: 'image/png' })
    expect(await waiting()).toHaveLength(1)
  })

  it('refuses a PDF that is something else as well', async () => {
    for (const head of ['%PDF-1.7\n<SCRIPT>', '%PDF-1.7 <html>', '%PDF-1.7\nPK\x03\x04', '\ufeff%PDF-1.7', '%PDFx']) {
      await expect(receive(Buffer.from(`${head}${' '.repeat(2000)}`))).rejects.toThrow(FileTypeRefused)
    }
    expect(await waiting()).toEqual([])
  })

  it('removes the partial file of an aborted stream', async () => {
    for (const error of [undefined, new Error('connection lost')]) {
      const stream = new PassThrough()
      const received = files.receive(stream, rules)
      stream.write(pdf)
      setTimeout(() => stream.destroy(error), 20)
      await expect(received).rejects.toThrow()
    }
    const truncated = Object.assign(Readable.from([pdf]), { truncated: true })
    await expect(files.receive(truncated, rules)).rejects.toThrow(FileTooLarge)
    expect(await waiting()).toEqual([])
  })
})

describe('sweep', () => {
  it('removes temporary files older than a day when it starts', async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    files = await openIn(folder)
    const old = join(folder, 'files', 'tmp', 'old')
    await writeFile(old, 'x')
    await writeFile(join(folder, 'files', 'tmp', 'new'), 'x')
    await utimes(old, new Date(), new Date(Date.now() - 25 * 60 * 60 * 1000))
    await openIn(folder)
    expect(await waiting()).toEqual(['new'])
    expect(await files.sweep()).toBe(0)
    await rm(folder, { recursive: true })
  })
})
