import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as contract from '../../contract/academics.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeAdvisor } from '../advisors/factory.ts'
import { makeStudent } from '../students/factory.ts'
import { makeClassroom, makeMajor, makeYear } from './factory.ts'

let app: TestApp
let admin: Client
let office: Client
let student: Client
let year: contract.Year
let closed: contract.Year
let managed: contract.Major
let other: contract.Major
let closedMajor: contract.Major

beforeAll(async () => {
  app = await startApp()
  const past = await makeYear(app.ctx, { name: '2025-2026' })
  closedMajor = await makeMajor(app.ctx, { yearId: past.id })
  await makeClassroom(app.ctx, { majorId: closedMajor.id, name: 'Old room' })
  await app.account('root', 'admin')
  admin = await app.as('root')
  const { body } = await admin.call(contract.closeYear, { params: { yearId: past.id }, ifMatch: past.version })
  closed = body
  year = await makeYear(app.ctx)
  managed = await makeMajor(app.ctx, { name: 'Accounting', abbreviation: 'ACC' })
  other = await makeMajor(app.ctx, { name: 'Marketing', abbreviation: 'MKT' })
  await makeAdvisor(app.ctx, { login: 'office', managedMajorIds: [managed.id] })
  office = await app.as('office')
  const room = await makeClassroom(app.ctx, { majorId: other.id, name: 'Full room' })
  await makeStudent(app.ctx, { majorId: other.id, classroomId: room.id, code: '205N0001/26' })
  student = await app.as('205N0001/26')
})

afterAll(() => app.close())

const fields = { name: '2030-2031', startsOn: '2030-09-01', endsOn: '2031-07-31' }

describe('listYears', () => {
  test('200: newest first, searched and filtered', async () => {
    const all = await student.call(contract.listYears)
    expect(all.status).toBe(200)
    expect(all.body.items.map((one) => one.name)).toEqual(['2026-2027', '2025-2026'])
    expect((await student.call(contract.listYears, { query: { status: 'closed' } })).body.total).toBe(1)
    expect((await student.call(contract.listYears, { query: { q: '%' } })).body.total).toBe(0)
  })
  test('401', async () => expect((await app.call(contract.listYears)).status).toBe(401))
  test('400', async () => {
    expect((await admin.call(contract.listYears, { query: { sort: 'version' as never } })).status).toBe(400)
  })
})

describe('createYear', () => {
  test('201 with the presets, 409 for the same name again', async () => {
    const made = await admin.call(contract.createYear, { body: fields })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      ...fields,
      status: 'planned',
      maxMembers: 2,
      similarityThreshold: 70,
      version: 1,
    })
    const again = await admin.call(contract.createYear, { body: fields })
    expect([again.status, again.problem.code]).toEqual([409, 'year.nameTaken'])
  })
  test('400, 401, 403, 422', async () => {
    expect((await admin.call(contract.createYear, { body: { ...fields, name: '2030' } })).status).toBe(400)
    expect((await app.call(contract.createYear, { body: fields })).status).toBe(401)
    expect((await office.call(contract.createYear, { body: fields })).status).toBe(403)
    const inverted = await admin.call(contract.createYear, {
      body: { ...fields, name: '2031-2032', endsOn: '2030-01-01' },
    })
    expect([inverted.status, inverted.problem.code]).toEqual([422, 'year.datesInverted'])
  })
})

describe('readYear', () => {
  test('200 with the version as ETag, 404, 400, 401', async () => {
    const read = await student.call(contract.readYear, { params: { yearId: year.id } })
    expect(read.body).toEqual(year)
    const etag = String(read.headers.etag)
    expect(etag).toMatch(new RegExp(`^W/"${year.version}\\.[\\w-]+"$`))
    const params = { yearId: year.id }
    const again = await student.call(contract.readYear, { params, headers: { 'if-none-match': `"x", ${etag}` } })
    expect([again.status, again.raw.length, again.headers.etag]).toEqual([304, 0, etag])
    const changed = await student.call(contract.readYear, { params, headers: { 'if-none-match': 'W/"1.x"' } })
    expect(changed.status).toBe(200)
    expect((await student.call(contract.readYear, { params: { yearId: randomUUID() } })).status).toBe(404)
    expect((await student.call(contract.readYear, { params: { yearId: 'x' } })).status).toBe(400)
    expect((await app.call(contract.readYear, { params: { yearId: year.id } })).status).toBe(401)
  })
})

describe('updateYear', () => {
  test('200 with the ETag of a read as If-Match', async () => {
    const params = { yearId: year.id }
    const { headers } = await admin.call(contract.readYear, { params })
    const ifMatch = { 'if-match': String(headers.etag) }
    const changed = await admin.call(contract.updateYear, { params, headers: ifMatch, body: { maxMembers: 3 } })
    expect(changed.status).toBe(200)
    const stale = await admin.call(contract.updateYear, { params, headers: ifMatch, body: { maxMembers: 2 } })
    expect(stale.status).toBe(412)
    year = changed.body
  })

  const change = (who: Client, body: object, ifMatch?: number, yearId = year.id) =>
    who.call(contract.updateYear, { params: { yearId }, body, ...(ifMatch ? { ifMatch } : {}) })

  test('200, then 412 with both versions for whoever read the old one', async () => {
    const done = await change(admin, { maxMembers: 3 }, year.version)
    expect(done.body).toMatchObject({ maxMembers: 3, version: year.version + 1 })
    const stale = await change(admin, { maxMembers: 4 }, year.version)
    expect(stale.status).toBe(412)
    expect(stale.problem).toMatchObject({ code: 'version.stale', current: { maxMembers: 3 }, yours: { maxMembers: 4 } })
    year = done.body
  })
  test('200 with another time zone and form of student IDs, which the next year takes over', async () => {
    const place = { timezone: 'Asia/Kathmandu', studentCodePattern: '^B\\d{7}$' }
    const changed = await change(admin, place, year.version)
    expect(changed.body).toMatchObject(place)
    const dates = { startsOn: '2044-09-01', endsOn: '2045-07-31' }
    const next = await admin.call(contract.createYear, { body: { ...dates, name: '2044-2045' } })
    const { timezone, studentCodePattern } = year
    // the newest year is not the one that was changed
    expect(next.body).toMatchObject({ timezone, studentCodePattern })
    expect((await change(admin, place, next.body.version, next.body.id)).status).toBe(200)
    const last = await admin.call(contract.createYear, {
      body: { name: '2045-2046', startsOn: '2045-09-01', endsOn: '2046-07-31', timezone: 'UTC' },
    })
    expect(last.body).toMatchObject({ ...place, timezone: 'UTC' })
    year = (await change(admin, { timezone, studentCodePattern }, changed.body.version)).body
  })
  test.each([{ timezone: 'Asia/Nowhere' }, { studentCodePattern: '^(\\d+)+$' }, { studentCodePattern: '\\d{3}' }])(
    '400 for %o',
    async (body) => {
      expect((await change(admin, body, year.version)).problem.code).toBe('input.invalid')
    },
  )
  test('400, 401, 403, 404, 409, 422, 428', async () => {
    expect((await change(admin, { maxMembers: 9 }, year.version)).status).toBe(400)
    expect((await change(app, { maxMembers: 2 }, year.version)).status).toBe(401)
    expect((await change(office, { maxMembers: 2 }, year.version)).status).toBe(403)
    expect((await change(admin, { maxMembers: 2 }, 1, randomUUID())).status).toBe(404)
    expect((await change(admin, { name: closed.name }, year.version)).problem.code).toBe('year.nameTaken')
    expect((await change(admin, { endsOn: '2026-01-01' }, year.version)).problem.code).toBe('year.datesInverted')
    expect((await change(admin, { maxMembers: 2 }, closed.version, closed.id)).problem.code).toBe('year.closed')
    expect((await change(admin, { maxMembers: 2 })).status).toBe(428)
  })
})

describe('activateYear and closeYear', () => {
  test('one year is active at a time, and only the active one is closed', async () => {
    const next = await makeYear(app.ctx, { name: '2027-2028', status: 'planned' })
    const target = { params: { yearId: next.id }, ifMatch: next.version }
    const second = await admin.call(contract.activateYear, target)
    expect([second.status, second.problem.code]).toEqual([409, 'year.alreadyActive'])
    expect((await admin.call(contract.closeYear, target)).problem.code).toBe('year.notActive')
    expect((await admin.call(contract.closeYear, { ...target, ifMatch: 9 })).status).toBe(412)
    expect((await admin.call(contract.activateYear, { ...target, ifMatch: 9 })).status).toBe(412)
  })
  test.each([contract.activateYear, contract.closeYear])('$operationId: 401, 403, 404, 422, 428', async (step) => {
    const params = { yearId: closed.id }
    expect((await app.call(step, { params, ifMatch: 1 })).status).toBe(401)
    expect((await office.call(step, { params, ifMatch: 1 })).status).toBe(403)
    expect((await admin.call(step, { params: { yearId: randomUUID() }, ifMatch: 1 })).status).toBe(404)
    expect((await admin.call(step, { params, ifMatch: closed.version })).status).toBe(422)
    expect((await admin.call(step, { params })).status).toBe(428)
  })
})

describe('listMajors', () => {
  test('200: of the active year, with counts; of another year when asked', async () => {
    const { body } = await student.call(contract.listMajors)
    expect(body.items.map((one) => [one.name, one.classrooms, one.students])).toEqual([
      ['Accounting', 0, 0],
      ['Marketing', 1, 1],
    ])
    const past = await student.call(contract.listMajors, { query: { yearId: closed.id } })
    expect(past.body.items.map((one) => one.id)).toEqual([closedMajor.id])
    expect((await student.call(contract.listMajors, { query: { q: 'mk' } })).body.total).toBe(1)
  })
  test('401', async () => expect((await app.call(contract.listMajors)).status).toBe(401))
})

describe('majors', () => {
  test('are added, renamed and deleted by the admin', async () => {
    const made = await admin.call(contract.createMajor, { body: { name: 'Finance', abbreviation: 'FIN' } })
    expect([made.status, made.body.yearId]).toEqual([201, year.id])
    const at = { params: { majorId: made.body.id } }
    const renamed = await admin.call(contract.updateMajor, { ...at, ifMatch: 1, body: { name: 'Banking' } })
    expect(renamed.body).toMatchObject({ name: 'Banking', abbreviation: 'FIN', version: 2 })
    expect((await admin.call(contract.updateMajor, { ...at, ifMatch: 1, body: { name: 'X' } })).status).toBe(412)
    expect((await admin.call(contract.deleteMajor, at)).status).toBe(204)
    expect((await admin.call(contract.deleteMajor, at)).status).toBe(404)
  })
  test('createMajor: 400, 401, 403, 404, 409, 422', async () => {
    const body = { name: 'accounting', abbreviation: 'NEW' }
    expect((await admin.call(contract.createMajor, { body })).problem.code).toBe('major.nameTaken')
    const abbreviated = await admin.call(contract.createMajor, { body: { name: 'New', abbreviation: 'acc' } })
    expect([abbreviated.status, abbreviated.problem.code]).toEqual([409, 'major.abbreviationTaken'])
    expect((await admin.call(contract.createMajor, { body: { ...body, name: ' ' } })).status).toBe(400)
    expect((await app.call(contract.createMajor, { body })).status).toBe(401)
    expect((await office.call(contract.createMajor, { body })).status).toBe(403)
    expect((await admin.call(contract.createMajor, { body: { ...body, yearId: randomUUID() } })).status).toBe(404)
    const past = await admin.call(contract.createMajor, { body: { ...body, yearId: closed.id } })
    expect([past.status, past.problem.code]).toEqual([422, 'year.closed'])
  })
  test('updateMajor: 400, 401, 403, 404, 409, 422, 428', async () => {
    const at = { params: { majorId: managed.id }, body: { name: 'Marketing' } }
    expect((await admin.call(contract.updateMajor, { ...at, ifMatch: 1 })).problem.code).toBe('major.nameTaken')
    expect((await admin.call(contract.updateMajor, { ...at, body: { name: '' }, ifMatch: 1 })).status).toBe(400)
    expect((await app.call(contract.updateMajor, { ...at, ifMatch: 1 })).status).toBe(401)
    expect((await office.call(contract.updateMajor, { ...at, ifMatch: 1 })).status).toBe(403)
    const nowhere = { ...at, params: { majorId: randomUUID() }, ifMatch: 1 }
    expect((await admin.call(contract.updateMajor, nowhere)).status).toBe(404)
    const past = { ...at, params: { majorId: closedMajor.id }, ifMatch: 1 }
    expect((await admin.call(contract.updateMajor, past)).problem.code).toBe('year.closed')
    expect((await admin.call(contract.updateMajor, at)).status).toBe(428)
  })
  test('deleteMajor: 401, 403, 409 with what uses it, 422', async () => {
    const at = { params: { majorId: other.id } }
    expect((await app.call(contract.deleteMajor, at)).status).toBe(401)
    expect((await office.call(contract.deleteMajor, at)).status).toBe(403)
    const used = await admin.call(contract.deleteMajor, at)
    expect([used.status, used.problem.code]).toEqual([409, 'major.inUse'])
    expect(used.problem.data).toEqual({ name: 'Marketing', classrooms: 1, students: 1 })
    const led = await admin.call(contract.deleteMajor, { params: { majorId: managed.id } })
    expect(led.problem.data).toEqual({ name: 'Accounting', advisors: 1 })
  })
})

describe('listClassrooms', () => {
  test('200: the flag says who manages which', async () => {
    const room = await makeClassroom(app.ctx, { majorId: managed.id, name: 'A1' })
    const flags = async (who: Client) =>
      (await who.call(contract.listClassrooms)).body.items.map((one) => [one.name, one.can.manage])
    expect(await flags(office)).toEqual([
      ['A1', true],
      ['Full room', false],
    ])
    expect(await flags(admin)).toEqual([
      ['A1', true],
      ['Full room', true],
    ])
    expect(await flags(student)).toEqual([
      ['A1', false],
      ['Full room', false],
    ])
    const past = await admin.call(contract.listClassrooms, { query: { yearId: closed.id } })
    expect(past.body.items.map((one) => one.can.manage)).toEqual([false])
    const ofMajor = await admin.call(contract.listClassrooms, { query: { majorId: managed.id, sort: '-major' } })
    expect(ofMajor.body.items.map((one) => one.id)).toEqual([room.id])
    expect((await app.call(contract.listClassrooms)).status).toBe(401)
  })
})

describe('classrooms', () => {
  test('are added, renamed and deleted by the office of their major', async () => {
    const made = await office.call(contract.createClassroom, { body: { name: 'B1', majorId: managed.id } })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ yearId: year.id, major: { abbreviation: 'ACC' }, can: { manage: true } })
    const at = { params: { classroomId: made.body.id } }
    const renamed = await office.call(contract.updateClassroom, { ...at, ifMatch: 1, body: { name: 'B2' } })
    expect(renamed.body).toMatchObject({ name: 'B2', version: 2 })
    expect((await office.call(contract.updateClassroom, { ...at, ifMatch: 1, body: { name: 'B3' } })).status).toBe(412)
    const taken = await office.call(contract.updateClassroom, { ...at, ifMatch: 2, body: { name: 'full ROOM' } })
    expect([taken.status, taken.problem.code]).toEqual([409, 'classroom.nameTaken'])
    expect((await office.call(contract.updateClassroom, { ...at, body: { name: 'B3' } })).status).toBe(428)
    expect((await office.call(contract.deleteClassroom, at)).status).toBe(204)
    expect((await office.call(contract.deleteClassroom, at)).status).toBe(404)
  })
  test('createClassroom: 400, 401, 403, 404, 409, 422', async () => {
    const body = { name: 'Full room', majorId: managed.id }
    expect((await office.call(contract.createClassroom, { body })).problem.code).toBe('classroom.nameTaken')
    expect((await office.call(contract.createClassroom, { body: { ...body, majorId: 'x' } })).status).toBe(400)
    expect((await app.call(contract.createClassroom, { body })).status).toBe(401)
    expect((await student.call(contract.createClassroom, { body })).status).toBe(403)
    expect((await office.call(contract.createClassroom, { body: { ...body, majorId: other.id } })).status).toBe(404)
    const past = await admin.call(contract.createClassroom, { body: { ...body, majorId: closedMajor.id } })
    expect([past.status, past.problem.code]).toEqual([422, 'year.closed'])
  })
  test('of other majors do not exist for an office; a full one stays', async () => {
    const { body } = await admin.call(contract.listClassrooms, { query: { q: 'Full' } })
    const params = { classroomId: body.items[0]?.id ?? '' }
    expect((await office.call(contract.updateClassroom, { params, ifMatch: 1, body: { name: 'Z' } })).status).toBe(404)
    expect((await office.call(contract.deleteClassroom, { params })).status).toBe(404)
    expect((await student.call(contract.updateClassroom, { params, ifMatch: 1, body: { name: 'Z' } })).status).toBe(403)
    expect((await app.call(contract.deleteClassroom, { params })).status).toBe(401)
    const used = await admin.call(contract.deleteClassroom, { params })
    expect([used.status, used.problem.code]).toEqual([409, 'classroom.inUse'])
    expect(used.problem.data).toEqual({ name: 'Full room', students: 1 })
  })
})

test('every change is recorded once', async () => {
  const rows = await app.platform.db
    .selectFrom('events')
    .select(['name'])
    .where('name', 'like', 'classroom.%')
    .execute()
  const count = (name: string) => rows.filter((one) => one.name === name).length
  expect([count('classroom.added'), count('classroom.changed'), count('classroom.deleted')]).toEqual([4, 1, 1])
})
