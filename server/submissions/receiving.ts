import { fileTypes, maxFileBytes } from '../../contract/submissions.ts'
import type { Ctx } from '../platform/ctx.ts'
import { safeFileName } from '../platform/files/file-name.ts'
import { FileEmpty, FileTooLarge, FileTypeRefused } from '../platform/files/incoming.ts'
import type { IncomingFile } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'

/** Takes the file of a request into the store. */

export interface StoredFile {
  sha256: string
  size: number
  mediaType: string
  name: string
}

function refusalFor(error: unknown): unknown {
  if (error instanceof FileTooLarge) return new Refusal('file.tooLarge', { data: { maxBytes: error.maxBytes } })
  if (error instanceof FileEmpty) return new Refusal('file.empty')
  if (error instanceof FileTypeRefused) {
    return new Refusal('file.typeRefused', { data: { mediaType: error.mediaType, accepted: Object.values(fileTypes) } })
  }
  return error
}

/**
 * Receives a file and keeps it: on the disk when this returns, before anybody is told that it was handed in. Content
 * that no submission names in the end is swept after a week.
 * @throws file.tooLarge, file.empty, file.typeRefused
 */
export async function receiveFile(ctx: Ctx, file: IncomingFile): Promise<StoredFile> {
  const { stream } = file
  try {
    const rules = { maxBytes: maxFileBytes, accept: (mediaType: string) => Object.hasOwn(fileTypes, mediaType) }
    const received = await ctx.files.receive(stream, rules)
    // the multipart reader cuts at its own limit and says so only here
    if ('truncated' in stream && stream.truncated === true) {
      await received.discard()
      throw new FileTooLarge(maxFileBytes)
    }
    await received.keep()
    const { sha256, size, mediaType } = received
    return { sha256, size, mediaType, name: safeFileName(file.name) }
  } catch (error) {
    throw refusalFor(error)
  }
}

/** Runs what must pass before a file is worth receiving; on a refusal the rest of the upload is read and dropped. */
export async function orDrop<T>(file: IncomingFile, check: () => Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    file.stream.resume()
    throw error
  }
}
