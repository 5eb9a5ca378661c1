import { createHash } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { listErasureNotes, listSeals, listUnsealed, type Seal } from '../db/seal.queries.ts'

/** The last seal at some moment, kept outside of the database: nobody who rewrites the record can rewrite it too. */
export interface Head {
  readonly sequence: number
  /** Hexadecimal. */
  readonly hash: string
}

export interface Verdict {
  /** How many events were compared. */
  readonly events: number
  /** Of how many of them a person was taken out since. */
  readonly erased: number
  /** One sentence for each thing that is wrong, a hundred at most. */
  readonly findings: readonly string[]
  readonly head: Head | null
}

const most = 100

const sha256 = (...parts: (Uint8Array | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

/** As it was sealed; or, when a person was taken out of it, as the erasure left it, under the seal it had. */
function isAsSealed({ hash, erased }: Seal, text: string, last: Uint8Array): boolean {
  const seal = Buffer.from(hash).toString('hex')
  return erased ? erased.seal === seal && erased.text === sha256(text) : sha256(last, text) === seal
}
const batch = 2_000

/**
 * Recomputes the chain of the record: finds what was edited, removed, slipped in or moved. Rewriting everything from some
 * event on with new hashes, and cutting off the end, are found by heads that were noted before.
 */
export async function verifyRecord(db: Db, heads: readonly Head[]): Promise<Verdict> {
  const findings: string[] = []
  const noted = new Map(heads.map((one) => [one.sequence, one.hash]))
  let [sequence, erased] = [0, 0]
  let last: Uint8Array = Buffer.alloc(0)
  for (;;) {
    const seals = await listSeals(db, sequence, batch)
    for (const seal of seals) {
      if (seal.sequence !== sequence + 1) findings.push(`Seals ${sequence + 1} to ${seal.sequence - 1} are missing.`)
      if (seal.text === null) findings.push(`Event ${seal.event_id} was removed.`)
      else if (!isAsSealed(seal, seal.text, last)) findings.push(`Event ${seal.event_id} is not what was sealed.`)
      if (seal.erased) erased += 1
      const note = noted.get(seal.sequence)
      if (note && note !== Buffer.from(seal.hash).toString('hex')) {
        findings.push(`Seal ${seal.sequence} differs from the one that was noted: the record was written anew.`)
      }
      last = seal.hash
      sequence = seal.sequence
    }
    if (seals.length < batch || findings.length > most) break
  }
  const newest = Math.max(0, ...noted.keys())
  if (newest > sequence)
    findings.push(`The record ends at seal ${sequence}, and ${newest} was noted: its end is missing.`)
  for (const { id, digest, noted: was } of await listErasureNotes(db)) {
    if (digest !== was) findings.push(`Erasure ${id} is not what the record noted of it.`)
  }
  for (const id of await listUnsealed(db, most)) findings.push(`Event ${id} was slipped in: it has no seal.`)
  const head = sequence > 0 ? { sequence, hash: Buffer.from(last).toString('hex') } : null
  return { events: sequence, erased, findings: findings.slice(0, most), head }
}
