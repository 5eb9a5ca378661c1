import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAdvisors } from '../../contract/advisors.ts'
import {
  applyImport,
  downloadImportErrors,
  downloadImportTemplate,
  type ImportKind,
  ImportKind as kinds,
  readImport,
  reviewImport,
} from '../../contract/imports.ts'
import { listProjects } from '../../contract/projects.ts'
import { listStudents } from '../../contract/students.ts'
import { words } from '../../contract/words.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeClassroom, makeMajor, makeYear } from '../academics/factory.ts'
import { makeAdvisor } from '../advisors/factory.ts'
import { load } from '../commands/load.ts'
import { readSheet, writeSheet } from '../platform/spreadsheet.ts'

const folder = join(import.meta.dirname, '../../tests/fixtures/department')
const fixture = (name: string) => ({ name, content: readFileSync(join(folder, name)) })
const csv = (name: string, ...lines: string[]) => ({ name, content: lines.join('\n') })
const nowhere = '00000000-0000-4000-8000-000000000000'

let app: TestApp
let admin: Client
let office: Client
let advisor: Client
let year: Awaited<ReturnType<typeof makeYear>>
let marketing: Awaited<ReturnType<typeof makeMajor>>

beforeAll(async () => {
  app = await startApp()
  year = await makeYear(app.ctx)
  await app.account('root', 'admin')
  admin = await app.as('root')
  marketing = await makeMajor(app.ctx, { name: 'Tourism', abbreviation: 'TM' })
  await makeClassroom(app.ctx, { majorId: marketing.id, name: 'TM-1' })
  await makeAdvisor(app.ctx, { login: 'office', managedMajorIds: [marketing.id], name: 'Ms. Office' })
  await makeAdvisor(app.ctx, { login: 'lecturer', name: 'Mr. Lecturer' })
  office = await app.as('office')
  advisor = await app.as('lecturer')
}, 60_000)

afterAll(() => app.close())

const review = (client: Client, kind: ImportKind, file: { name: string; content: Buffer | string }, yearId?: string) =>
  client.call(reviewImport, { params: { kind }, body: yearId ? { yearId } : {}, file })
const apply = (client: Client, importId: string) => client.call(applyImport, { params: { importId } })
const header = 'Student ID,Name,Surname,Gender,Major,Classroom,Tel,Email,Status'

describe('the department', () => {
  test.each([
    ['majors', 4],
    ['classrooms', 7],
    ['advisors', 20],
    ['students', 106],
    ['projects', 59],
  ] as const)(
    '%s: %i new rows, and none the second time',
    async (kind, count) => {
      const first = await review(admin, kind, fixture(`${kind}.xlsx`))
      expect(first.status).toBe(201)
      expect(first.body.rows.filter((row) => row.state === 'error')).toEqual([])
      expect(first.body.counts).toEqual({ new: count, update: 0, unchanged: 0, error: 0 })
      const applied = await apply(admin, first.body.id)
      expect(applied.problem).not.toHaveProperty('code')
      expect(applied.body).toMatchObject({ status: 'applied', counts: { new: count } })
      const again = await review(admin, kind, fixture(`${kind}.xlsx`))
      expect(again.body.counts).toEqual({ new: 0, update: 0, unchanged: count, error: 0 })
      expect((await apply(admin, again.body.id)).status).toBe(200)
    },
    60_000,
  )

  test('projects wait for a decision, keep their codes and take places', async () => {
    const { body } = await admin.call(listProjects, { query: { pageSize: 100, sort: 'code' } })
    expect(body.total).toBe(59)
    expect(body.items[0]).toMatchObject({ code: 'P26001', status: 'pending' })
    const { body: advisors } = await admin.call(listAdvisors, { query: { pageSize: 100 } })
    expect(advisors.items.reduce((sum, one) => sum + one.loads.supervising, 0)).toBe(59)
  })

  test('the file with errors: each reason named, and the errors come back to be corrected', async () => {
    const { body } = await review(admin, 'students', fixture('students-with-errors.xlsx'))
    const reasons = body.rows.map((row) => [
      row.row,
      row.state,
      ...row.reasons.map((one) => `${one.column} ${one.code}`),
    ])
    expect(reasons).toEqual([
      [2, 'unchanged'],
      [3, 'error', 'code row.repeated'],
      [4, 'error', 'major cell.missing'],
      [5, 'error', 'classroom cell.unknown'],
      [6, 'error', 'email cell.invalid'],
      [7, 'error', 'code student.codeFormat'],
      [9, 'error', 'givenName cell.formula'],
      [10, 'error', 'gender cell.unknown', 'classroom classroom.otherMajor', 'telephone cell.invalid'],
    ])
    const errors = await admin.call(downloadImportErrors, { params: { importId: body.id }, query: { locale: 'en' } })
    const { rows } = await readSheet(errors.raw, 'errors.xlsx', { rows: 100 })
    expect(rows).toHaveLength(8)
    expect(rows[0]?.cells.at(-1)).toBe('What is wrong')
    expect(rows.at(-1)?.cells.at(-1)).toContain('Gender: “Robot” is not known.')
    const again = await review(admin, 'students', { name: 'errors.xlsx', content: errors.raw })
    expect(again.status).toBe(201)
    expect(again.body.rows.find((row) => row.cells.code === '155N9001/22')?.reasons).toMatchObject([
      { column: 'givenName', code: 'cell.formula' },
    ])
  })
})

describe('reviewImport', () => {
  test('201: says for each row what it would do and writes nothing', async () => {
    const before = await admin.call(listStudents, { query: {} })
    const file = csv('s.csv', header, '155N8001/22,Kham,One,Male,TM,TM-1,,,')
    expect((await review(admin, 'students', file)).body.rows).toMatchObject([{ row: 2, state: 'new', reasons: [] }])
    expect((await admin.call(listStudents, { query: {} })).body.total).toBe(before.body.total)
  })

  test('201: headings in Lao in any order, unknown columns left out', async () => {
    const file = csv('m.csv', 'ຕົວຫຍໍ້,ໝາຍເຫດ,ຊື່ສາຂາວິຊາ', 'ACC,x,ບັນຊີ')
    const { body } = await review(admin, 'majors', file)
    expect(body).toMatchObject({ columns: ['abbreviation', 'name'], counts: { new: 1 } })
    expect(body.rows[0]?.cells).toEqual({ abbreviation: 'ACC', name: 'ບັນຊີ' })
  })

  test('201: rows of a major that one does not manage are errors', async () => {
    await makeMajor(app.ctx, { name: 'Law', abbreviation: 'LAW' })
    const file = csv('c.csv', 'Name,Major', 'TM-2,TM', 'LAW-1,LAW')
    const { body } = await review(office, 'classrooms', file)
    expect(body.rows).toMatchObject([
      { state: 'new' },
      { state: 'error', reasons: [{ column: 'major', code: 'permission.denied' }] },
    ])
    expect((await apply(office, body.id)).body.counts).toMatchObject({ new: 1, error: 1 })
  })

  test('400, 401, 403, 404, 413, 422', async () => {
    const file = csv('m.csv', 'Name,Abbreviation', 'A,B')
    const unknown = { params: { kind: 'scores' as ImportKind }, body: {}, file }
    expect((await admin.call(reviewImport, unknown)).status).toBe(400)
    expect((await review(app, 'majors', file)).status).toBe(401)
    expect((await review(advisor, 'students', file)).problem.code).toBe('permission.denied')
    for (const kind of ['majors', 'advisors'] as const) {
      expect((await review(office, kind, file)).problem.code).toBe('permission.denied')
    }
    expect((await review(admin, 'majors', file, nowhere)).status).toBe(404)
    const long = csv('m.csv', 'Name,Abbreviation', ...Array.from({ length: 10_001 }, (_, n) => `A${n},B${n}`))
    expect((await review(admin, 'majors', long)).problem).toMatchObject({ status: 413, code: 'import.tooManyRows' })
    const broken = await review(admin, 'majors', { name: 'm.xlsx', content: Buffer.from('%PDF-1.4 no sheet') })
    expect(broken.problem).toMatchObject({ status: 422, code: 'import.unreadable' })
    const { problem } = await review(admin, 'students', csv('s.csv', 'Student ID,Surname', 'x,y'))
    expect(problem).toMatchObject({ status: 422, code: 'import.missingColumns' })
    expect(problem.data).toEqual({
      columns: ['Name', 'Gender', 'Major', 'Classroom'],
      keys: ['givenName', 'gender', 'major', 'classroom'],
    })
  })
})

describe('readImport', () => {
  test('200 for who made it and for an admin, 404 for everybody else, 401, 403', async () => {
    const { body } = await review(office, 'classrooms', csv('c.csv', 'Name,Major', 'TM-7,TM'))
    const params = { importId: body.id }
    expect((await office.call(readImport, { params })).body).toEqual(body)
    expect((await admin.call(readImport, { params })).status).toBe(200)
    const other = await review(admin, 'classrooms', csv('c.csv', 'Name,Major', 'TM-8,TM'))
    expect((await office.call(readImport, { params: { importId: other.body.id } })).status).toBe(404)
    expect((await apply(office, other.body.id)).status).toBe(404)
    expect((await admin.call(readImport, { params: { importId: nowhere } })).status).toBe(404)
    expect((await admin.call(readImport, { params: { importId: 'x' } })).status).toBe(400)
    expect((await app.call(readImport, { params })).status).toBe(401)
    expect((await advisor.call(readImport, { params })).status).toBe(403)
  })
})

describe('applyImport', () => {
  test('200: updates what changed and tells what stood before', async () => {
    const add = await review(admin, 'students', csv('s.csv', header, '155N8002/22,Kham,Two,Male,TM,TM-1,,,'))
    await apply(admin, add.body.id)
    const change = csv('s.csv', header, '155N8002/22,Kham,Second,ຍິງ,Tourism,TM-1,020 5555 1234,,Approved')
    const { body } = await review(admin, 'students', change)
    expect(body.rows[0]).toMatchObject({
      state: 'update',
      changes: { surname: 'Two', gender: 'male', telephone: '' },
    })
    await apply(admin, body.id)
    const { body: list } = await admin.call(listStudents, { query: { q: '155N8002/22' } })
    expect(list.items).toMatchObject([{ surname: 'Second', gender: 'female', telephone: '020 5555 1234' }])
  })

  test('409: applied once, also when two people confirm at once', async () => {
    const { body } = await review(admin, 'classrooms', csv('c.csv', 'Name,Major', 'TM-3,TM'))
    const answers = await Promise.all([apply(admin, body.id), apply(admin, body.id)])
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409])
    expect(answers.find((one) => one.status === 409)?.problem.code).toBe('import.alreadyApplied')
  })

  test('409: stale when a valid row would do something else by now, and nothing of it is written', async () => {
    const { body } = await review(admin, 'classrooms', csv('c.csv', 'Name,Major', 'TM-4,TM', 'TM-5,TM'))
    await makeClassroom(app.ctx, { majorId: marketing.id, name: 'TM-5' })
    expect((await apply(admin, body.id)).problem).toMatchObject({
      status: 409,
      code: 'import.stale',
      data: { rows: [3] },
    })
    const again = await review(admin, 'classrooms', csv('c.csv', 'Name,Major', 'TM-4,TM', 'TM-5,TM'))
    expect(again.body.counts).toMatchObject({ new: 1, unchanged: 1 })
  })

  test('400, 401, 403, 404', async () => {
    expect((await apply(admin, 'x')).status).toBe(400)
    expect((await apply(app, nowhere)).status).toBe(401)
    expect((await apply(advisor, nowhere)).status).toBe(403)
    expect((await apply(admin, nowhere)).status).toBe(404)
  })
})

describe('downloadImportErrors', () => {
  test('400, 401, 403, 404', async () => {
    const get = (client: Client, importId: string, locale: 'lo' = 'lo') =>
      client.call(downloadImportErrors, { params: { importId }, query: { locale } })
    expect((await get(admin, nowhere, 'xx' as 'lo')).status).toBe(400)
    expect((await get(app, nowhere)).status).toBe(401)
    expect((await get(advisor, nowhere)).status).toBe(403)
    expect((await get(admin, nowhere)).status).toBe(404)
  })
})

describe('downloadImportTemplate', () => {
  const get = (client: Client, kind: ImportKind, locale: 'lo' | 'th' | 'en') =>
    client.call(downloadImportTemplate, { params: { kind }, query: { locale } })

  test.each(kinds.options)('200: %s in three languages, each read again without a missing column', async (kind) => {
    for (const locale of ['lo', 'th', 'en'] as const) {
      const { raw, headers } = await get(admin, kind, locale)
      expect(headers['content-disposition']).toContain(encodeURIComponent(words[locale].kinds[kind]))
      const { body } = await review(admin, kind, { name: 't.xlsx', content: raw })
      expect(body).toMatchObject({ rows: [], columns: Object.keys(words[locale].headings[kind]) })
    }
  })

  test('400, 401, 403', async () => {
    expect((await get(admin, 'scores' as ImportKind, 'lo')).status).toBe(400)
    expect((await get(app, 'students', 'lo')).status).toBe(401)
    expect((await get(advisor, 'students', 'lo')).status).toBe(403)
    expect((await get(office, 'majors', 'lo')).status).toBe(403)
  })
})

describe('bm23 load', () => {
  test('takes a folder in order; a second time nothing is new', async () => {
    const fresh = await startApp()
    try {
      await makeYear(fresh.ctx)
      const lines: string[] = []
      expect(await load(fresh.ctx, [folder], (line) => lines.push(line))).toBe(0)
      expect(lines.map((line) => line.split(': ')[1]?.split(',')[0])).toEqual([
        '4 new',
        '7 new',
        '20 new',
        '106 new',
        '59 new',
      ])
      expect(await load(fresh.ctx, [folder], (line) => lines.push(line))).toBe(0)
      expect(lines.slice(5).every((line) => line.includes(' 0 new, 0 updated, '))).toBe(true)
      const wrong = await load(fresh.ctx, [join(folder, 'students-with-errors.xlsx')], (line) => lines.push(line))
      expect(wrong).toBe(1)
      expect(lines.slice(10)).toHaveLength(8)
      expect(await load(fresh.ctx, [join(folder, 'nothing.xlsx'), folder], (line) => lines.push(line))).toBe(1)
      expect(lines[18]).toMatch(/nothing\.xlsx: cannot be read$/)
    } finally {
      await fresh.close()
    }
  }, 60_000)
})

describe('a large file', () => {
  test('5,000 students within 30 seconds of computing', async () => {
    const columns = header.split(',').map((heading) => ({ heading }))
    const rows = Array.from({ length: 5_000 }, (_, n) => [
      `${100 + Math.floor(n / 10_000)}N${String(n).padStart(4, '0')}/23`,
      ...['ຄຳ', 'ໃໝ່', 'Male', 'TM', 'TM-1', '', `large${n}@student.example.la`, 'Approved'],
    ])
    const content = await writeSheet({ sheetName: 'x', columns, rows, format: 'xlsx' })
    // time of the processor: the tests beside this one do not count
    const start = process.cpuUsage()
    const { body } = await review(admin, 'students', { name: 'large.xlsx', content })
    expect(body.counts).toMatchObject({ new: 5_000, error: 0 })
    expect((await apply(admin, body.id)).status).toBe(200)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1_000).toBeLessThan(30_000)
  }, 120_000)
})

test('a closed year takes no spreadsheet', async () => {
  const past = await makeYear(app.ctx, { name: '2020-2021', status: 'planned' })
  const { body } = await review(admin, 'majors', csv('m.csv', 'Name,Abbreviation', 'Old,OLD'), past.id)
  expect(body).toMatchObject({ yearId: past.id, counts: { new: 1 } })
  expect(year.id).not.toBe(past.id)
  await app.platform.db.updateTable('years').set({ status: 'closed' }).where('id', '=', past.id).execute()
  expect((await apply(admin, body.id)).problem.code).toBe('year.closed')
  const refused = await review(admin, 'majors', csv('m.csv', 'Name,Abbreviation', 'Old,OLD'), past.id)
  expect(refused.problem.code).toBe('year.closed')
})
