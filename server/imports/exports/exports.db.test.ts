import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../../contract/accounts.ts'
import * as contract from '../../../contract/imports/exports.ts'
import { type ImportKind, reviewImport } from '../../../contract/imports.ts'
import { listRecord } from '../../../contract/record.ts'
import { updateStudent } from '../../../contract/students.ts'
import { words } from '../../../contract/words.ts'
import { addProject, addStudent, buildFaculty, type Faculty, good } from '../../../tests/faculty.ts'
import { type Client, startApp, type TestAnswer, type TestApp } from '../../../tests/harness.ts'
import { readSheet } from '../../platform/spreadsheet.ts'

let app: TestApp
let faculty: Faculty
let office: Client
const codes: string[] = []

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  for (const major of [0, 0, 1]) codes.push((await addProject(faculty, major)).student.code)
  const alone = await addStudent(faculty, 1)
  const params = { studentId: alone.id }
  const body = { surname: 'ຄຳ-ມາ', telephone: '+856 20 5555 1234', email: 'alone@example.la' }
  good(await faculty.admin.call(updateStudent, { params, ifMatch: alone.version, body }))
  codes.push(alone.code)
})
afterAll(() => app.close())

const endpoints = {
  students: contract.exportStudents,
  advisors: contract.exportAdvisors,
  projects: contract.exportProjects,
} as const
type Kind = keyof typeof endpoints

const take = (client: Client, kind: Kind, body: object = {}) =>
  client.call(endpoints[kind], { body: { locale: 'en', ...body } as never })

/** The texts of a spreadsheet, its headings first. */
async function textsOf(answer: TestAnswer<(typeof endpoints)[Kind]>, format = 'xlsx') {
  expect(answer.status, JSON.stringify(answer.problem)).toBe(200)
  return (await readSheet(answer.raw, `list.${format}`, { rows: 100 })).rows.map(({ cells }) => cells)
}
const columnOf = (rows: string[][], at = 0) => rows.slice(1).map((cells) => cells[at] ?? '')

describe('a list as a spreadsheet', () => {
  it.each([
    ['students', 'lo'],
    ['students', 'th'],
    ['students', 'en'],
    ['advisors', 'lo'],
    ['projects', 'th'],
  ] as const)('of %s in %s comes in again without changing anything', async (kind, locale: Locale) => {
    for (const format of ['xlsx', 'csv'] as const) {
      const answer = await take(faculty.admin, kind, { locale, format })
      const file = { name: `list.${format}`, content: answer.raw }
      const params = { kind: kind satisfies ImportKind }
      const review = good(await faculty.admin.call(reviewImport, { params, body: {}, file }))
      expect(review.counts, JSON.stringify(review.rows[0])).toMatchObject({ new: 0, update: 0, error: 0 })
      expect(review.counts.unchanged).toBeGreaterThan(2)
    }
  })

  it('holds what the filters leave, in the order of the list', async () => {
    expect(columnOf(await textsOf(await take(faculty.admin, 'students', { sort: '-code' })))).toEqual(
      codes.toSorted().toReversed(),
    )
    const free = await textsOf(await take(faculty.admin, 'students', { withProject: 'false' }))
    expect(columnOf(free)).toEqual([codes[3]])
    expect(columnOf(await textsOf(await take(faculty.admin, 'students', { q: 'ຄຳ-ມາ' })))).toEqual([codes[3]])
    expect(await textsOf(await take(faculty.admin, 'students', { q: 'nobody' }))).toHaveLength(1)
    const rejected = await take(faculty.admin, 'projects', { status: ['rejected', 'draft'] })
    expect(await textsOf(rejected)).toHaveLength(1)
  })

  it('says which project a student is in, what an advisor has taken, and how a project stands', async () => {
    const students = await textsOf(await take(faculty.admin, 'students', { sort: 'code' }))
    expect(students[0]?.at(-1)).toBe('Project ID')
    expect(students[1]?.at(-1)).toMatch(/^P\d{5}$/)
    const advisors = await textsOf(await take(faculty.admin, 'advisors', { q: 'Dr. bm.one' }))
    expect(advisors[1]?.slice(7)).toEqual(['2 / 3', '0 / 5', '0 / 5', '0 / 5'])
    const projects = await textsOf(await take(faculty.admin, 'projects', { locale: 'lo' }))
    expect(new Set(columnOf(projects, 7))).toEqual(new Set([words.lo.projectStatuses.pending]))
  })

  it('is named in the language, and as what it is', async () => {
    const { headers } = await take(faculty.admin, 'projects', { locale: 'lo', format: 'csv' })
    expect(headers['content-type']).toContain('text/csv')
    expect(decodeURIComponent(String(headers['content-disposition']))).toContain(words.lo.kinds.projects)
  })

  it('holds what its reader may see and nothing else', async () => {
    expect(columnOf(await textsOf(await take(office, 'students')))).toEqual(codes.slice(0, 2))
    expect(await textsOf(await take(office, 'projects'))).toHaveLength(3)
    const emails = columnOf(await textsOf(await take(office, 'advisors', { sort: 'name' })), 6)
    expect(emails.filter((one) => one.startsWith('mk.'))).toEqual([])
    const student = await app.as(codes[2] ?? '')
    expect(await textsOf(await take(student, 'projects'))).toHaveLength(2)
    for (const kind of ['students', 'advisors'] as const) expect((await take(student, kind)).status).toBe(403)
  })

  it('is recorded: who took what along', async () => {
    await take(office, 'students', { q: 'ຄຳ', format: 'csv' })
    const { items } = good(await faculty.admin.call(listRecord, { query: { event: 'list.exported' } }))
    expect(items[0]?.actor.name).toBe('Dr. bm.office')
    const facts = Object.fromEntries(items[0]?.facts.map(({ path, value }) => [path.join('.'), value]) ?? [])
    expect(facts).toMatchObject({ kind: 'students', format: 'csv' })
  })

  it('is refused when it asks for what a list has not', async () => {
    for (const body of [{ sort: 'password' }, { locale: 'xx' }, { format: 'pdf' }, { majorId: 'x' }]) {
      expect((await take(faculty.admin, 'students', body)).problem.code).toBe('input.invalid')
    }
  })
})
