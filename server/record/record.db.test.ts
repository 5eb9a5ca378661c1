import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liftSecondFactor } from '../../contract/accounts/second-factor.ts'
import { updateAdvisor } from '../../contract/advisors.ts'
import { erasePerson } from '../../contract/privacy.ts'
import { deleteProject, type Project, withdrawProject } from '../../contract/projects.ts'
import { exportRecord, listRecord, type RecordEntry } from '../../contract/record.ts'
import { deleteStudent, readStudent, type Student, updateStudent } from '../../contract/students.ts'
import { addProject, addStudent, buildFaculty, type Faculty, good } from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { readSheet } from '../platform/spreadsheet.ts'

let app: TestApp
let faculty: Faculty
let project: Project
let student: Student
let other: Project
let office: Client

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  ;({ project, student } = await addProject(faculty))
  other = (await addProject(faculty, 1)).project
  office = await app.as('bm.office')
}, 120_000)
afterAll(() => app.close())

type Query = NonNullable<NonNullable<Parameters<typeof app.call<typeof listRecord>>[1]>['query']>
const list = async (query: Query = {}, who: Client = faculty.admin) =>
  good(await who.call(listRecord, { query: { pageSize: 100, ...query } }))
const kinds = (entries: readonly RecordEntry[]) => entries.map((one) => one.event)
const take = (client: Client, body: object = {}) => client.call(exportRecord, { body: { locale: 'en', ...body } })

async function change(client: Client, patch: object): Promise<void> {
  const params = { studentId: student.id }
  const { version } = good(await client.call(readStudent, { params }))
  good(await client.call(updateStudent, { params, ifMatch: version, body: patch }))
}

describe('GET /record', () => {
  it('tells who, when, what before, what after and why, the newest first, in pages', async () => {
    await change(faculty.admin, { telephone: '020 5555 1234' })
    const { items, total } = await list()
    expect(total).toBe(items.length)
    const [newest] = items
    expect(newest).toMatchObject({
      ...{ place: 1, event: 'student.changed', actor: { id: faculty.dean, name: 'dean' } },
      subject: { type: 'student', id: student.id, name: `${student.code} ${student.givenName} ${student.surname}` },
      changes: [{ path: ['telephone'], before: null, after: '020 5555 1234' }],
      ...{ facts: [], reason: null, erased: false, address: null },
      signIn: { address: '127.0.0.1', at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/) },
    })
    expect(Math.abs(Date.now() - Date.parse(newest?.at ?? ''))).toBeLessThan(60_000)
    const second = await list({ page: 2, pageSize: 5 })
    expect(second.items.map((one) => one.number)).toEqual(items.slice(5, 10).map((one) => one.number))
    expect(second.items[0]?.place).toBe(6)
    const oldest = await list({ sort: 'at' })
    expect(oldest.items[0]?.event).toBe('account.created')
    expect(oldest.items.find((one) => one.event === 'session.started')?.address).toBe('127.0.0.1')
  })

  it('is found by kind, thing, project, person and day', async () => {
    expect(new Set(kinds((await list({ event: 'major.added' })).items))).toEqual(new Set(['major.added']))
    const ofStudent = await list({ subjectType: 'student', subjectId: student.id })
    expect(kinds(ofStudent.items)).toEqual(['student.changed', 'student.added'])
    expect(kinds((await list({ projectId: project.id })).items)).toEqual(['project.registered'])
    const account = (
      await app.platform.db
        .selectFrom('students')
        .select('account_id')
        .where('id', '=', student.id)
        .executeTakeFirstOrThrow()
    ).account_id
    expect(kinds((await list({ personId: account })).items).toSorted()).toEqual([
      'account.created',
      'student.added',
      'student.changed',
    ])
    const byDean = await list({ actorId: faculty.dean })
    expect(new Set(byDean.items.map((one) => one.actor.name))).toEqual(new Set(['dean']))
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Vientiane' }).format(new Date())
    const all = (await list()).total
    expect((await list({ from: today, to: today })).total).toBe(all)
    expect((await list({ to: '2020-01-01' })).total).toBe(0)
    expect((await list({ from: '2150-01-01' })).total).toBe(0)
  })

  it('is searched by code and by name, also for what is gone', async () => {
    const codes = async (q: string) => new Set((await list({ q })).items.map((one) => one.project?.code))
    expect(await codes(project.code)).toEqual(new Set([project.code]))
    const about = (await list({ q: student.code })).items.map((one) => one.subject.id)
    expect(new Set(about)).toContain(student.id)
    expect((await list({ q: 'Dr. bm.two' })).items.some((one) => one.event === 'advisor.added')).toBe(true)
    expect((await list({ q: '%' })).total).toBe(0)
    expect((await list({ q: '3' })).items.some((one) => one.number === 3)).toBe(true)
    expect((await list({ q: "'; drop table events; --" })).total).toBe(0)
    const gone = await addStudent(faculty)
    good(await faculty.admin.call(deleteStudent, { params: { studentId: gone.id } }))
    expect(kinds((await list({ q: gone.code })).items)).toContain('student.removed')
    const { project: left } = await addProject(faculty)
    const params = { projectId: left.id }
    good(await faculty.admin.call(withdrawProject, { params, ifMatch: left.version, body: { reason: 'Gave it up' } }))
    good(await faculty.admin.call(deleteProject, { params }))
    const entries = (await list({ q: left.code })).items
    expect(kinds(entries)).toEqual(['project.deleted', 'project.withdrawn', 'project.registered'])
    expect(entries[1]?.reason).toBe('Gave it up')
    expect(entries[0]?.subject.name).toBe(left.code)
  })

  it('names what ids stand for', async () => {
    const [advisor] = faculty.advisors[0] ?? []
    const params = { advisorId: advisor?.id ?? '' }
    const body = { majorIds: faculty.majors.map(({ id }) => id) }
    good(await faculty.admin.call(updateAdvisor, { params, ifMatch: advisor?.version ?? 0, body }))
    const [entry] = (await list({ event: 'advisor.changed' })).items
    expect(entry?.changes).toEqual([
      { path: ['majors'], before: ['Major BM'], after: expect.arrayContaining(['Major BM', 'Major MK']) },
    ])
    const registered = (await list({ event: 'project.registered', projectId: project.id })).items[0]
    const members = registered?.facts.find(({ path }) => path[0] === 'memberIds')?.value
    expect(members).toEqual([`${student.code} ${student.givenName} ${student.surname}`])
  })

  it('shows an office what its majors are about, and nothing of administrators', async () => {
    const { items } = await list({}, office)
    expect(items.length).toBeGreaterThan(1)
    expect(items.every((one) => one.number === null && one.requestId === null && one.signIn === null)).toBe(true)
    expect(new Set(items.map((one) => one.event.split('.')[0]))).toEqual(new Set(['student', 'project']))
    expect(items.map((one) => one.project?.id)).not.toContain(other.id)
    expect((await list({ projectId: other.id }, office)).total).toBe(0)
    expect((await list({ subjectType: 'account' }, office)).total).toBe(0)
    expect((await list({ q: other.code }, office)).total).toBe(0)
    expect((await list({ q: project.code }, office)).total).toBe(1)
  })

  it('is refused to everybody else, and to bad input', async () => {
    expect((await app.call(listRecord)).problem.code).toBe('session.missing')
    const advisor = await app.as('bm.two')
    expect((await advisor.call(listRecord)).problem.code).toBe('permission.denied')
    expect((await advisor.call(exportRecord, { body: { locale: 'lo' } })).problem.code).toBe('permission.denied')
    for (const query of [
      { event: 'bee.stung' },
      { from: 'today' },
      { subjectId: 'x' },
      { pageSize: 101 },
      { sort: 'q' },
    ])
      expect((await faculty.admin.call(listRecord, { query: query as never })).problem.code).toBe('input.invalid')
  })

  it('shows why a second factor was lifted', async () => {
    const id = await app.account('lost.phone', 'student')
    await app.platform.db
      .insertInto('second_factors')
      .values({ account_id: id, seed: 'x'.repeat(64), confirmed_at: new Date() })
      .execute()
    const body = { reason: 'Phone stolen, came with the ID card' }
    const answer = await faculty.admin.call(liftSecondFactor, { params: { accountId: id }, body })
    expect(answer.status).toBeLessThan(300)
    expect((await list({ event: 'account.factorTakenOff' })).items[0]).toMatchObject({
      reason: body.reason,
      subject: { type: 'account', name: 'lost.phone' },
    })
  })
})

describe('a person who was erased', () => {
  it('is not in the record, but why and that it was done', async () => {
    const leaver = await addStudent(faculty)
    const name = `${leaver.givenName} ${leaver.surname}`
    await app.as(leaver.code)
    const { account_id: accountId } = await app.platform.db
      .selectFrom('students')
      .select('account_id')
      .where('id', '=', leaver.id)
      .executeTakeFirstOrThrow()
    const body = { confirmation: name, reason: 'Asked in writing' }
    good(await faculty.admin.call(erasePerson, { params: { accountId: accountId ?? '' }, body }))
    const { items } = await list({ personId: accountId ?? '' })
    expect(items[0]).toMatchObject({ event: 'person.erased', reason: body.reason, erased: false })
    const before = items.filter((one) => one.event !== 'person.erased')
    expect(before.length).toBeGreaterThan(1)
    expect(before.every((one) => one.erased)).toBe(true)
    expect(JSON.stringify(items)).not.toContain(leaver.code)
    const raw = (await take(faculty.admin, { format: 'csv' })).raw.toString()
    expect(raw).not.toContain(leaver.code)
  })
})

describe('POST /record/export', () => {
  it('gives what matches as a spreadsheet in the language of the reader, and is recorded', async () => {
    const answer = await take(faculty.admin, { locale: 'lo', projectId: project.id })
    expect(answer.status).toBe(200)
    const { rows } = await readSheet(answer.raw, 'x.xlsx', { rows: 100 })
    expect(rows).toHaveLength(2)
    expect(rows[0]?.cells.slice(0, 4)).toEqual(['ເລກທີ', 'ເວລາ', 'ຜູ້ເຮັດ', 'ການປ່ຽນແປງ'])
    expect(rows[1]?.cells.slice(2, 8)).toEqual([
      ...['dean', 'ລົງທະບຽນໂຄງການ', 'project.registered', 'ໂຄງການ', project.code, project.code],
    ])
    expect(rows[1]?.cells[9]).toBe('ສະຖານະ: – → pending')
    const [entry] = (await list({ event: 'record.exported', subjectId: faculty.dean })).items
    const facts = Object.fromEntries(entry?.facts.map(({ path, value }) => [path.join('.'), value]) ?? [])
    expect(facts).toEqual({ rows: 1, format: 'xlsx', 'filter.projectId': project.code })
  })

  it('runs nothing in a spreadsheet program', async () => {
    const evil = '=HYPERLINK("http://x","y")'
    const { project: poor } = await addProject(faculty)
    const params = { projectId: poor.id }
    good(await faculty.admin.call(withdrawProject, { params, ifMatch: poor.version, body: { reason: evil } }))
    const { raw, headers } = await take(faculty.admin, { projectId: poor.id, format: 'csv' })
    expect(String(headers['content-type'])).toContain('text/csv')
    expect(raw.toString()).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
    expect(raw.toString()).not.toMatch(/(^|,|")=HYPERLINK/m)
  })

  it('is of the part that an office may see', async () => {
    const { rows } = await readSheet((await take(office)).raw, 'x.xlsx', { rows: 1_000 })
    const events = new Set(rows.slice(1).map(({ cells }) => cells[4]?.split('.')[0]))
    expect(events).toEqual(new Set(['student', 'project']))
    expect((await app.call(exportRecord, { body: { locale: 'en' } })).problem.code).toBe('session.missing')
    expect((await faculty.admin.call(exportRecord, { body: {} as never })).problem.code).toBe('input.invalid')
  })
})

describe('a day', () => {
  it('is one of the faculty, wherever the server is', async () => {
    app.setNow(new Date('2026-12-31T17:30:00Z'))
    // the sessions of before have ended by then
    const admin = await app.as('dean')
    await change(admin, { telephone: '020 5555 9999' })
    const on = async (day: string) =>
      (await list({ event: 'student.changed', from: day, to: day }, admin)).items.map((one) => one.at)
    expect(await on('2027-01-01')).toEqual(['2026-12-31T17:30:00.000Z'])
    expect(await on('2026-12-31')).toEqual([])
  })
})
