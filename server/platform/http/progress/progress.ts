import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Endpoint, progressType } from '../../../../contract/endpoint.ts'

/** Called by long work after each part of it; throws when nobody waits for it any more, so that its transaction is rolled back. */
export type Progress = (done: number, total: number) => Promise<void>

/** What a request that was given up ends with. */
export class GivenUp extends Error {}

/** Lines are not written more often than so many milliseconds. */
const pause = 100

/** Whether the caller wants to read how far the work is, and not only what came of it. */
export function wantsProgress(endpoint: Endpoint, req: FastifyRequest): boolean {
  return endpoint.progress === true && (req.headers.accept ?? '').includes(progressType)
}

/**
 * Answers with one line of JSON for each step of the work, and a last one with what it was answered or refused with. Who goes
 * away before that has cancelled it.
 */
export function sendProgress(reply: FastifyReply, work: (progress: Progress) => Promise<object>): FastifyReply {
  const lines = new PassThrough()
  // written to somebody who is gone
  lines.on('error', () => undefined)
  let gone = false
  reply.raw.once('close', () => {
    gone = !reply.raw.writableFinished
  })
  const tell = (line: object) => lines.write(`${JSON.stringify(line)}\n`)
  let toldAt = 0
  const progress: Progress = async (done, total) => {
    const now = performance.now()
    if (now - toldAt < pause && done < total) return
    toldAt = now
    tell({ done, total })
    // work on the embedded database leaves no time to write, or to hear that somebody went away
    await turn()
    if (gone) throw new GivenUp('Nobody waits for it any more')
  }
  work(progress)
    .then(tell, (error: unknown) => {
      if (!(error instanceof GivenUp)) throw error
    })
    .then(
      () => lines.end(),
      (error: Error) => lines.destroy(error),
    )
  return reply
    .header('content-type', progressType)
    .header('cache-control', 'private, no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(lines)
}
