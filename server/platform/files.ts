import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'

export { safeFileName } from './file-name.ts'

const day = 24 * 60 * 60 * 1000

/** More than `maxBytes` came; nothing is kept. */
export class FileTooLarge extends Error {
  readonly maxBytes: number
  constructor(maxBytes: number) {
    super(`The file is larger than ${maxBytes} bytes`)
    this.name = 'FileTooLarge'
    this.maxBytes = maxBytes
  }
}

/** The file has no content. */
export class FileEmpty extends Error {
  constructor() {
    super('The file is empty')
    this.name = 'FileEmpty'
  }
}

/** The content is of a type that the caller does not accept; `mediaType` is null when no type was recognised. */
export class FileTypeRefused extends Error {
  readonly mediaType: string | null
  constructor(mediaType: string | null) {
    super(`Files of the type ${mediaType ?? 'unknown'} are not accepted`)
    this.name = 'FileTypeRefused'
    this.mediaType = mediaType
  }
}

/** No content with this SHA-256 is stored. */
export class FileMissing extends Error {
  readonly sha256: string
  constructor(sha256: string) {
    super(`No file with the hash ${sha256} is stored`)
    this.name = 'FileMissing'
    this.sha256 = sha256
  }
}

/** `maxBytes` in bytes; `accept` is asked with the media type recognised from the content. */
export type ReceiveRules = { maxBytes: number; accept: (mediaType: string) => boolean }

/**
 * A file that has arrived whole, and waits in the temporary folder until it is kept or discarded. Both may be called
 * again without harm; discarding a kept file does nothing. `sha256` is hexadecimal, `size` in bytes.
 */
export type ReceivedFile = {
  sha256: string
  size: number
  mediaType: string
  keep(): Promise<void>
  discard(): Promise<void>
}

/** Bytes from `start` to `end`, both included, counted from 0. */
export type ByteRange = { start: number; end?: number }

/** Content by its SHA-256: the same bytes are stored once. */
export type FileStore = {
  /** @throws FileTooLarge, FileEmpty, FileTypeRefused, or the error of the stream; the partial file is then gone. */
  receive(stream: Readable, rules: ReceiveRules): Promise<ReceivedFile>
  /** @throws FileMissing */
  open(sha256: string, range?: ByteRange): Promise<Readable>
  /** Bytes. @throws FileMissing */
  size(sha256: string): Promise<number>
  /** Removes temporary files older than a day; tells how many. */
  sweep(): Promise<number>
}

/** Makes the names in a folder survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes the stream to a new file while hashing and counting; the file is on the disk when this returns. */
async function store(stream: Readable, path: string, maxBytes: number): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      size += bytes.length
      if (size > maxBytes) throw new FileTooLarge(maxBytes)
      hash.update(bytes)
      await handle.writeFile(bytes)
    }
    // A multipart parser with a limit of its own ends the stream early and says so here.
    if ('truncated' in stream && stream.truncated === true) throw new FileTooLarge(maxBytes)
    if (size === 0) throw new FileEmpty()
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { sha256: hash.digest('hex'), size }
}

async function readHead(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0)
    return buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await handle.close()
  }
}

/** A PDF must begin as one: a file that is a page or an archive as well would be run as what it is not. */
async function isPlainPdf(path: string): Promise<boolean> {
  const head = await readHead(path)
  return head.startsWith('%PDF-') && !/<script|<html|<!doctype/i.test(head) && !head.includes('PK\x03\x04')
}

async function recognise(path: string, accept: ReceiveRules['accept']): Promise<string> {
  const mediaType = (await fileTypeFromFile(path).catch(() => undefined))?.mime ?? null
  if (mediaType === null || !accept(mediaType)) throw new FileTypeRefused(mediaType)
  if (mediaType === 'application/pdf' && !(await isPlainPdf(path))) throw new FileTypeRefused(mediaType)
  return mediaType
}

async function sweepFolder(folder: string): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    )
    if (age <= day) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}

async function moveInto(root: string, from: string, to: string): Promise<void> {
  const made = await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await syncFolder(dirname(to))
  if (made) await syncFolder(root)
}

/**
 * Opens a store of files in a local folder, which is made when it is missing: content in `ab/abcd...`, files on their
 * way in `tmp/`, where those older than a day are removed now. Holds no more than a chunk of a file in memory.
 */
export async function openFileStore(
  folder: string,
  onReceived: (bytes: number) => void = () => undefined,
): Promise<FileStore> {
  const temporary = join(folder, 'tmp')
  await mkdir(temporary, { recursive: true })
  const sweep = (): Promise<number> => sweepFolder(temporary)
  await sweep()

  const find = async (sha256: string): Promise<FileHandle> => {
    // The hash becomes part of a path.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new FileMissing(sha256)
    return open(join(folder, sha256.slice(0, 2), sha256), 'r').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new FileMissing(sha256) : error
    })
  }

  const receive: FileStore['receive'] = async (stream, { maxBytes, accept }) => {
    const path = join(temporary, randomUUID())
    try {
      const { sha256, size } = await store(stream, path, maxBytes)
      const mediaType = await recognise(path, accept)
      onReceived(size)
      let kept: Promise<void> | undefined
      const keep = (): Promise<void> => {
        kept ??= moveInto(folder, path, join(folder, sha256.slice(0, 2), sha256))
        return kept
      }
      const discard = async (): Promise<void> => {
        if (!kept) await rm(path, { force: true })
      }
      return { sha256, size, mediaType, keep, discard }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  return {
    receive,
    sweep,
    open: async (sha256, range) => {
      const handle = await find(sha256)
      return createReadStream('', { fd: handle, start: range?.start, end: range?.end, autoClose: true })
    },
    size: async (sha256) => {
      const handle = await find(sha256)
      try {
        return (await handle.stat()).size
      } finally {
        await handle.close()
      }
    },
  }
}
