import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportOwnData, exportPersonalData } from '../../contract/privacy.ts'
import { addStudent, buildFaculty, type Faculty, pdf, prepareDefense } from '../../tests/faculty.ts'
import { startApp, type TestApp } from '../../tests/harness.ts'
import { entryOf, marksOf, tableNames } from './map/map.ts'

let app: TestApp
let faculty: Faculty

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
}, 60_000)
afterAll(() => app.close())

describe('the data map', () => {
  it('has every column of every table, and no other', async () => {
    const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name
      from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'`.execute(
      app.platform.db,
    )
    const known = tableNames.flatMap((table) =>
      Object.keys(entryOf(table).columns).map((column) => `${table}.${column}`),
    )
    expect(known.sort()).toEqual(rows.map((one) => one.name).sort())
  })

  it('says a reason where something personal is kept or not handed out', () => {
    const silent = tableNames.filter((table) => {
      return (
        !entryOf(table).why && marksOf(table).some(([, mark]) => mark !== 'plain/keep' && /\/keep$|^copy/.test(mark))
      )
    })
    expect(silent).toEqual([])
  })
})

describe('GET /personal-data', () => {
  it('gives one’s own data and files as an archive, and records it', async () => {
    const { client, student } = await prepareDefense(app, faculty)
    const answer = await client.call(exportOwnData)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/zip')
    expect(answer.headers['content-disposition']).toMatch(/bm23-personal-data-\d{4}-\d\d-\d\d\.zip/)
    expect(answer.raw.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
    expect(answer.raw.includes(pdf)).toBe(true)
    const { rows } = await sql<{ data: unknown; actor: string; code: string }>`
      select e.data, a.login as actor, s.code from events e join accounts a on a.id = e.actor_id
        join students s on s.account_id = e.subject_id where e.name = 'person.exported'`.execute(app.platform.db)
    expect(rows).toEqual([{ data: { to: 'person', files: 1 }, actor: student.code, code: student.code }])
  })

  it('is for who is signed in', async () => {
    expect((await app.call(exportOwnData)).problem.code).toBe('session.missing')
  })
})

describe('GET /accounts/:accountId/personal-data', () => {
  it('is for administrators, who find nobody under another id', async () => {
    const student = await addStudent(faculty)
    const { account_id: accountId } = await app.platform.db
      .selectFrom('students')
      .select('account_id')
      .where('id', '=', student.id)
      .executeTakeFirstOrThrow()
    const params = { accountId }
    expect((await faculty.admin.call(exportPersonalData, { params })).status).toBe(200)
    expect((await app.call(exportPersonalData, { params })).problem.code).toBe('session.missing')
    for (const login of [student.code, 'bm.office']) {
      expect((await (await app.as(login)).call(exportPersonalData, { params })).problem.code).toBe('permission.denied')
    }
    const nobody = { accountId: '00000000-0000-4000-8000-000000000000' }
    expect((await faculty.admin.call(exportPersonalData, { params: nobody })).problem.code).toBe('resource.notFound')
    expect((await faculty.admin.call(exportPersonalData, { params: { accountId: 'x' } })).problem.code).toBe(
      'input.invalid',
    )
  })
})
