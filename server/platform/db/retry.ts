import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from './db.ts'

/** Serialization failure and deadlock: PostgreSQL undid the transaction and asks for it again. Nothing else is retried. */
const again = new Set(['40001', '40P01'])
const attempts = 3

async function repeat<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= attempts || !again.has((error as { code?: string }).code ?? '')) throw error
      await pause(attempt * 20 + Math.random() * 30)
    }
  }
}

/**
 * Runs a whole transaction again when it lost a deadlock, so that the person never hears of it. What is inside a
 * transaction therefore works on the database only, and makes its results from scratch.
 */
export function retrying(db: Db): Db {
  const begin = db.transaction.bind(db)
  db.transaction = () => {
    const builder = begin()
    const execute = builder.execute.bind(builder)
    builder.execute = (run) => repeat(() => execute(run))
    return builder
  }
  return db
}
