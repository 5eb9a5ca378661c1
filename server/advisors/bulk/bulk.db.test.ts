import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeYear, type Major } from '../../../contract/academics.ts'
import { readSession } from '../../../contract/accounts.ts'
import { type Advisor, changeAdvisors, readAdvisor } from '../../../contract/advisors.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'
import { makeMajor, makeYear } from '../../academics/factory.ts'
import { makeAdvisor } from '../factory.ts'

let app: TestApp
let admin: Client
let office: Client
let accounting: Major
let past: Advisor
let ours: Advisor
let theirs: Advisor
let everywhere: Advisor

beforeAll(async () => {
  app = await startApp()
  await app.account('root', 'admin')
  admin = await app.as('root')
  const before = await makeYear(app.ctx, { name: '2025-2026' })
  past = await makeAdvisor(app.ctx, { login: 'past' })
  await admin.call(closeYear, { params: { yearId: before.id }, ifMatch: before.version })
  await makeYear(app.ctx)
  accounting = await makeMajor(app.ctx, { name: 'Accounting', abbreviation: 'ACC' })
  const marketing = await makeMajor(app.ctx, { name: 'Marketing', abbreviation: 'MKT' })
  ours = await makeAdvisor(app.ctx, { name: 'A Ours', login: 'ours', majorIds: [accounting.id] })
  theirs = await makeAdvisor(app.ctx, { name: 'B Theirs', login: 'theirs', majorIds: [marketing.id] })
  everywhere = await makeAdvisor(app.ctx, { name: 'C Everywhere', login: 'everywhere' })
  const officer = { name: 'D Officer', login: 'office', majorIds: [accounting.id] }
  await makeAdvisor(app.ctx, { ...officer, managedMajorIds: [accounting.id] })
  office = await app.as('office')
})
afterAll(() => app.close())

type Body = NonNullable<Parameters<typeof office.call<typeof changeAdvisors>>[1]>['body']
const change = (who: Client, body: Body) => who.call(changeAdvisors, { body: body as never })
const read = async (advisor: Advisor) => (await admin.call(readAdvisor, { params: { advisorId: advisor.id } })).body

async function factsOf(name: string) {
  return await app.platform.db.selectFrom('events').selectAll().where('name', '=', name).orderBy('id').execute()
}

describe('changeAdvisors: quotas', () => {
  test('200: only those that are given, only in scope; each is recorded by itself', async () => {
    const absent = randomUUID()
    const selection = { ids: [ours.id, theirs.id, absent] }
    const { body } = await change(office, { action: 'quotas', selection, quotas: { chair: 9, third: 0 } })
    expect(body).toEqual({
      done: 1,
      items: [
        { id: ours.id, name: 'A Ours', problem: null },
        { id: theirs.id, name: 'B Theirs', problem: { code: 'permission.denied' } },
        { id: absent, name: null, problem: { code: 'resource.notFound' } },
      ],
    })
    const quotas = { supervising: 5, chair: 9, second: 5, third: 0 }
    expect(await read(ours)).toMatchObject({ quotas, version: ours.version + 1 })
    expect(await read(theirs)).toMatchObject({ quotas: theirs.quotas, version: theirs.version })
    const facts = await factsOf('advisor.changed')
    expect(facts.map((one) => one.subject_id)).toEqual([ours.id])
    expect(facts[0]?.before).toMatchObject({ quotas: { chair: 5, third: 5 } })
    expect(facts[0]?.after).toMatchObject({ quotas, version: ours.version + 1 })
  })
  test('200: all that match the filter of the list', async () => {
    const filter = { majorId: accounting.id, q: 'E' }
    const { body } = await change(admin, { action: 'quotas', selection: { filter, total: 2 }, quotas: { second: 1 } })
    expect(body.items.map(({ name }) => name)).toEqual(['C Everywhere', 'D Officer'])
    expect([(await read(everywhere)).quotas.second, (await read(ours)).quotas.second]).toEqual([1, 5])
  })
  test('409 with the number that matches now, and nothing is done', async () => {
    const selection = { filter: { free: 'true' as const }, total: 3 }
    const { status, problem } = await change(admin, { action: 'quotas', selection, quotas: { second: 7 } })
    expect([status, problem.code, problem.data]).toEqual([409, 'selection.changed', { total: 4 }])
    expect((await read(everywhere)).quotas.second).toBe(1)
  })
})

describe('changeAdvisors: out of the year', () => {
  test('200: who has projects stays; of the others the role goes with the last record', async () => {
    const leaver = await makeAdvisor(app.ctx, { name: 'Leaver', login: 'leaver' })
    const client = await app.as('leaver')
    const topic = { topic_lo: 'ກ', topic_en: 'A', topic_lo_key: 'ກ', topic_en_key: 'a' }
    const project = { year_id: ours.yearId, code: 'P26001', advisor_id: everywhere.id, ...topic }
    await app.platform.db.insertInto('projects').values(project).execute()
    const { body } = await change(office, { action: 'remove', selection: { ids: [leaver.id, everywhere.id] } })
    expect(body.items.map(({ problem }) => problem)).toEqual([
      { code: 'advisor.inUse', data: { name: 'C Everywhere', projects: 1 } },
      null,
    ])
    expect((await client.call(readSession)).body.roles).toEqual([])
    expect((await factsOf('advisor.removed')).map((one) => one.subject_id)).toEqual([leaver.id])
  })
  test('200: years that are closed are left', async () => {
    for (const body of [{ action: 'remove' as const }, { action: 'quotas' as const, quotas: { chair: 1 } }]) {
      const answer = await change(admin, { ...body, selection: { ids: [past.id] } } as Body)
      expect(answer.body.items.map(({ problem }) => problem?.code)).toEqual(['year.closed'])
    }
  })
  test('400, 401, 403', async () => {
    const selection = { ids: [ours.id] }
    const status = async (who: Client, one: object) => (await change(who, { selection, ...one } as Body)).status
    expect(await status(admin, { action: 'quotas', quotas: {} })).toBe(400)
    expect(await status(admin, { action: 'quotas', quotas: { chair: -1 } })).toBe(400)
    expect(await status(admin, { action: 'remove', selection: { ...selection, filter: {}, total: 1 } })).toBe(400)
    expect(await status(app, { action: 'remove' })).toBe(401)
    expect(await status(await app.as('theirs'), { action: 'remove' })).toBe(403)
  })
})
