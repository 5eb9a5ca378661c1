import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { acceptInvitation, inviteAccounts, signIn } from '../../../contract/accounts.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { registerStudent } from '../../../contract/students.ts'
import { good } from '../../faculty.ts'
import { password, type TestApp } from '../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { creating, type Sample, samplesOf } from '../reliability/repeated.ts'

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

const planted = /planted by the request|99999999-9999-4999-8999-999999999999|987654321|1999-09-09/

/** A value that the program itself never comes to. */
function odd({ type }: Column): unknown {
  if (type === 'uuid') return '99999999-9999-4999-8999-999999999999'
  if (/int|numeric|double/.test(type)) return 987_654_321
  if (/date|timestamp/.test(type)) return '1999-09-09T09:09:09.000Z'
  if (type === 'boolean') return true
  if (type === 'ARRAY') return ['planted by the request']
  return type === 'jsonb' ? { a: 'planted by the request' } : 'planted by the request'
}

async function columnsOf(app: TestApp): Promise<Column[]> {
  const { rows } = await sql<Column>`select table_name as table, column_name as name, data_type as type
    from information_schema.columns where table_schema = 'public' order by 1, 2`.execute(app.platform.db)
  return rows
}

/** Every row there is, as text, by its table. */
async function rowsOf(app: TestApp, tables: readonly string[]): Promise<Map<string, Set<string>>> {
  const parts = tables.map(
    (name) =>
      sql<{ name: string; row: string }>`select ${name} as name, to_jsonb(t)::text as row from ${sql.table(name)} t`,
  )
  const all = new Map(tables.map((name) => [name, new Set<string>()]))
  for (const part of parts) {
    for (const { name, row } of (await part.execute(app.platform.db)).rows) all.get(name)?.add(row)
  }
  return all
}

/** The rows that are there afterwards and were not before, changed ones among them. */
async function made(app: TestApp, tables: readonly string[], act: () => Promise<unknown>): Promise<[string, string][]> {
  const before = await rowsOf(app, tables)
  await act()
  return [...(await rowsOf(app, tables))].flatMap(([name, rows]) =>
    [...rows].filter((row) => !before.get(name)?.has(row)).map((row): [string, string] => [name, row]),
  )
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** What is true in the rows: a planted one cannot be told by its value, only by what a plain request makes of it. */
function switches(rows: readonly [string, string][]): Set<string> {
  const told = rows.flatMap(([name, row]) =>
    Object.entries(JSON.parse(row)).flatMap(([column, value]) => (value === true ? [`${name}.${column}`] : [])),
  )
  return new Set(told)
}

/** Who nobody knows yet creates something too. */
function samplesOfGuests(app: TestApp, samples: Record<string, () => Promise<Sample>>) {
  let n = 0
  const guest = { cookie: null, call: app.call } as Sample['by']
  return {
    signIn: async () => ({ by: guest, body: { login: 'guest.of.all', password } }),
    registerStudent: async () => {
      n += 1
      const sample = await samples.createStudent?.()
      const email = `guest${n}@example.edu`
      return {
        by: guest,
        body: { ...sample?.body, code: `155R${7000 + n}/22`, email, password: 'nobody guesses this' },
      }
    },
    acceptInvitation: async () => {
      const sample = (await samples.inviteAccounts?.()) as Sample
      const { items } = good(await sample.by.call(inviteAccounts, { body: sample.body } as never)) as {
        items: { path: string }[]
      }
      return { by: guest, params: { token: items[0]?.path.split('/').at(-1) }, body: { password: 'my very own words' } }
    },
  }
}

/** Each endpoint that creates is given, beside what it asks for, every column of the tables that it writes to. */
export async function measureMadeRows(context: Context): Promise<Figure[]> {
  const app = await context.app({ BM23_SECRET_KEYS: `1:${randomBytes(32).toString('base64')}` })
  const own = await samplesOf(app)
  await app.account('guest.of.all', 'student')
  await app.as('guest.of.all')
  const samples: Record<string, () => Promise<Sample>> = { ...own, ...samplesOfGuests(app, own) }
  const columns = await columnsOf(app)
  const tables = [...new Set(columns.map((one) => one.table))]
  const wrong: string[] = []
  let tried = 0
  const endpoints = [...creating, signIn, registerStudent, acceptInvitation] as Endpoint[]
  for (const endpoint of endpoints) {
    const make = samples[endpoint.operationId]
    if (!make) throw new Error(`${endpoint.operationId}: no sample`)
    const call = async ({ by, ...sample }: Sample) => {
      const answer = await by.call(endpoint, sample as never)
      if (answer.status >= 300)
        wrong.push(`${endpoint.operationId}: ${answer.status} ${answer.raw.toString().slice(0, 200)}`)
    }
    const [plain, other] = [await make(), await make()]
    const first = await made(app, tables, () => call(plain))
    const touched = new Set(first.map(([name]) => name))
    const named = new Set(Object.keys(other.body ?? {}))
    const given = columns
      .filter((one) => touched.has(one.table))
      .flatMap((one) => [one.name, camel(one.name)].map((name): [string, unknown] => [name, odd(one)]))
      .filter(([name]) => !named.has(name) && !shapeOf(endpoint).includes(name))
    // a form takes ten fields at most
    const extra = Object.fromEntries(
      other.file ? given.filter((_, index) => index % Math.ceil(given.length / 8) === 0) : given,
    )
    tried += Object.keys(extra).length
    const second = await made(app, tables, () => call({ ...other, body: { ...other.body, ...extra } }))
    if (second.length === 0) wrong.push(`${endpoint.operationId} made nothing`)
    for (const [name, row] of second)
      if (planted.test(row)) wrong.push(`${endpoint.operationId}: ${name} ${row.slice(0, 200)}`)
    const plainly = switches(first)
    for (const one of switches(second)) if (!plainly.has(one)) wrong.push(`${endpoint.operationId}: ${one} is true`)
  }
  return [
    atLeast('endpoints that create', endpoints.length, 18),
    atLeast('columns given beside what is asked for', tried, 600),
    none('columns that a request filled in, or requests that were not done', wrong),
  ]
}

/** Every name that the body may have. */
function shapeOf({ body }: Endpoint): string[] {
  const schema = body as { shape?: object; options?: { shape?: object }[] } | undefined
  return [schema?.shape, ...(schema?.options ?? []).map((one) => one.shape)].flatMap((one) => Object.keys(one ?? {}))
}
