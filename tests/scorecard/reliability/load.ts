import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../deploy/stage.ts'
import { type Answer, type Visitor, visitor } from '../../deploy/visitor.ts'
import { type Author, chapter } from './campus.ts'

/** What the clients were told that it is done: they believe it. */
export interface Ledger {
  /** Name of a major, and its id. */
  readonly majors: Map<string, string>
  /** Submission, and the SHA-256 of what was handed in. */
  readonly files: Map<string, string>
  readonly reviews: Set<string>
  /** Answers that no client should get. */
  readonly odd: string[]
  /** Requests sent again with the same key. */
  repeated: number
}

export const emptyLedger = (): Ledger => ({
  ...{ majors: new Map(), files: new Map(), reviews: new Set(), odd: [], repeated: 0 },
})

/** Writes that were acknowledged so far. */
export const acknowledged = ({ majors, files, reviews }: Ledger): number => majors.size + files.size + reviews.size

/** Waits until so many writes are acknowledged, at most so long. */
export async function grown(ledger: Ledger, writes: number, patienceMs: number): Promise<void> {
  for (const start = performance.now(); performance.now() - start < patienceMs; await pause(50)) {
    if (acknowledged(ledger) >= writes) return
  }
}

export interface Load {
  readonly ledger: Ledger
  /** Waits until each client has what it wanted last. */
  stop(): Promise<void>
}

/** Hears of each attempt: its answer, or that the connection broke, and the milliseconds it took. */
export type Witness = (answer: Answer | Error, took: number) => void

const fileBytes = 200_000
/** A client that gets nothing for so long gives up, and says so. */
const patience = 60_000

interface Request {
  readonly path: string
  readonly cookie: string
  readonly body: object | Buffer
  readonly headers?: Record<string, string>
}

/** Asks until it is answered for good, always with the same key. */
export async function persist(guest: Visitor, ledger: Ledger, witness: Witness, request: Request) {
  const { path, body, cookie } = request
  const headers = { cookie, 'idempotency-key': randomUUID(), ...request.headers }
  for (const start = performance.now(); performance.now() - start < patience; ledger.repeated += 1) {
    const sent = performance.now()
    const answer = await guest.send('POST', path, { headers, body }).catch((error: Error) => error)
    witness(answer, performance.now() - sent)
    if (!(answer instanceof Error) && answer.status < 500) {
      if (answer.status < 300) return JSON.parse(String(answer.body)) as { id: string }
      ledger.odd.push(`${path.replaceAll(/[0-9a-f-]{36}/g, '-')} ${answer.status} ${String(answer.body).slice(0, 200)}`)
      return undefined
    }
    await pause(100 + Math.random() * 200)
  }
  ledger.odd.push(`${path}: nothing within ${patience} ms`)
  return undefined
}

/**
 * People without a pause until they are told to stop: each author hands in, is asked for a revision, and hands in again;
 * twice as many clerks as authors add majors. Each write has a key and is repeated with it until it is acknowledged.
 */
export function startLoad(stage: Stage, authors: readonly Author[], witness: Witness = () => undefined): Load {
  const ledger = emptyLedger()
  const guest = visitor(stage.nginx)
  const { cookie } = stage
  let going = true
  let named = 0
  const ask = (request: Request) => persist(guest, ledger, witness, request)
  const write = async (author: Author) => {
    while (going) {
      for (const milestone of author.milestones.slice(0, 1)) {
        const { sha256, ...file } = chapter(fileBytes)
        const path = `/api/v1/milestones/${milestone}/submissions`
        const made = await ask({ path, cookie: author.cookie, ...file })
        if (!made) return
        ledger.files.set(made.id, sha256)
        const body = { decision: 'revision', feedback: 'again' }
        if (!(await ask({ path: `/api/v1/submissions/${made.id}/review`, cookie, body }))) return
        ledger.reviews.add(made.id)
      }
    }
  }
  const add = async () => {
    while (going) {
      named += 1
      const name = `Load ${named}`
      const made = await ask({ path: '/api/v1/majors', cookie, body: { name, abbreviation: `L${named}` } })
      if (made) ledger.majors.set(name, made.id)
    }
  }
  const all = Promise.all([...authors.map(write), ...authors.flatMap(() => [add(), add()])])
  return {
    ledger,
    stop: async () => {
      going = false
      await all
      guest.close()
    },
  }
}
