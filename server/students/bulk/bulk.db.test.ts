import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeYear, type Year } from '../../../contract/academics.ts'
import { readSession, signIn } from '../../../contract/accounts.ts'
import { changeStudents, listStudents, type Student, updateStudent } from '../../../contract/students.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'
import { makeClassroom, makeMajor, makeYear } from '../../academics/factory.ts'
import { makeAdvisor } from '../../advisors/factory.ts'
import { makeRegistration, makeStudent } from '../factory.ts'

type Place = { majorId: string; classroomId: string }

let app: TestApp
let admin: Client
let office: Client
let past: Student
let ours: Place
let sameMajor: Place
let theirs: Place
let foreign: Student

async function placeIn(majorId: string): Promise<Place> {
  return { majorId, classroomId: (await makeClassroom(app.ctx, { majorId })).id }
}

beforeAll(async () => {
  app = await startApp()
  await app.account('root', 'admin')
  admin = await app.as('root')
  const before: Year = await makeYear(app.ctx, { name: '2025-2026' })
  past = await makeStudent(app.ctx, await placeIn((await makeMajor(app.ctx)).id))
  await admin.call(closeYear, { params: { yearId: before.id }, ifMatch: before.version })
  await makeYear(app.ctx)
  ours = await placeIn((await makeMajor(app.ctx)).id)
  sameMajor = await placeIn(ours.majorId)
  theirs = await placeIn((await makeMajor(app.ctx)).id)
  foreign = await makeStudent(app.ctx, theirs)
  await makeAdvisor(app.ctx, { login: 'office', managedMajorIds: [ours.majorId] })
  office = await app.as('office')
})
afterAll(() => app.close())
// what a test leaves behind must not be counted by the next
beforeEach(() => app.platform.db.updateTable('students').set({ gender: 'monk' }).where('id', '<>', past.id).execute())

type Body = NonNullable<Parameters<typeof office.call<typeof changeStudents>>[1]>['body']
const change = (who: Client, body: Body) => who.call(changeStudents, { body: body as never })

/** Somebody who waits for a decision, as the list shows it. */
async function waiting(place: Place): Promise<Student & { password: string }> {
  const { code, password } = await makeRegistration(app.ctx, place)
  const { items } = (await admin.call(listStudents, { query: { q: code } })).body
  return { ...(items[0] as Student), password }
}

async function factsOf(name: string, ids: readonly string[]) {
  const rows = app.platform.db.selectFrom('events').selectAll().where('name', '=', name)
  return await rows.where('subject_id', 'in', ids).orderBy('id').execute()
}

/** Puts a student into a project, which a later feature does in earnest. */
async function enrol(student: Student, code: string): Promise<void> {
  const advisor = await makeAdvisor(app.ctx)
  await app.platform.db.transaction().execute(async (tx) => {
    const topic = { topic_lo: 'ກ', topic_en: 'A', topic_lo_key: 'ກ', topic_en_key: 'a' }
    const { id } = await tx
      .insertInto('projects')
      .values({ year_id: student.yearId, code, advisor_id: advisor.id, ...topic })
      .returning('id')
      .executeTakeFirstOrThrow()
    const member = { project_id: id, student_id: student.id, year_id: student.yearId, position: 1 }
    await tx.insertInto('project_members').values(member).execute()
  })
}

describe('changeStudents: decisions', () => {
  test('200: who waits is approved and may enter, the others are told apart and left', async () => {
    const one = await waiting(ours)
    const elsewhere = await waiting(theirs)
    const body = { action: 'approve' as const, selection: { ids: [one.id, elsewhere.id, one.id] } }
    const first = (await change(office, body)).body
    expect(first).toEqual({
      done: 1,
      items: [
        { id: one.id, name: `${one.code} ${one.givenName} ${one.surname}`, problem: null },
        { id: elsewhere.id, name: null, problem: { code: 'resource.notFound' } },
      ],
    })
    const again = (await change(office, body)).body
    expect(again.items[0]?.problem).toEqual({ code: 'student.decided', data: { status: 'approved' } })
    expect(again.done).toBe(0)
    const entered = await app.call(signIn, { body: { login: one.code, password: one.password } })
    expect(entered.body).toMatchObject({ roles: ['student'] })
    expect(await factsOf('student.approved', [one.id, elsewhere.id])).toHaveLength(1)
  })
  test('200: a refusal keeps its reason, for each, and shuts the account', async () => {
    const both = [await waiting(ours), await waiting(ours)]
    const selection = { ids: both.map(({ id }) => id) }
    const reason = 'Not one of ours'
    expect((await change(office, { action: 'reject', selection, reason })).body.done).toBe(2)
    const { code, password } = both[0] as (typeof both)[0]
    expect((await app.call(signIn, { body: { login: code, password } })).problem.code).toBe('account.deactivated')
    const facts = await factsOf('student.rejected', selection.ids)
    expect(facts.map((one) => one.reason)).toEqual([reason, reason])
  })
  test('200: all that match, of the own majors and no others', async () => {
    const both = [await waiting(ours), await waiting(ours)]
    const elsewhere = await waiting(theirs)
    const filter = { status: 'pending' as const, gender: 'female' as const }
    const { body } = await change(office, { action: 'approve', selection: { filter, total: 2 } })
    expect(body.items.map(({ id }) => id).sort()).toEqual(both.map(({ id }) => id).sort())
    const left = (await admin.call(listStudents, { query: filter })).body.items
    expect(left.map(({ id }) => id)).toEqual([elsewhere.id])
  })
  test('409 with the number that matches now, and nothing is done', async () => {
    const one = await waiting(ours)
    const filter = { status: 'pending' as const, gender: 'female' as const }
    const counted = await change(office, { action: 'approve', selection: { filter, total: 3 } })
    expect([counted.status, counted.problem.code, counted.problem.data]).toEqual([
      409,
      'selection.changed',
      { total: 1 },
    ])
    const { body } = await admin.call(listStudents, { query: { q: one.code } })
    expect(body.items.map(({ status }) => status)).toEqual(['pending'])
  })
})

describe('changeStudents: another classroom', () => {
  test('200: each is recorded by itself; who is there already and what is sent later stay right', async () => {
    const [mover, there] = [await makeStudent(app.ctx, ours), await makeStudent(app.ctx, sameMajor)]
    const selection = { ids: [mover.id, there.id] }
    expect((await change(office, { action: 'move', selection, ...sameMajor })).body.done).toBe(2)
    const facts = await factsOf('student.changed', selection.ids)
    expect(facts.map((one) => one.subject_id)).toEqual([mover.id])
    const after = facts[0]?.after as unknown as Student
    expect(after).toMatchObject({ classroom: { id: sameMajor.classroomId }, version: mover.version + 1 })
    const params = { studentId: mover.id }
    const stale = await office.call(updateStudent, { params, ifMatch: mover.version, body: { surname: 'ໃໝ່' } })
    expect(stale.problem).toMatchObject({ code: 'version.stale', current: { version: after.version } })
  })
  test('404 into a major of others, 422 into a classroom of another major', async () => {
    const selection = { ids: [(await makeStudent(app.ctx, ours)).id] }
    expect((await change(office, { action: 'move', selection, ...theirs })).status).toBe(404)
    const mixed = { majorId: ours.majorId, classroomId: theirs.classroomId }
    const refused = await change(admin, { action: 'move', selection, ...mixed })
    expect([refused.status, refused.problem.code]).toEqual([422, 'classroom.otherMajor'])
    expect((await change(admin, { action: 'move', selection, ...theirs })).body.done).toBe(1)
  })
})

describe('changeStudents: out of the year', () => {
  test('200: who is in a project stays, the others leave and their IDs are free', async () => {
    const [leaver, member] = [await makeStudent(app.ctx, ours), await makeStudent(app.ctx, ours)]
    await enrol(member, 'P26101')
    const client = await app.as(leaver.code)
    const { body } = await change(office, { action: 'remove', selection: { ids: [member.id, leaver.id] } })
    expect(body.done).toBe(1)
    expect(body.items.find(({ id }) => id === member.id)?.problem).toEqual({
      code: 'student.inUse',
      data: { code: member.code, name: `${member.givenName} ${member.surname}`, projects: ['P26101'] },
    })
    expect((await client.call(readSession)).status).toBe(401)
    expect((await factsOf('student.removed', [leaver.id, member.id])).map((one) => one.subject_id)).toEqual([leaver.id])
    expect((await makeStudent(app.ctx, { ...ours, code: leaver.code })).accountId).not.toBe(leaver.accountId)
  })
  test('200: the filter finds who has no project; years that are closed are left', async () => {
    const [leaver, member] = [await makeStudent(app.ctx, ours), await makeStudent(app.ctx, ours)]
    await enrol(member, 'P26102')
    const filter = { withProject: 'false' as const, gender: 'female' as const }
    const { body } = await change(office, { action: 'remove', selection: { filter, total: 1 } })
    expect(body.items.map(({ id, problem }) => [id, problem])).toEqual([[leaver.id, null]])
    const closed = await change(admin, { action: 'remove', selection: { ids: [past.id] } })
    expect(closed.body.items.map(({ problem }) => problem?.code)).toEqual(['year.closed'])
    const all = { filter: { yearId: past.yearId }, total: 1 }
    expect((await change(admin, { action: 'remove', selection: all })).body.done).toBe(0)
  })
  test('400, 401, 403', async () => {
    const body = { action: 'remove' as const, selection: { ids: [foreign.id] } }
    const status = async (who: Client, one: object) => (await change(who, one as Body)).status
    expect(await status(admin, { action: 'reject', selection: body.selection })).toBe(400)
    expect(await status(admin, { ...body, selection: { ids: [] } })).toBe(400)
    expect(await status(admin, { ...body, selection: { filter: {} } })).toBe(400)
    expect(await status(admin, { ...body, selection: { filter: { name: 'x' }, total: 1 } })).toBe(400)
    const many = Array.from({ length: 501 }, () => randomUUID())
    expect(await status(admin, { ...body, selection: { ids: many } })).toBe(400)
    expect(await status(app, body)).toBe(401)
    expect(await status(await app.as(foreign.code), body)).toBe(403)
  })
})
