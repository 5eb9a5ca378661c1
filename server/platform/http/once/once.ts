import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Db, Tx } from '../../db/db.ts'
import { type Claim, findClaim, insertKey, setAnswer } from '../../db/idempotency.queries.ts'
import { Refusal } from '../../problem.ts'
import type { SeenFile } from './seen.ts'

/** The request was done before; `answer` is what it was answered, unless that was a secret. */
export class DoneBefore {
  readonly answer: unknown
  constructor(answer: unknown) {
    this.answer = answer
  }
}

class Taken extends Error {}

/** What of a result is kept for a repetition: undefined while it is not yet an answer, or holds a secret. */
type Keep = (result: unknown) => unknown

/** The claim of a request that carries an `Idempotency-Key`, null without one or when nobody is signed in. */
export function claimOf(req: FastifyRequest, accountId: string, body: unknown, file: SeenFile | null): Claim | null {
  const key = req.headers['idempotency-key']
  if (key === undefined || req.method === 'GET' || accountId === '') return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Refusal('input.invalid', {
      errors: [{ path: 'Idempotency-Key', message: 'Give 1 to 200 visible signs' }],
    })
  }
  const text = `${req.method} ${req.url} ${req.headers['if-match'] ?? ''}\n${JSON.stringify(body ?? null)}`
  const hash = () =>
    createHash('sha256')
      .update(text)
      .update(file?.digest() ?? '')
      .digest()
  return { accountId, key, hash }
}

/**
 * Does a request once. The key is taken in its first transaction, together with everything that it writes: when that is
 * rolled back the key is free again, and when it is committed every repetition is answered with what this one was. Who
 * repeats at the same time waits for the first. A file is part of what is asked: a use case reads it before it writes, and of
 * a repetition it is read only to be compared.
 * @throws request.keyReused when the key was used for something else
 */
export async function once(
  db: Db,
  claim: Claim,
  { keep, file }: { keep: Keep; file: SeenFile | null },
  run: (db: Db) => Promise<unknown>,
): Promise<unknown> {
  const before = await answerBefore(db, claim, file)
  if (before) return before
  let kept: unknown
  const claiming = around(db, async (tx, work) => {
    if (!(await insertKey(tx, claim))) throw new Taken()
    const result = await work(tx)
    kept = keep(result)
    await setAnswer(tx, claim, kept)
    return result
  })
  try {
    const result = await run(claiming)
    // what a use case adds after its transaction belongs to the answer
    const whole = keep(result)
    if (JSON.stringify(kept) !== JSON.stringify(whole)) {
      await db.transaction().execute((tx) => setAnswer(tx, claim, whole))
    }
    return result
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    return (await answerBefore(db, claim, file)) ?? Promise.reject(new Refusal('server.busy', { retryAfterSeconds: 1 }))
  }
}

async function answerBefore(db: Db, claim: Claim, file: SeenFile | null): Promise<DoneBefore | undefined> {
  const row = await findClaim(db, claim)
  if (!row) return undefined
  await file?.drain()
  if (!claim.hash().equals(row.request_hash)) throw new Refusal('request.keyReused')
  return new DoneBefore(row.answer ?? undefined)
}

/** The database with something done around the first transaction that commits. */
function around(db: Db, wrap: (tx: Tx, work: (tx: Tx) => Promise<unknown>) => Promise<unknown>): Db {
  let done = false
  const transaction = () => {
    const builder = db.transaction()
    const execute = builder.execute.bind(builder)
    builder.execute = async (work) => {
      if (done) return await execute(work)
      const result = await execute((tx) => wrap(tx, work as (tx: Tx) => Promise<unknown>))
      done = true
      return result as Awaited<ReturnType<typeof work>>
    }
    return builder
  }
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') return transaction
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
