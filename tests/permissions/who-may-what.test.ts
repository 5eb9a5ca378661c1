import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { startApp, type TestApp } from '../harness.ts'
import { ask, type Cast, castOf, endpoints, people, strict } from './cast.ts'
import { bodies } from './samples.ts'

/** The committed table: who may, by operation. */
function readTable(): Map<string, ReadonlySet<string>> {
  const table = new Map<string, ReadonlySet<string>>()
  let columns: string[] = []
  for (const line of readFileSync(join(import.meta.dirname, 'who-may-what.md'), 'utf8').split('\n')) {
    const [operation = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((one) => one.trim())
    if (operation === 'operation') columns = cells
    else if (columns.length > 0 && cells.length === columns.length && !operation.startsWith('-'))
      table.set(operation, new Set(columns.filter((_, at) => cells[at] === 'yes')))
  }
  return table
}

const table = readTable()
// of these a guess is refused by the same status as a right that is missing
const secretNeeded = new Set(['signIn', 'finishSignIn', 'readInvitation', 'acceptInvitation'])
// a student may register a project, but not one of others: the rule says so before the right is asked
const refusedByRule = ['project.notAMember']
// no job has failed here: who may try one again is told that there is none, the others that they may not
const emptyForAdmins = new Set(['retryJob'])
const endsTheSession = (one: Endpoint) => one.operationId === 'signOut'
const inOrder = [...endpoints.filter((one) => !endsTheSession(one)), ...endpoints.filter(endsTheSession)]

let app: TestApp
let cast: Cast

beforeAll(async () => {
  app = await startApp(strict)
  cast = await castOf(app)
}, 120_000)
afterAll(() => app.close())

/** Each change is sealed in the transaction that makes it; sessions and reading marks are not. */
async function changes(): Promise<unknown> {
  const { rows } = await sql`select (select count(*) from event_seals) as seals,
    (select count(*) from sessions) as sessions, (select count(*) from access_tokens) as tokens,
    (select count(*) from imports) as imports, (select sum(version) from accounts) as accounts`.execute(app.platform.db)
  return rows[0]
}

describe('the table', () => {
  it('has a row for every route and for nothing else, and a column for everybody', () => {
    expect([...table.keys()].sort()).toEqual(endpoints.map((one) => one.operationId).sort())
    const anybody = new Set([...table.values()].flatMap((one) => [...one]))
    expect([...anybody].sort()).toEqual([...people].sort())
  })

  it('is asked with a body that each write accepts', () => {
    const without = endpoints.filter((one) => one.body && !(one.operationId in bodies))
    expect(without.map((one) => one.operationId)).toEqual([])
  })
})

describe('what the table says', () => {
  for (const who of people) {
    it(`${who} is refused what it refuses, and changes nothing`, async () => {
      const wrong: string[] = []
      const before = await changes()
      for (const endpoint of endpoints.filter((one) => !table.get(one.operationId)?.has(who))) {
        const { status, problem } = await ask(cast, endpoint, who)
        const refused = who === 'nobody' ? problem?.code === 'session.missing' : [401, 403, 404].includes(status)
        if (!refused && !refusedByRule.includes(problem?.code))
          wrong.push(`${endpoint.operationId}: ${status} ${problem?.code ?? ''}`)
      }
      expect(wrong).toEqual([])
      expect(await changes()).toEqual(before)
    })
  }

  for (const who of people) {
    it(`${who} gets what it grants`, async () => {
      const wrong: string[] = []
      for (const endpoint of inOrder) {
        if (!table.get(endpoint.operationId)?.has(who) || secretNeeded.has(endpoint.operationId)) continue
        const { status, problem } = await ask(cast, endpoint, who)
        const served = endpoint.method === 'GET' ? status === 200 : ![401, 403, 404].includes(status) && status < 500
        const right = emptyForAdmins.has(endpoint.operationId) ? status === 404 : served
        if (!right) wrong.push(`${endpoint.operationId}: ${status} ${problem?.code ?? ''}`)
      }
      expect(wrong).toEqual([])
    })
  }
})
