import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeYear, type Major } from '../../contract/academics.ts'
import { readSession } from '../../contract/accounts.ts'
import * as contract from '../../contract/advisors.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeMajor, makeYear } from '../academics/factory.ts'
import { makeAdvisor } from './factory.ts'

let app: TestApp
let admin: Client
let office: Client
let plain: Client
let accounting: Major
let marketing: Major
let past: contract.Advisor
let officer: contract.Advisor
let marketer: contract.Advisor
let general: contract.Advisor

const quotas = { supervising: 2, chair: 1, second: 1, third: 0 }

beforeAll(async () => {
  app = await startApp()
  await app.account('root', 'admin')
  admin = await app.as('root')
  const year = await makeYear(app.ctx, { name: '2025-2026' })
  past = await makeAdvisor(app.ctx, { name: 'Old hand', login: 'old.hand', email: 'old@example.org' })
  await admin.call(closeYear, { params: { yearId: year.id }, ifMatch: year.version })
  await makeYear(app.ctx)
  accounting = await makeMajor(app.ctx, { name: 'Accounting', abbreviation: 'ACC' })
  marketing = await makeMajor(app.ctx, { name: 'Marketing', abbreviation: 'MKT' })
  const specialised = { login: 'office', name: 'B Officer', majorIds: [accounting.id] }
  officer = await makeAdvisor(app.ctx, { ...specialised, managedMajorIds: [accounting.id] })
  marketer = await makeAdvisor(app.ctx, {
    login: 'plain',
    name: 'C Marketer',
    email: 'c@example.org',
    majorIds: [marketing.id],
  })
  general = await makeAdvisor(app.ctx, { name: 'A General', email: 'a@example.org', quotas: { supervising: 0 } })
  office = await app.as('office')
  plain = await app.as('plain')
})

afterAll(() => app.close())

describe('listAdvisors', () => {
  test('200: e-mail and the right to manage only in scope', async () => {
    const seen = async (who: Client) =>
      (await who.call(contract.listAdvisors)).body.items.map((one) => [one.name, one.email, one.can.manage])
    expect(await seen(office)).toEqual([
      ['A General', 'a@example.org', true],
      ['B Officer', null, true],
      ['C Marketer', null, false],
    ])
    expect(await seen(plain)).toEqual([
      ['A General', null, false],
      ['B Officer', null, false],
      ['C Marketer', null, false],
    ])
    expect((await seen(admin)).every(([, , manage]) => manage)).toBe(true)
  })
  test('filters by major, free places and text, and sorts by places', async () => {
    const names = async (query: object) =>
      (await plain.call(contract.listAdvisors, { query })).body.items.map((one) => one.name)
    expect(await names({ majorId: marketing.id })).toEqual(['A General', 'C Marketer'])
    expect(await names({ free: 'true', sort: '-name' })).toEqual(['C Marketer', 'B Officer'])
    expect(await names({ free: 'false' })).toEqual(['A General'])
    expect(await names({ q: 'market' })).toEqual(['C Marketer'])
    expect((await names({ sort: 'free' }))[0]).toBe('A General')
    expect(await names({ yearId: past.yearId })).toEqual(['Old hand'])
  })
  test('400, 401', async () => {
    expect((await plain.call(contract.listAdvisors, { query: { pageSize: 101 } })).status).toBe(400)
    expect((await app.call(contract.listAdvisors)).status).toBe(401)
  })
})

describe('createAdvisor', () => {
  const make = (who: Client, body: object) =>
    who.call(contract.createAdvisor, { body: { name: 'New One', quotas, majorIds: [], ...body } })

  test('201: with a place of each kind', async () => {
    const { status, body } = await make(office, {
      majorIds: [accounting.id],
      email: 'New@Example.org',
      login: 'new.one',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      quotas,
      email: 'new@example.org',
      majors: [{ abbreviation: 'ACC' }],
      managedMajors: [],
    })
    expect(body.loads).toEqual({ supervising: 0, chair: 0, second: 0, third: 0 })
  })
  test('201: a person keeps the account over the years', async () => {
    const again = await make(admin, { name: 'Old hand', email: 'old@example.org' })
    expect([again.status, again.body.accountId]).toEqual([201, past.accountId])
  })
  test('400, 401, 403, 404, 409, 422', async () => {
    expect((await make(admin, { quotas: { ...quotas, chair: -1 } })).status).toBe(400)
    expect((await make(app, {})).status).toBe(401)
    expect((await make(plain, {})).status).toBe(403)
    expect((await make(office, { majorIds: [marketing.id] })).status).toBe(403)
    expect((await make(admin, { majorIds: [randomUUID()] })).status).toBe(404)
    expect((await make(office, { yearId: past.yearId })).status).toBe(422)
    expect((await make(admin, { email: 'a@example.org' })).problem.code).toBe('account.emailTaken')
    expect((await make(admin, { login: 'plain' })).problem.code).toBe('account.loginTaken')
    expect((await make(admin, { login: 'root2', yearId: past.yearId })).problem.code).toBe('year.closed')
  })
})

describe('readAdvisor', () => {
  test('200, 400, 401, 404', async () => {
    const read = await plain.call(contract.readAdvisor, { params: { advisorId: general.id } })
    expect(read.body).toMatchObject({ name: 'A General', email: null, majors: [] })
    expect((await plain.call(contract.readAdvisor, { params: { advisorId: '1' } })).status).toBe(400)
    expect((await app.call(contract.readAdvisor, { params: { advisorId: general.id } })).status).toBe(401)
    expect((await plain.call(contract.readAdvisor, { params: { advisorId: randomUUID() } })).status).toBe(404)
  })
})

describe('updateAdvisor', () => {
  const change = (who: Client, advisor: { id: string }, body: object, ifMatch?: number) =>
    who.call(contract.updateAdvisor, { params: { advisorId: advisor.id }, body, ...(ifMatch ? { ifMatch } : {}) })

  test('200, then 412 with both versions', async () => {
    const done = await change(office, general, { quotas, name: 'A Generalist' }, general.version)
    expect(done.body).toMatchObject({
      name: 'A Generalist',
      quotas,
      email: 'a@example.org',
      version: general.version + 1,
    })
    const stale = await change(office, general, { name: 'Z' }, general.version)
    expect(stale.problem).toMatchObject({
      code: 'version.stale',
      current: { name: 'A Generalist' },
      yours: { name: 'Z' },
    })
    general = done.body
  })
  test('400, 401, 403, 404, 409, 422, 428', async () => {
    const { version } = general
    expect((await change(office, general, { name: '' }, version)).status).toBe(400)
    expect((await change(app, general, { name: 'X' }, version)).status).toBe(401)
    expect((await change(plain, general, { name: 'X' }, version)).status).toBe(403)
    expect((await change(office, general, { majorIds: [marketing.id] }, version)).status).toBe(403)
    expect((await change(office, marketer, { name: 'X' }, marketer.version)).status).toBe(404)
    expect((await change(admin, general, { email: 'c@example.org' }, version)).problem.code).toBe('account.emailTaken')
    expect((await change(admin, past, { name: 'X' }, past.version)).problem.code).toBe('year.closed')
    expect((await change(office, general, { name: 'X' })).status).toBe(428)
  })
  test('403: nobody but an admin sets the e-mail of an admin', async () => {
    const owner = await makeAdvisor(app.ctx, { login: 'owner', email: 'owner@example.org' })
    await app.platform.db
      .updateTable('accounts')
      .set({ roles: ['advisor', 'admin'] })
      .where('id', '=', owner.accountId)
      .execute()
    expect((await change(office, owner, { email: 'mine@example.org' }, owner.version)).status).toBe(403)
    expect((await change(admin, owner, { email: 'new.owner@example.org' }, owner.version)).status).toBe(200)
  })
})

describe('setManagedMajors', () => {
  const assign = (who: Client, advisor: { id: string }, majorIds: string[], ifMatch?: number) =>
    who.call(contract.setManagedMajors, {
      params: { advisorId: advisor.id },
      body: { majorIds },
      ...(ifMatch ? { ifMatch } : {}),
    })
  const rolesOf = async (who: Client) => (await who.call(readSession)).body.roles.toSorted()

  test('200: the role comes and goes with the majors', async () => {
    const given = await assign(admin, marketer, [marketing.id], marketer.version)
    expect(given.body.managedMajors.map((one) => one.id)).toEqual([marketing.id])
    expect(await rolesOf(plain)).toEqual(['advisor', 'department_admin'])
    expect((await assign(admin, marketer, [], marketer.version)).status).toBe(412)
    const taken = await assign(admin, marketer, [], given.body.version)
    expect(taken.body.managedMajors).toEqual([])
    expect(await rolesOf(plain)).toEqual(['advisor'])
  })
  test('400, 401, 403, 404, 422, 428', async () => {
    expect((await assign(admin, officer, ['x'], officer.version)).status).toBe(400)
    expect((await assign(app, officer, [], officer.version)).status).toBe(401)
    expect((await assign(office, officer, [], officer.version)).status).toBe(403)
    expect((await assign(admin, { id: randomUUID() }, [], 1)).status).toBe(404)
    expect((await assign(admin, officer, [randomUUID()], officer.version)).status).toBe(404)
    expect((await assign(admin, past, [], past.version)).problem.code).toBe('year.closed')
    expect((await assign(admin, officer, [])).status).toBe(428)
  })
})

describe('deleteAdvisor', () => {
  const drop = (who: Client, advisor: { id: string }) =>
    who.call(contract.deleteAdvisor, { params: { advisorId: advisor.id } })

  test('204: the role goes with the last record', async () => {
    const one = await makeAdvisor(app.ctx, { login: 'leaver' })
    const leaver = await app.as('leaver')
    expect((await drop(office, one)).status).toBe(204)
    expect((await drop(office, one)).status).toBe(404)
    expect((await leaver.call(readSession)).body.roles).toEqual([])
  })
  test('401, 403, 404, 422', async () => {
    expect((await drop(app, general)).status).toBe(401)
    expect((await drop(plain, general)).status).toBe(403)
    expect((await drop(office, marketer)).status).toBe(404)
    expect((await drop(admin, past)).problem.code).toBe('year.closed')
  })
  test('409 with the number of projects', async () => {
    await app.platform.db
      .insertInto('projects')
      .values({
        ...{
          year_id: general.yearId,
          code: 'P26001',
          topic_lo: 'ກ',
          topic_en: 'A',
          topic_lo_key: 'ກ',
          topic_en_key: 'a',
        },
        advisor_id: general.id,
      })
      .execute()
    const used = await drop(admin, general)
    expect([used.status, used.problem.code]).toEqual([409, 'advisor.inUse'])
    expect(used.problem.data).toEqual({ name: 'A Generalist', projects: 1 })
  })
})

test('every change is recorded once', async () => {
  const rows = await app.platform.db.selectFrom('events').select('name').where('name', 'like', 'advisor.%').execute()
  const count = (name: string) => rows.filter((row) => row.name === `advisor.${name}`).length
  expect(['added', 'changed', 'removed', 'officeAssigned'].map(count)).toEqual([8, 2, 1, 3])
})
