import { createHash } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { listSeals, listUnsealed } from '../db/seal.queries.ts'

/** The last seal at some moment, kept outside of the database: nobody who rewrites the record can rewrite it too. */
export interface Head {
  readonly sequence: number
  /** Hexadecimal. */
  readonly hash: string
}

export interface Verdict {
  /** How many events were compared. */
  readonly events: number
  /** One sentence for each thing that is wrong, a hundred at most. */
  readonly findings: readonly string[]
  readonly head: Head | null
}

const most = 100
const batch = 2_000

/**
 * Recomputes the chain of the record: finds what was edited, removed, slipped in or moved. Rewriting everything from some
 * event on with new hashes, and cutting off the end, are found by heads that were noted before.
 */
export async function verifyRecord(db: Db, heads: readonly Head[]): Promise<Verdict> {
  const findings: string[] = []
  const noted = new Map(heads.map((one) => [one.sequence, one.hash]))
  let sequence = 0
  let last: Uint8Array = Buffer.alloc(0)
  for (;;) {
    const seals = await listSeals(db, sequence, batch)
    for (const seal of seals) {
      if (seal.sequence !== sequence + 1) findings.push(`Seals ${sequence + 1} to ${seal.sequence - 1} are missing.`)
      const expected = createHash('sha256')
        .update(last)
        .update(seal.text ?? '')
        .digest()
      if (seal.text === null) findings.push(`Event ${seal.event_id} was removed.`)
      else if (!expected.equals(seal.hash)) findings.push(`Event ${seal.event_id} is not what was sealed.`)
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
  for (const id of await listUnsealed(db, most)) findings.push(`Event ${id} was slipped in: it has no seal.`)
  const head = sequence > 0 ? { sequence, hash: Buffer.from(last).toString('hex') } : null
  return { events: sequence, findings: findings.slice(0, most), head }
}
