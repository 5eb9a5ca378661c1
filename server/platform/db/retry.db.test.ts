import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, postgresUrl } from '../../../tests/database.ts'
import type { Database } from './connect.ts'
import { DatabaseUnavailable } from './limits.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const lock = (key: number) => sql`select pg_advisory_xact_lock(${key})`
const fail = (code: string) => sql.raw(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`)

describe('a transaction', () => {
  // needs two connections
  it.skipIf(!postgresUrl)('that loses a deadlock is run again as a whole', async () => {
    let runs = 0
    let both = 0
    let meet: () => void = () => undefined
    const met = new Promise<void>((resolve) => {
      meet = resolve
    })
    const take = (first: number, second: number) =>
      database.db.transaction().execute(async (tx) => {
        runs += 1
        await lock(first).execute(tx)
        both += 1
        if (both === 2) meet()
        await met
        await lock(second).execute(tx)
      })
    await Promise.all([take(1, 2), take(2, 1)])
    expect(runs).toBe(3)
  })

  it.each(['40001', '40P01'])('is run three times in all when %s does not end', async (code) => {
    let runs = 0
    const run = database.db.transaction().execute(async (tx) => {
      runs += 1
      await fail(code).execute(tx)
    })
    await expect(run).rejects.toMatchObject({ code })
    expect(runs).toBe(3)
  })

  it.each(['55P03', '23505', '57014'])('is not run again after %s', async (code) => {
    let runs = 0
    const run = database.db.transaction().execute(async (tx) => {
      runs += 1
      await fail(code).execute(tx)
    })
    await expect(run).rejects.toMatchObject({ code })
    expect(runs).toBe(1)
  })
})

describe.skipIf(!postgresUrl)('a connection', () => {
  it('that is cut in the middle is a database that does not answer, and the next one is fresh', async () => {
    const cut = database.db.connection().execute(async (one) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(one)
      await Promise.all([
        sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db),
        sql`select pg_sleep(3)`.execute(one),
      ])
    })
    await expect(cut).rejects.toSatisfy(
      (error) => error instanceof DatabaseUnavailable || (error as { code?: string }).code === '57P01',
    )
    await expect(sql`select 1 as one`.execute(database.db)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })
})
