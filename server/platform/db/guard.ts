import pg from 'pg'
import { DatabaseUnavailable } from './limits.ts'

type Statement = string | pg.QueryConfig

/** The server says that it ends this connection: shutting down, or told to by an administrator. */
const isFarewell = (code: string | undefined) => /^(57P0[1-5]|25P03|08...)$/.test(code ?? '')

/**
 * A connection that was taken from the pool. Once the server did not answer, nothing more is asked of it: the rollback
 * fails at once instead of waiting again, and the connection is closed instead of given back with an answer on its way.
 */
export function guard(client: pg.PoolClient, answerWithin: number) {
  let broken: DatabaseUnavailable | undefined
  return {
    async query(statement: Statement): Promise<pg.QueryResult> {
      if (broken) throw broken
      const config = typeof statement === 'string' ? { text: statement } : statement
      try {
        return await client.query({ ...config, query_timeout: answerWithin } as pg.QueryConfig)
      } catch (error) {
        const answered = error instanceof pg.DatabaseError
        if (!answered || isFarewell(error.code)) broken = new DatabaseUnavailable(error)
        throw answered ? error : broken
      }
    },
    release: () => client.release(broken),
  }
}

/** A connection within the given wait; what is left of the time for an answer is returned with it. */
export async function take(pool: pg.Pool, answerWithin: number) {
  const start = performance.now()
  try {
    const client = await pool.connect()
    return guard(client, Math.max(1_000, answerWithin - (performance.now() - start)))
  } catch (error) {
    throw error instanceof pg.DatabaseError ? error : new DatabaseUnavailable(error)
  }
}
