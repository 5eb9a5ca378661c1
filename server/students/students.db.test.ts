import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Classroom, closeYear, type Major } from '../../contract/academics.ts'
import { readSession, signIn } from '../../contract/accounts.ts'
import * as contract from '../../contract/students.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeClassroom, makeMajor, makeYear } from '../academics/factory.ts'
import { makeAdvisor } from '../advisors/factory.ts'
import { makeRegistration, makeStudent } from './factory.ts'

let app: TestApp
let admin: Client
let office: Client
let pupil: Client
let accounting: Major
let marketing: Major
let room: Classroom
let otherRoom: Classroom
let past: contract.Student
let mine: contract.Student
let foreign: contract.Student

beforeAll(async () => {
  app = await startApp()
  await app.account('root', 'admin')
  admin = await app.as('root')
  const year = await makeYear(app.ctx, { name: '2025-2026' })
  const old = await makeMajor(app.ctx)
  const oldRoom = await makeClassroom(app.ctx, { majorId: old.id })
  past = await makeStudent(app.ctx, { majorId: old.id, classroomId: oldRoom.id, code: '205N7000/25' })
  await admin.call(closeYear, { params: { yearId: year.id }, ifMatch: year.version })
  await makeYear(app.ctx)
  accounting = await makeMajor(app.ctx, { name: 'Accounting', abbreviation: 'ACC' })
  marketing = await makeMajor(app.ctx, { name: 'Marketing', abbreviation: 'MKT' })
  room = await makeClassroom(app.ctx, { majorId: accounting.id, name: 'A1' })
  otherRoom = await makeClassroom(app.ctx, { majorId: marketing.id, name: 'M1' })
  const ours = { majorId: accounting.id, classroomId: room.id }
  mine = await makeStudent(app.ctx, { ...ours, code: '205N7001/26', givenName: 'ສົມໃຈ', surname: 'ວົງສາ' })
  const theirs = { majorId: marketing.id, classroomId: otherRoom.id, gender: 'monk' as const }
  foreign = await makeStudent(app.ctx, { ...theirs, code: '205N7002/26', email: 'b@example.org' })
  await makeAdvisor(app.ctx, { login: 'office', managedMajorIds: [accounting.id] })
  office = await app.as('office')
  pupil = await app.as(mine.code)
})

afterAll(() => app.close())

const fields = (code: string) => ({
  ...{ code, gender: 'male' as const, givenName: 'ບຸນມີ', surname: 'ແສງ' },
  ...{ majorId: accounting.id, classroomId: room.id },
})
const codes = (page: { items: { code: string }[] }) => page.items.map((one) => one.code)

/** Puts a student into a project, which a later feature does in earnest. */
async function enrol(student: contract.Student): Promise<string> {
  const advisor = await makeAdvisor(app.ctx)
  return app.platform.db.transaction().execute(async (tx) => {
    const topic = { topic_lo: 'ກ', topic_en: 'A', topic_lo_key: 'ກ', topic_en_key: 'a' }
    const { id } = await tx
      .insertInto('projects')
      .values({ year_id: student.yearId, code: 'P26001', advisor_id: advisor.id, ...topic })
      .returning('id')
      .executeTakeFirstOrThrow()
    const member = { project_id: id, student_id: student.id, year_id: student.yearId, position: 1 }
    await tx.insertInto('project_members').values(member).execute()
    return id
  })
}

describe('listStudents', () => {
  test('200: in scope only', async () => {
    expect(codes((await office.call(contract.listStudents)).body)).toEqual([mine.code])
    const all = await admin.call(contract.listStudents)
    expect(codes(all.body)).toEqual([mine.code, foreign.code])
    expect(all.body.items.every((one) => one.can.manage)).toBe(true)
    const before = await admin.call(contract.listStudents, { query: { yearId: past.yearId } })
    expect(before.body.items.map((one) => [one.code, one.can.manage])).toEqual([[past.code, false]])
  })
  test('filters, searches and sorts', async () => {
    const found = async (query: object) => codes((await admin.call(contract.listStudents, { query })).body)
    expect(await found({ gender: 'monk' })).toEqual([foreign.code])
    expect(await found({ majorId: accounting.id, classroomId: room.id })).toEqual([mine.code])
    expect(await found({ q: 'ສົມໃຈ ວົງ' })).toContain(mine.code)
    expect(await found({ q: '7002' })).toEqual([foreign.code])
    expect(await found({ q: '_' })).toEqual([])
    expect(await found({ sort: '-classroom' })).toEqual([foreign.code, mine.code])
    expect(await found({ withProject: 'true' })).toEqual([])
    expect(await found({ status: 'pending' })).toEqual([])
  })
  test('400, 401, 403', async () => {
    expect((await admin.call(contract.listStudents, { query: { gender: 'x' as never } })).status).toBe(400)
    expect((await app.call(contract.listStudents)).status).toBe(401)
    expect((await pupil.call(contract.listStudents)).status).toBe(403)
  })
})

describe('createStudent', () => {
  test('201: with an account that is still to be invited, signing in by the code', async () => {
    const made = await office.call(contract.createStudent, {
      body: { ...fields(' 205n7003/26'), email: 'C@example.org' },
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ code: '205N7003/26', email: 'c@example.org', status: 'approved', project: null })
    const accounts = app.platform.db.selectFrom('accounts').selectAll().where('id', '=', made.body.accountId)
    expect(await accounts.executeTakeFirst()).toMatchObject({
      ...{ login: '205N7003/26', roles: ['student'], status: 'invited', display_name: 'ບຸນມີ ແສງ' },
    })
  })
  test('201: who repeats the year keeps the account', async () => {
    const again = await admin.call(contract.createStudent, { body: fields(past.code) })
    expect([again.status, again.body.accountId]).toEqual([201, past.accountId])
  })
  test('400, 401, 403, 404, 409, 422', async () => {
    const make = (who: Client, body: object, code = '205N7009/26') =>
      who.call(contract.createStudent, { body: { ...fields(code), ...body } })
    expect((await make(admin, { givenName: '=1+1' })).status).toBe(400)
    expect((await make(app, {})).status).toBe(401)
    expect((await make(pupil, {})).status).toBe(403)
    expect((await make(office, { majorId: marketing.id, classroomId: otherRoom.id })).status).toBe(404)
    expect((await make(office, {}, foreign.code)).problem.code).toBe('student.codeTaken')
    expect((await make(office, { email: 'b@example.org' })).problem.code).toBe('account.emailTaken')
    expect((await make(office, { classroomId: otherRoom.id })).problem.code).toBe('classroom.otherMajor')
    const format = await make(office, {}, 'ABC')
    expect([format.status, format.problem.code]).toEqual([422, 'student.codeFormat'])
    const closed = await make(admin, { majorId: past.major.id, classroomId: past.classroom.id }, '205N7009/25')
    expect([closed.status, closed.problem.code]).toEqual([422, 'year.closed'])
  })
})

describe('readStudent', () => {
  test('200, 400, 401, 403, 404', async () => {
    const read = (who: Client, studentId: string) => who.call(contract.readStudent, { params: { studentId } })
    expect((await office.call(contract.readStudent, { params: { studentId: mine.id } })).body).toEqual(mine)
    expect((await read(office, '1')).status).toBe(400)
    expect((await read(app, mine.id)).status).toBe(401)
    expect((await read(pupil, mine.id)).status).toBe(403)
    expect((await read(office, foreign.id)).status).toBe(404)
    expect((await read(admin, foreign.id)).status).toBe(200)
  })
})

describe('updateStudent', () => {
  const change = (who: Client, student: { id: string }, body: object, ifMatch?: number) =>
    who.call(contract.updateStudent, { params: { studentId: student.id }, body, ...(ifMatch ? { ifMatch } : {}) })

  test('200: the account follows; then 412 with both versions', async () => {
    const done = await change(
      office,
      mine,
      { code: '205N7011/26', email: 'm@example.org', telephone: '020 5555 1234' },
      mine.version,
    )
    expect(done.body).toMatchObject({ code: '205N7011/26', telephone: '020 5555 1234', version: mine.version + 1 })
    const { account } = (await pupil.call(readSession)).body
    expect(account).toMatchObject({ login: '205N7011/26', email: 'm@example.org' })
    const stale = await change(office, mine, { surname: 'ອື່ນ' }, mine.version)
    expect(stale.problem).toMatchObject({
      code: 'version.stale',
      current: { code: '205N7011/26' },
      yours: { surname: 'ອື່ນ' },
    })
    mine = done.body
  })
  test('400, 401, 403, 404, 409, 422, 428', async () => {
    const { version } = mine
    expect((await change(office, mine, { telephone: 'call me' }, version)).status).toBe(400)
    expect((await change(app, mine, { surname: 'X' }, version)).status).toBe(401)
    expect((await change(pupil, mine, { surname: 'X' }, version)).status).toBe(403)
    expect((await change(office, foreign, { surname: 'X' }, foreign.version)).status).toBe(404)
    expect((await change(office, mine, { majorId: marketing.id, classroomId: otherRoom.id }, version)).status).toBe(404)
    expect((await change(office, mine, { code: foreign.code }, version)).problem.code).toBe('student.codeTaken')
    expect((await change(office, mine, { email: 'b@example.org' }, version)).problem.code).toBe('account.emailTaken')
    expect((await change(admin, mine, { majorId: marketing.id }, version)).problem.code).toBe('classroom.otherMajor')
    expect((await change(office, mine, { code: '1234' }, version)).problem.code).toBe('student.codeFormat')
    expect((await change(admin, past, { surname: 'X' }, past.version)).problem.code).toBe('year.closed')
    expect((await change(office, mine, { surname: 'X' })).status).toBe(428)
  })
})

describe('registration', () => {
  test('readRegistrationForm 200: offers majors with classrooms to everybody', async () => {
    const { status, body } = await app.call(contract.readRegistrationForm)
    expect([status, body.open, body.yearName]).toEqual([200, true, '2026-2027'])
    expect(body.majors).toEqual([
      { id: accounting.id, name: 'Accounting', classrooms: [{ id: room.id, name: 'A1' }] },
      { id: marketing.id, name: 'Marketing', classrooms: [{ id: otherRoom.id, name: 'M1' }] },
    ])
  })
  test('registerStudent 202, then the decision opens or shuts the account', async () => {
    const body = { ...fields('205N7020/26'), email: 'r@example.org', password: 'a quiet river bend' }
    const sent = await app.call(contract.registerStudent, { body })
    expect([sent.status, sent.body]).toEqual([202, { status: 'pending' }])
    const enter = () => app.call(signIn, { body: { login: body.code, password: body.password } })
    expect((await enter()).problem.code).toBe('account.pending')
    const waiting = await office.call(contract.listStudents, { query: { status: 'pending' } })
    const id = waiting.body.items[0]?.id ?? ''
    const approve = { action: 'approve' as const, selection: { ids: [id] } }
    expect((await office.call(contract.changeStudents, { body: approve })).body.done).toBe(1)
    const entered = await enter()
    expect([entered.status, entered.body]).toMatchObject([201, { roles: ['student'] }])
  })
  test('registerStudent: 400, 409, 422, and no account is taken over', async () => {
    const send = (body: object) =>
      app.call(contract.registerStudent, {
        body: { ...fields('205N7021/26'), email: 's@example.org', password: 'a quiet river bend', ...body },
      })
    expect((await send({ password: 'short' })).status).toBe(400)
    expect((await send({ code: mine.code })).problem.code).toBe('student.codeTaken')
    expect((await send({ code: past.code })).problem.code).toBe('student.codeTaken')
    expect((await send({ email: 'b@example.org' })).problem.code).toBe('account.emailTaken')
    expect((await send({ code: '1234' })).problem.code).toBe('student.codeFormat')
    expect((await send({ classroomId: otherRoom.id })).problem.code).toBe('classroom.otherMajor')
    const closed = await send({ majorId: past.major.id, classroomId: past.classroom.id })
    expect([closed.status, closed.problem.code]).toEqual([422, 'classroom.otherMajor'])
  })
})

describe('findStudents', () => {
  test('200: approved ones of the active year, with no more than a card', async () => {
    const { status, body } = await pupil.call(contract.findStudents, { query: { q: '7002' } })
    expect(status).toBe(200)
    expect(body.items).toEqual([
      {
        ...{ id: foreign.id, code: foreign.code, name: `${foreign.givenName} ${foreign.surname}`, free: true },
        major: { id: marketing.id, abbreviation: 'MKT' },
      },
    ])
    const { code } = await makeRegistration(app.ctx, { majorId: accounting.id, classroomId: room.id })
    expect((await pupil.call(contract.findStudents, { query: { q: code } })).body.items).toEqual([])
  })
  test('400, 401', async () => {
    expect((await pupil.call(contract.findStudents, { query: { q: 'a' } })).status).toBe(400)
    expect((await app.call(contract.findStudents, { query: { q: 'ab' } })).status).toBe(401)
  })
})

describe('deleteStudent', () => {
  const drop = (who: Client, student: { id: string }) =>
    who.call(contract.deleteStudent, { params: { studentId: student.id } })

  test('204: the account is shut, and the code free again', async () => {
    const spec = { majorId: accounting.id, classroomId: room.id, code: '205N7030/26' }
    const leaver = await makeStudent(app.ctx, spec)
    const client = await app.as(spec.code)
    expect((await drop(office, leaver)).status).toBe(204)
    expect((await drop(office, leaver)).status).toBe(404)
    expect((await client.call(readSession)).status).toBe(401)
    expect((await makeStudent(app.ctx, spec)).accountId).not.toBe(leaver.accountId)
  })
  test('401, 403, 404, 409 with the project, 422', async () => {
    expect((await drop(app, mine)).status).toBe(401)
    expect((await drop(pupil, mine)).status).toBe(403)
    expect((await drop(office, foreign)).status).toBe(404)
    expect((await drop(admin, past)).problem.code).toBe('year.closed')
    expect((await drop(admin, { id: randomUUID() })).status).toBe(404)
    const projectId = await enrol(mine)
    const used = await drop(office, mine)
    expect([used.status, used.problem.code]).toEqual([409, 'student.inUse'])
    expect(used.problem.data).toMatchObject({ code: mine.code, projects: ['P26001'] })
    const listed = await admin.call(contract.listStudents, { query: { withProject: 'true' } })
    expect(listed.body.items.map((one) => one.project)).toEqual([{ id: projectId, code: 'P26001' }])
    const { body } = await pupil.call(contract.findStudents, { query: { q: mine.code } })
    expect(body.items.map((one) => one.free)).toEqual([false])
  })
})
