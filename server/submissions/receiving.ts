import { type DocumentKind, fileTypes, maxFileBytes } from '../../contract/submissions.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Tx } from '../platform/db/db.ts'
import { safeFileName } from '../platform/files/file-name.ts'
import { FileEmpty, FileTooLarge, FileTypeRefused } from '../platform/files/incoming.ts'
import type { IncomingFile } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import { submissionInfected } from './events.ts'
import type { NewFile } from './file.queries.ts'
import { scanReceived } from './scanning.ts'

/** Takes the file of a request into the store. */

export type StoredFile = NewFile

/** What a file is handed in for. */
export interface Origin {
  projectId: string
  yearId: string
  milestoneId: string | null
  milestone: string | null
  documentKind: DocumentKind | null
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
 * Writes down that somebody handed in what the scanner refuses. On a connection beside that of the request: a refusal does not
 * use up its Idempotency-Key.
 */
async function recordInfected(ctx: Ctx, { projectId, yearId, ...target }: Origin, fileName: string, signature: string) {
  const about = { ...target, submissionId: null, version: null, fileName, signature, refused: true }
  const project = { type: 'project', id: projectId, projectId, yearId }
  await ctx.db
    .connection()
    .execute((db) => db.transaction().execute((tx) => ctx.record(tx, ctx, submissionInfected, project, about)))
}

/**
 * Receives a file and keeps it: on the disk when this returns, before anybody is told that it was handed in. Content
 * that no submission names in the end is swept after a week.
 * @throws file.tooLarge, file.empty, file.typeRefused, file.infected
 */
export async function receiveFile(ctx: Ctx, file: IncomingFile, origin: Origin): Promise<StoredFile> {
  const { stream } = file
  try {
    const rules = { maxBytes: maxFileBytes, accept: (mediaType: string) => Object.hasOwn(fileTypes, mediaType) }
    const received = await ctx.files.receive(stream, rules)
    try {
      // the multipart reader cuts at its own limit and says so only here
      if ('truncated' in stream && stream.truncated === true) throw new FileTooLarge(maxFileBytes)
      const name = safeFileName(file.name)
      const { scan, signature } = await scanReceived(ctx, received)
      if (signature !== null) {
        await recordInfected(ctx, origin, name, signature)
        throw new Refusal('file.infected', { data: { signature } })
      }
      await received.keep()
      const { sha256, size, mediaType } = received
      return { sha256, size, mediaType, name, scan, signature }
    } catch (error) {
      await received.discard()
      throw error
    }
  } catch (error) {
    throw refusalFor(error)
  }
}

/** Runs what must pass before a file is worth receiving; on a refusal the rest of the upload is read and dropped. */
export async function orDrop<T>(ctx: Ctx, file: IncomingFile, check: () => Promise<T>): Promise<T> {
  try {
    return await ctx.uploads.pass(check)
  } catch (error) {
    file.stream.resume()
    throw error
  }
}

/** The transaction that names a file which is there: when many hand in at the same moment, each in its turn. */
export function inTurn<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.uploads.pass(() => ctx.db.transaction().execute(work))
}
