import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClassroom } from '../../contract/academics.ts'
import { registerProject, withdrawProject } from '../../contract/projects.ts'
import { downloadStatistics, readStatistics } from '../../contract/reports.ts'
import { createStudent, type Student } from '../../contract/students.ts'
import { addProject, addStudent, approve, buildFaculty, type Faculty, freshTopic, good } from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { readSheet } from '../platform/spreadsheet.ts'
import { makeRegistration } from '../students/factory.ts'

let app: TestApp
let faculty: Faculty
let office: Client
let member: Student

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  const { admin, majors, classrooms, advisors } = faculty
  const place = { majorId: majors[0]?.id ?? '', classroomId: classrooms[0]?.id ?? '' }
  office = await app.as('bm.office')
  // one project of two whose first member is of the first major, and the other of the second
  member = await addStudent(faculty, 0)
  const memberIds = [member.id, (await addStudent(faculty, 1)).id]
  const body = { ...freshTopic(), memberIds, advisorId: advisors[0]?.[1]?.id ?? '' }
  good(await admin.call(registerProject, { body }))
  await approve(faculty, (await addProject(faculty, 0)).project)
  const { project } = await addProject(faculty, 1)
  const withdrawn = { params: { projectId: project.id }, ifMatch: project.version, body: { reason: 'Left' } }
  good(await admin.call(withdrawProject, withdrawn))
  const monk = { code: '155N8001/22', gender: 'monk', givenName: 'ພຣະ', surname: 'ສີ', ...place } as const
  good(await admin.call(createStudent, { body: monk }))
  // waits for a decision, and is not counted before it
  await makeRegistration(app.ctx, place)
  good(await admin.call(createClassroom, { body: { name: '=1+1', majorId: place.majorId } }))
})
afterAll(() => app.close())

const none = { draft: 0, pending: 0, approved: 0, rejected: 0, withdrawn: 0, completed: 0, archived: 0 }
const business = {
  students: { male: 0, female: 2, monk: 1, total: 3 },
  projects: { solo: 1, shared: 1, total: 2, statuses: { ...none, pending: 1, approved: 1 } },
}
const marketing = {
  students: { male: 0, female: 2, monk: 0, total: 2 },
  projects: { solo: 1, shared: 0, total: 1, statuses: { ...none, withdrawn: 1 } },
}

describe('readStatistics', () => {
  test('200: each student and each project once, with totals', async () => {
    const { rows, total } = good(await faculty.admin.call(readStatistics))
    expect(rows.map(({ name }) => name)).toEqual(['Major BM', 'Major MK'])
    expect(rows).toMatchObject([business, marketing])
    expect(total).toEqual({
      students: { male: 0, female: 4, monk: 1, total: 5 },
      projects: { solo: 2, shared: 1, total: 3, statuses: { ...none, pending: 1, approved: 1, withdrawn: 1 } },
    })
  })
  test('200: an office sees its majors only, by classroom too', async () => {
    const majors = good(await office.call(readStatistics))
    expect(majors.rows.map(({ name }) => name)).toEqual(['Major BM'])
    expect(majors.total).toEqual(business)
    const { rows, total } = good(await office.call(readStatistics, { query: { by: 'classroom' } }))
    expect(rows.map(({ name, major }) => [name, major.abbreviation])).toEqual([
      ['=1+1', 'BM'],
      ['BM-4A', 'BM'],
    ])
    expect(rows[1]).toMatchObject(business)
    expect(rows[0]).toMatchObject({ students: { total: 0 }, projects: { total: 0 } })
    expect(total).toEqual(business)
  })
  test('200: nothing of a year that has nothing; 400, 401, 403', async () => {
    const yearId = '00000000-0000-4000-8000-000000000000'
    const empty = good(await faculty.admin.call(readStatistics, { query: { yearId } }))
    expect([empty.rows, empty.total.students.total, empty.total.projects.total]).toEqual([[], 0, 0])
    expect((await office.call(readStatistics, { query: { by: 'year' as never } })).status).toBe(400)
    expect((await app.call(readStatistics)).status).toBe(401)
    expect((await (await app.as(member.code)).call(readStatistics)).status).toBe(403)
    expect((await (await app.as('mk.one')).call(readStatistics)).status).toBe(403)
  })
})

describe('downloadStatistics', () => {
  const sheet = async (who: Client, query: object) => {
    const { raw } = await who.call(downloadStatistics, { query })
    return (await readSheet(raw, 'x.xlsx', { rows: 100 })).rows
  }
  test('200: the numbers with their totals, in a language, and no text that would run', async () => {
    const rows = await sheet(office, { by: 'classroom', locale: 'en' })
    expect(rows[0]?.cells.slice(0, 5)).toEqual([
      ...['Classroom', 'Major', 'Students: Male', 'Students: Female', 'Students: Monk'],
    ])
    expect(rows[1]?.cells[0]).toBe('=1+1')
    expect(rows.flatMap((row) => row.formulas)).toEqual([])
    const figures = ['0', '2', '1', '3', '1', '1', '0', '1', '1', '0', '0', '0', '0', '2']
    expect(rows[2]?.cells).toEqual(['BM-4A', 'Major BM', ...figures])
    expect(rows[3]?.cells).toEqual(['Total', '', ...figures])
  })
  test('200: in Lao unless told; 401, 403', async () => {
    const rows = await sheet(faculty.admin, {})
    expect([rows[0]?.cells[0], rows.length]).toEqual(['ສາຂາວິຊາ', 4])
    expect((await app.call(downloadStatistics)).status).toBe(401)
    expect((await (await app.as('mk.one')).call(downloadStatistics)).status).toBe(403)
  })
})
