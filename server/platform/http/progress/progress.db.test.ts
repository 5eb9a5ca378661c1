import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProgressLine, progressType } from '../../../../contract/endpoint.ts'
import { applyImport, type Import, readImport, reviewImport } from '../../../../contract/imports.ts'
import { listStudents } from '../../../../contract/students.ts'
import { good } from '../../../../tests/faculty.ts'
import { type Client, startApp, type TestApp, urlOf } from '../../../../tests/harness.ts'
import { makeClassroom, makeMajor, makeYear } from '../../../academics/factory.ts'

let app: TestApp
let admin: Client
let origin: string

beforeAll(async () => {
  app = await startApp()
  await makeYear(app.ctx)
  const major = await makeMajor(app.ctx, { name: 'Tourism', abbreviation: 'TM' })
  await makeClassroom(app.ctx, { majorId: major.id, name: 'TM-1' })
  await app.account('root', 'admin')
  admin = await app.as('root')
  origin = await app.server.listen({ port: 0, host: '127.0.0.1' })
}, 60_000)

afterAll(async () => {
  app.server.server.closeAllConnections()
  await app.close()
})

/** A review of so many new students, whose IDs begin at a number. */
async function reviewOf(students: number, first: number): Promise<Import> {
  const rows = Array.from({ length: students }, (_, at) => `155N${first + at}/22,ມະນີ,ແສງ,female,Tourism,TM-1`)
  const content = ['Student ID,Name,Surname,Gender,Major,Classroom', ...rows].join('\n')
  return good(
    await admin.call(reviewImport, { params: { kind: 'students' }, body: {}, file: { name: 's.csv', content } }),
  )
}

interface Asked {
  signal?: AbortSignal
  key?: string
}

const asked = (importId: string, { signal, key }: Asked = {}) =>
  fetch(`${origin}${urlOf(applyImport, { importId })}`, {
    method: 'POST',
    headers: {
      accept: progressType,
      cookie: admin.cookie ?? '',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    signal: signal ?? null,
  })

async function linesOf(answer: Response): Promise<ProgressLine[]> {
  const lines = (await answer.text()).trimEnd().split('\n')
  return lines.map((line) => ProgressLine.parse(JSON.parse(line)))
}

const countStudents = async (q: string) => good(await admin.call(listStudents, { query: { q } })).total

describe('work that tells how far it is', () => {
  it('ends with what it would have been answered, and nothing that the contract does not name', async () => {
    const review = await reviewOf(250, 1000)
    const answer = await asked(review.id)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, progressType])
    expect(answer.headers.get('content-encoding')).toBeNull()
    const lines = await linesOf(answer)
    expect(lines.at(-2)).toEqual({ done: 250, total: 250 })
    expect(lines.at(-1)).toMatchObject({ status: 200, answer: { id: review.id, status: 'applied' } })
    const plain = good(await admin.call(readImport, { params: { importId: review.id } }))
    expect(lines.at(-1)).toEqual({ status: 200, answer: plain })
    expect(await countStudents('155N1')).toBe(250)
  })

  it('ends with the refusal when it is refused, and is done once under one key', async () => {
    const review = await reviewOf(3, 2000)
    const key = randomUUID()
    const [first] = (await linesOf(await asked(review.id, { key }))).slice(-1)
    const [again] = (await linesOf(await asked(review.id, { key }))).slice(-1)
    expect(again).toEqual(first)
    const [refused] = (await linesOf(await asked(review.id))).slice(-1)
    expect(refused).toMatchObject({ status: 409, problem: { code: 'import.alreadyApplied' } })
    const missing = (await linesOf(await asked(randomUUID()))).slice(-1)
    expect(missing).toMatchObject([{ status: 404, problem: { code: 'resource.notFound' } }])
  })

  it('is refused before it begins like any other request', async () => {
    const review = await reviewOf(1, 3000)
    const answer = await fetch(`${origin}${urlOf(applyImport, { importId: review.id })}`, {
      method: 'POST',
      headers: { accept: progressType },
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
  })

  it('is cancelled by who goes away: nothing is written, and it can be begun again', async () => {
    const review = await reviewOf(1000, 4000)
    const going = new AbortController()
    const answer = await asked(review.id, { signal: going.signal })
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const told = new TextDecoder().decode((await reader.read()).value)
    expect(ProgressLine.parse(JSON.parse(told.split('\n')[0] ?? ''))).toMatchObject({ total: 1000 })
    going.abort()
    await expect(reader.read()).rejects.toThrow()
    const after = await linesOf(await asked(review.id))
    expect(after.at(-1)).toMatchObject({ status: 200 })
    expect(await countStudents('155N')).toBe(250 + 3 + 1000)
    const names = await app.platform.db
      .selectFrom('events')
      .select('name')
      .where('subject_id', '=', review.id)
      .orderBy('id')
      .execute()
    expect(names.map(({ name }) => name)).toEqual(['import.reviewed', 'import.applied'])
  }, 60_000)
})
