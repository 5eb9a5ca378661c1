import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { attachment } from './file-name.ts'
import {
  FileEmpty,
  FileMissing,
  type FileStore,
  FileTooLarge,
  FileTypeRefused,
  openFileStore,
  safeFileName,
} from './files.ts'
import { writeSheet } from './spreadsheet.ts'

const pdf = Buffer.from(`%PDF-1.7\n${'x'.repeat(5000)}\n%%EOF`)
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02', 'hex')
const rules = { maxBytes: 100_000, accept: () => true }

let folder: string
let files: FileStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  files = await openFileStore(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const receive = (bytes: Buffer, more = {}) => files.receive(Readable.from([bytes]), { ...rules, ...more })
const waiting = () => readdir(join(folder, 'tmp'))

describe('receive', () => {
  it('hashes, recognises, keeps and gives back', async () => {
    const received = await files.receive(Readable.from([pdf.subarray(0, 7), pdf.subarray(7)]), rules)
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    expect(received).toMatchObject({ sha256, size: pdf.length, mediaType: 'application/pdf' })
    await expect(files.open(sha256)).rejects.toThrow(FileMissing)
    await received.keep()
    await received.keep()
    await received.discard()
    expect(await waiting()).toEqual([])
    expect(await readdir(join(folder, sha256.slice(0, 2)))).toEqual([sha256])
    expect(await files.size(sha256)).toBe(pdf.length)
    expect((await buffer(await files.open(sha256))).equals(pdf)).toBe(true)
    expect((await buffer(await files.open(sha256, { start: 0, end: 4 }))).toString()).toBe('%PDF-')
  })

  it('stores the same content once', async () => {
    const [first, second] = await Promise.all([receive(png), receive(png)])
    await Promise.all([first.keep(), second.keep()])
    expect(await waiting()).toEqual([])
    expect(await files.size(first.sha256)).toBe(png.length)
  })

  it('discards', async () => {
    const received = await receive(pdf)
    expect(await waiting()).toHaveLength(1)
    await received.discard()
    await received.discard()
    expect(await waiting()).toEqual([])
  })

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

describe('open and sweep', () => {
  it('finds only hashes', async () => {
    for (const hash of ['../tmp', 'A'.repeat(64), '0'.repeat(64)]) {
      await expect(files.open(hash)).rejects.toThrow(FileMissing)
      await expect(files.size(hash)).rejects.toThrow(FileMissing)
    }
  })

  it('removes temporary files older than a day when it starts', async () => {
    const old = join(folder, 'tmp', 'old')
    await writeFile(old, 'x')
    await writeFile(join(folder, 'tmp', 'new'), 'x')
    await utimes(old, new Date(), new Date(Date.now() - 25 * 60 * 60 * 1000))
    await openFileStore(folder)
    expect(await waiting()).toEqual(['new'])
    expect(await files.sweep()).toBe(0)
  })
})

describe('safeFileName', () => {
  it('keeps any script and takes folders, marks and control characters away', () => {
    expect(safeFileName('ບົດ ທີ 1 ວິທະຍານິພົນ.pdf')).toBe('ບົດ ທີ 1 ວິທະຍານິພົນ.pdf')
    expect(safeFileName('C:\\fakepath\\../../etc/passwd')).toBe('passwd')
    expect(safeFileName('a\u202efdp.exe\0\r\n')).toBe('afdp.exe')
    expect(safeFileName('..hidden: "x".pdf. ')).toBe('hidden_ _x_.pdf')
    for (const name of ['', '..', '///', '\u202e']) expect(safeFileName(name)).toBe('file')
  })

  it('is at most 200 characters and keeps the extension', () => {
    const long = safeFileName(`${'ກໍ່'.repeat(150)}.docx`)
    expect(Array.from(long).length).toBeLessThanOrEqual(200)
    expect(long).toMatch(/ກໍ່\.docx$/)
    expect(Array.from(safeFileName('x'.repeat(300)))).toHaveLength(200)
  })
})

describe('attachment', () => {
  it('gives the name in any script, and in ASCII for programs that know no other', () => {
    expect(attachment('a (1).pdf')).toBe(`attachment; filename="a (1).pdf"; filename*=UTF-8''a%20%281%29.pdf`)
    expect(attachment(`ບ"'%.pdf`)).toBe(`attachment; filename="__'_.pdf"; filename*=UTF-8''%E0%BA%9A%22%27%25.pdf`)
    expect(attachment('😀*.pdf')).toBe(`attachment; filename="_*.pdf"; filename*=UTF-8''%F0%9F%98%80%2A.pdf`)
  })
})
