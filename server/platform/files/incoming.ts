import { createHash } from 'node:crypto'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'

/** What comes in is written to a temporary folder, hashed and counted on the way, and recognised by its content. */

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

/** `maxBytes` in bytes; `accept` is asked with the media type recognised from the content. */
export type ReceiveRules = { maxBytes: number; accept: (mediaType: string) => boolean }

/** Writes the stream to a new file while hashing and counting; the file is on the disk when this returns. */
export async function writeIncoming(
  stream: Readable,
  path: string,
  maxBytes: number,
): Promise<{ sha256: string; size: number }> {
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

/** The media type by content. @throws FileTypeRefused */
export async function recognise(path: string, accept: ReceiveRules['accept']): Promise<string> {
  // content that ends in the middle of a header throws: it is of no type
  const mediaType = (await fileTypeFromFile(path).catch(() => undefined))?.mime ?? null
  if (mediaType === null || !accept(mediaType)) throw new FileTypeRefused(mediaType)
  if (mediaType === 'application/pdf' && !(await isPlainPdf(path))) throw new FileTypeRefused(mediaType)
  return mediaType
}

/** Removes what killed processes left in the temporary folder, after a day; tells how many. */
export async function sweepIncoming(folder: string): Promise<number> {
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
