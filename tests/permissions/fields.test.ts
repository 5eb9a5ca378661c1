import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { startApp, type TestApp, urlOf } from '../harness.ts'
import { ask, type Cast, castOf, endpoints, people, strict } from './cast.ts'
import { bodies } from './samples.ts'

let app: TestApp
let cast: Cast

beforeAll(async () => {
  app = await startApp(strict)
  cast = await castOf(app)
}, 120_000)
afterAll(() => app.close())

/** Names of what a value holds; one that is empty for everybody says so, for then nobody learns anything by it. */
function fieldsOf(value: unknown, path = '', found = new Map<string, boolean>()): Map<string, boolean> {
  if (Array.isArray(value)) for (const one of value) fieldsOf(one, `${path}[]`, found)
  else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) fieldsOf(inner, path ? `${path}.${name}` : name, found)
  } else found.set(path, (found.get(path) ?? false) || value !== null)
  return found
}

/** Of the connections only a database with a server tells, and four numbers: they are one field here. */
const pool = /^(database\.pool)\..*/

const told = (body: unknown, marked: boolean) =>
  [...new Map([...fieldsOf(body)].map(([name, filled]) => [name.replace(pool, '$1'), filled]))]
    .map(([name, filled]) => (filled || !marked ? name : `${name} (empty)`))
    .sort()
    .join(' · ')

/** What is empty in these depends on the moment; which fields there are does not. */
const ofTheMoment = ['readDashboard', 'readSystemStatus']
const reading = endpoints.filter((one) => one.method === 'GET' && !one.download)

describe('what is read', () => {
  it('is what the committed list of fields says, for everybody', async () => {
    const lines = ['Fields of each answer, by who reads it. A new field is a decision: look at who learns what.', '']
    for (const endpoint of reading) {
      const readers = new Map<string, string[]>()
      const moment = ofTheMoment.includes(endpoint.operationId)
      if (moment) app.setNow(new Date('2026-11-27T03:00:00Z'))
      for (const who of people) {
        const { status, body } = await ask(cast, endpoint, who)
        if (status !== 200) continue
        const fields = told(body, !moment)
        readers.set(fields, [...(readers.get(fields) ?? []), who])
      }
      app.setNow(null)
      lines.push(`## ${endpoint.operationId}`, '')
      for (const [fields, who] of readers) lines.push(`${who.join(', ')}:`, `  ${fields}`, '')
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('what-is-read.md')
  })

  it('never holds a hash, a secret or a token', async () => {
    const wrong: string[] = []
    for (const endpoint of reading) {
      for (const who of people) {
        const { raw } = await ask(cast, endpoint, who)
        if (/hash"|secret"|"token":|\$argon2|passwordHash/i.test(raw.toString()))
          wrong.push(`${endpoint.operationId} ${who}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const writing = endpoints.filter((one) => one.body && !one.upload)

/** Rows that a request may change a part of, by the parameter that names them. */
const patched: Record<string, { table: string; param: string }> = {
  updateAccount: { table: 'accounts', param: 'accountId' },
  updateYear: { table: 'years', param: 'yearId' },
  updateMajor: { table: 'majors', param: 'majorId' },
  updateClassroom: { table: 'classrooms', param: 'classroomId' },
  updateAdvisor: { table: 'advisors', param: 'advisorId' },
  updateStudent: { table: 'students', param: 'studentId' },
  updateProject: { table: 'projects', param: 'projectId' },
}

async function columnsOf(table: string | null): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select distinct column_name as name from information_schema.columns
    where table_schema = 'public' and (table_name = ${table} or ${table}::text is null)`.execute(app.platform.db)
  return rows.map((one) => one.name)
}

async function rowOf(table: string, id: string) {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} where id = ${id}`.execute(
    app.platform.db,
  )
  const { version, updated_at, ...rest } = rows[0] as Record<string, unknown>
  return { version: Number(version), rest: JSON.stringify(rest), columns: rest }
}

/** Something else of the same kind. */
function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return ['admin', 'student']
  if (value !== null && typeof value === 'object') return {}
  return String(value).includes('-4') ? '11111111-1111-4111-8111-111111111111' : 'changed'
}

const keysOf = (body: unknown) => (body !== null && typeof body === 'object' ? Object.keys(body) : [])
const sampleOf = (endpoint: Endpoint) => bodies[endpoint.operationId] as Record<string, unknown>

describe('what is written', () => {
  it('is nothing that the contract does not name: every column of every table, in every body', async () => {
    const names = [...new Set((await columnsOf(null)).flatMap((one) => [one, camel(one)]))]
    const accepted: string[] = []
    let tried = 0
    for (const endpoint of writing) {
      const plain = endpoint.body?.safeParse(sampleOf(endpoint))
      const allowed = new Set(keysOf(plain?.data).concat(shapeOf(endpoint)))
      for (const name of [...names, '__proto__', 'constructor', 'prototype']) {
        if (allowed.has(name)) continue
        tried += 1
        const text = JSON.stringify(sampleOf(endpoint)).replace('{', `{${JSON.stringify(name)}:{"x":1},`)
        const parsed = endpoint.body?.safeParse(JSON.parse(text.replace(/,}$/, '}')))
        if (parsed?.success && Object.hasOwn(parsed.data as object, name))
          accepted.push(`${endpoint.operationId}.${name}`)
      }
    }
    expect(accepted).toEqual([])
    expect(tried).toBeGreaterThan(3_000)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it.each(Object.keys(patched))('%s changes no column that its body does not name', async (operation) => {
    const endpoint = endpoints.find((one) => one.operationId === operation) as Endpoint
    const { table, param } = patched[operation] as { table: string; param: string }
    const id = cast.params[param] ?? ''
    const allowed = new Set(shapeOf(endpoint))
    const base = operation === 'updateClassroom' ? { name: (await rowOf(table, id)).columns.name } : {}
    for (const column of await columnsOf(table)) {
      for (const name of new Set([column, camel(column)])) {
        if (allowed.has(name)) continue
        const before = await rowOf(table, id)
        const { statusCode } = await app.server.inject({
          ...{ method: endpoint.method, url: urlOf(endpoint, cast.params) },
          headers: {
            ...{ host: 'localhost', cookie: cast.clients.admin?.cookie ?? '', 'if-match': `"${before.version}"` },
            'content-type': 'application/json',
          },
          payload: JSON.stringify({ ...base, [name]: another(before.columns[column] ?? null) }),
        })
        expect([200, 400, 409, 422], `${operation} ${name}`).toContain(statusCode)
        expect((await rowOf(table, id)).rest, `${operation} ${name}`).toBe(before.rest)
      }
    }
  })

  it('is refused when a name is given twice, in every body, at its edge and deep inside', async () => {
    const accepted: string[] = []
    let tried = 0
    for (const endpoint of writing) {
      // scores are given by who sits in the committee
      const { cookie = '' } = cast.clients[endpoint.operationId === 'saveSheet' ? 'committee' : 'admin'] ?? {}
      const text = JSON.stringify(sampleOf(endpoint))
      const [name = 'x'] = Object.keys(sampleOf(endpoint))
      const again = text.replace(/^\{/, () => `{${JSON.stringify(name)}:null${text === '{}' ? '' : ','}`)
      const once = text === '{}' ? again.replace('{', `{${JSON.stringify(name)}:1,`) : again
      const deep = text.replace(/^\{/, () => `{"more":[{"a":1,"\\u0061":2}]${text === '{}' ? '' : ','}`)
      for (const payload of [once, deep]) {
        tried += 1
        const { statusCode, body } = await app.server.inject({
          ...{ method: endpoint.method, url: urlOf(endpoint, cast.params), payload },
          headers: { host: 'localhost', cookie: String(cookie), 'if-match': '"1"', 'content-type': 'application/json' },
        })
        const refused = statusCode === 400 && JSON.parse(body).code === 'input.malformed'
        if (!refused) accepted.push(`${endpoint.operationId}: ${statusCode} ${payload.slice(0, 100)}`)
      }
    }
    expect(accepted).toEqual([])
    expect(tried).toBeGreaterThan(100)
  })

  it('is of the kind that the contract names: no list, object or number for a text, nor the other way round', () => {
    const wrong: string[] = []
    let tried = 0
    for (const endpoint of writing) {
      const sample = sampleOf(endpoint)
      for (const [name, value] of Object.entries(sample)) {
        if (value === null || typeof value === 'object') continue
        for (const odd of [[], [value], {}, { $ne: null }, { toString: 'x' }, [[value]]]) {
          tried += 1
          if (endpoint.body?.safeParse({ ...sample, [name]: odd }).success)
            wrong.push(`${endpoint.operationId}.${name}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan(200)
  })
})

/** Every name that the body may have. */
function shapeOf({ body }: Endpoint): string[] {
  const schema = body as { shape?: object; options?: { shape?: object }[] } | undefined
  return [schema?.shape, ...(schema?.options ?? []).map((one) => one.shape)].flatMap((one) => Object.keys(one ?? {}))
}
