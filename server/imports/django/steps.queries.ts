import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type ConstraintCodes, Refusal, refusalOf } from '../../platform/problem.ts'

/**
 * A running transaction as the database of a use case: what opens a transaction of its own joins this one. So many use
 * cases become one step that is done as a whole or not at all.
 */
export function joining(tx: Tx): Db {
  return new Proxy(tx, {
    get(target, key) {
      if (key === 'transaction') return () => ({ execute: (work: (inner: Tx) => Promise<unknown>) => work(tx) })
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Tries a part of a transaction: a refusal takes back this part alone, and is returned. */
export async function attempt<T>(
  tx: Tx,
  constraints: ConstraintCodes,
  work: () => Promise<T>,
): Promise<{ done: T } | { refused: Refusal }> {
  await sql`savepoint attempt`.execute(tx)
  try {
    const done = await work()
    await sql`release savepoint attempt`.execute(tx)
    return { done }
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(tx)
    const refused = error instanceof Refusal ? error : refusalOf(error, constraints)
    if (!refused || refused.code === 'server.busy') throw error
    return { refused }
  }
}
