import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listYears, type Year } from '../../../contract/academics.ts'
import { signIn } from '../../../contract/accounts.ts'
import { listAdvisors } from '../../../contract/advisors.ts'
import { listRooms, readDefenseSettings } from '../../../contract/defenses.ts'
import { listMilestones, listTemplates } from '../../../contract/milestones.ts'
import { listProjects } from '../../../contract/projects.ts'
import { readRubrics } from '../../../contract/scoring.ts'
import { listStudents } from '../../../contract/students.ts'
import { dump, type Entry } from '../../../tests/fixtures/earlier-system/make-dump.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'
import { importDjango } from '../../commands/import-django.ts'
import { DumpUnreadable } from './dump.ts'
import type { Report } from './report.ts'

const folder = mkdtempSync(join(tmpdir(), 'bm23-dump-'))
const given = join(import.meta.dirname, '../../../tests/fixtures/earlier-system/initial-data.json')

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function run(app: TestApp, paths: string[], dryRun = false): Promise<Report & { code: number }> {
  const lines: string[] = []
  const code = await importDjango(app.ctx, paths, { dryRun, json: true }, (line) => lines.push(line))
  return { code, ...(JSON.parse(lines.join('')) as Report) }
}
const added = ({ years }: Report) =>
  years.flatMap(({ counts }) => Object.values(counts)).reduce((n, one) => n + one.added, 0)

let app: TestApp
let admin: Client
let report: Awaited<ReturnType<typeof run>>
let years: Year[]
const yearId = (name: string) => years.find((one) => one.name === name)?.id ?? ''

beforeAll(async () => {
  app = await startApp()
  await app.account('root', 'admin')
  admin = await app.as('root')
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await app.close()
})

describe('a takeover of the earlier system', () => {
  test('as a dry run tells what it would do, and writes nothing', async () => {
    const dry = await run(app, [write('dump.json', dump)], true)
    expect(added(dry)).toBeGreaterThan(10)
    expect((await admin.call(listYears, { query: {} })).body.total).toBe(0)
    const before = await app.ctx.db.selectFrom('events').select('name').execute()
    report = await run(app, [write('dump.json', dump)])
    expect({ ...dry, dryRun: false }).toEqual(report)
    expect(before.map(({ name }) => name)).not.toContain('year.planned')
    years = (await admin.call(listYears, { query: {} })).body.items
  })

  test('plans the years it finds, and opens the newest', () => {
    expect(years.map(({ name, status }) => [name, status])).toEqual([
      ['2024-2025', 'active'],
      ['2023-2024', 'planned'],
    ])
    expect(years[0]).toMatchObject({ startsOn: '2024-09-02', endsOn: '2025-07-31' })
    expect(report.remarks.join()).toContain('do not say when 2023-2024 begins')
  })

  test('brings the people in, and says who not and why', async () => {
    const [, year] = report.years
    expect(year?.counts).toMatchObject({
      majors: { added: 2, there: 0, refused: 0 },
      classrooms: { added: 2, there: 0, refused: 0 },
      advisors: { added: 3, there: 0, refused: 0 },
      students: { added: 4, there: 0, refused: 1 },
      projects: { added: 3, there: 0, refused: 2 },
    })
    expect(report.code).toBe(1)
    expect(year?.refused.join('\n')).toMatch(/students NO ID|students no ID/)
    expect(year?.refused.join('\n')).toMatch(/P24004.*nobody we know/)
    expect(year?.refused.join('\n')).toMatch(/P24009/)
    const students = await admin.call(listStudents, { query: { yearId: yearId('2024-2025') } })
    expect(students.body.items.map((one) => one.code)).toContain('155N1001/21')
    const advisors = (await admin.call(listAdvisors, { query: { yearId: yearId('2024-2025') } })).body.items
    const office = advisors.find((one) => one.name === 'anong Test')
    // two projects and one place: nobody loses the advisor
    expect(office?.quotas).toEqual({ supervising: 2, chair: 3, second: 4, third: 5 })
    expect(office?.majors.map((one) => one.abbreviation)).toEqual(['IBM'])
    expect(office?.managedMajors.map((one) => one.name)).toEqual(['Business Administration, International'])
    const before = (await admin.call(listAdvisors, { query: { yearId: yearId('2023-2024') } })).body.items
    expect(before.map((one) => one.accountId).toSorted()).toEqual(advisors.map((one) => one.accountId).toSorted())
  })

  test('brings projects to where they were, with their milestones', async () => {
    const { items } = (await admin.call(listProjects, { query: { yearId: yearId('2024-2025'), sort: 'code' } })).body
    expect(items.map(({ code, status }) => [code, status])).toEqual([
      ['P24001', 'approved'],
      ['P24002', 'pending'],
      ['P24003', 'rejected'],
    ])
    expect(items[0]?.members.map((one) => one.code)).toEqual(['155N1001/21', '155N1002/21'])
    const params = { projectId: items[0]?.id ?? '' }
    const milestones = (await admin.call(listMilestones, { params })).body.items
    expect(milestones.map(({ name, dueOn }) => [name, dueOn])).toEqual([
      ['Chapter 1', '2024-10-20'],
      ['Chapter 2', '2024-11-20'],
    ])
  })

  test('brings templates, rubrics, rooms and the times of the defenses', async () => {
    const query = { yearId: yearId('2024-2025') }
    const templates = (await admin.call(listTemplates, { query })).body.items
    expect(templates.find((one) => one.name === 'Five chapters')?.tasks[0]).toEqual({
      name: 'Chapter 1',
      durationDays: 10,
    })
    const rubrics = (await admin.call(readRubrics, { query })).body
    expect([rubrics.advisor[0]?.maximum, rubrics.committee[0]?.maximum]).toEqual([60, 40])
    expect(rubrics.boundaries).toEqual([{ grade: 'A', minimum: 80 }])
    const rooms = (await admin.call(listRooms, { query })).body.items
    expect(rooms.map((one) => [one.name, one.majors.map((major) => major.name)])).toEqual([['B 105', ['Marketing']]])
    const { slots } = (await admin.call(readDefenseSettings, { query })).body
    expect(slots.map((one) => one.startsAt)).toEqual(['09:00', '10:15'])
    expect(report.remarks.join()).toContain('milestone_templates_2024-2025')
    expect(report.left).toEqual({ 'projects.logentry': 1, 'notifications.notification': 1 })
  })

  test.each([
    ['an administrator', 'head', 'password of head'],
    ['an advisor without an address', 'anong', 'password of anong'],
    ['a student', '155N1001/21', 'password of s1'],
  ])('lets %s sign in as before, and hashes the password anew', async (_, login, password) => {
    const enter = () => app.call(signIn, { body: { login, password } })
    expect((await enter()).status).toBe(201)
    const row = await app.ctx.db
      .selectFrom('accounts')
      .select('password_hash')
      .where('login', '=', login)
      .executeTakeFirstOrThrow()
    expect(row.password_hash).toMatch(/^\$argon2id\$/)
    expect((await enter()).status).toBe(201)
  })

  test('lets nobody in who was shut out there', async () => {
    const answer = await app.call(signIn, { body: { login: 'gone', password: 'password of gone' } })
    expect(answer.status).toBe(401)
  })

  test('once more doubles nothing, and leaves what was changed here', async () => {
    await app.ctx.db
      .updateTable('majors')
      .set({ name: 'Marketing and Sales' })
      .where('abbreviation', '=', 'MK')
      .execute()
    const again = await run(app, [write('dump.json', dump)])
    expect(added(again)).toBe(0)
    expect(again.admins).toEqual({ added: [], there: ['head'] })
    expect(again.passwords.kept).toBe(0)
    const names = await app.ctx.db.selectFrom('majors').select('name').where('abbreviation', '=', 'MK').execute()
    expect(new Set(names.map(({ name }) => name))).toEqual(new Set(['Marketing and Sales']))
  })

  test('loads what the earlier system ships with', async () => {
    const first = await run(app, [given])
    expect(first.code).toBe(0)
    expect(first.years[0]).toMatchObject({ name: '2024-2025', refused: [] })
    expect(first.admins.added).toEqual(['admin'])
    expect(first.passwords).toEqual({ kept: 0, unusable: 1 })
    expect(first.left).toEqual({ 'scoring.scoringrubric': 2 })
    expect(added(await run(app, [given]))).toBe(0)
  })

  test.each([
    ['no JSON', '{'],
    ['no list', '{"model": "accounts.user"}'],
    ['objects without a model', '[{"pk": 1, "fields": {}}]'],
  ])('refuses a file that is %s, and says what is wrong', async (_, content) => {
    await expect(run(app, [write('broken.json', content)])).rejects.toThrow(DumpUnreadable)
  })

  test('takes nothing at all when it breaks off', async () => {
    const late: Entry = {
      model: 'accounts.user',
      pk: 900,
      fields: { username: 'late', role: 'Admin', is_active: true },
    }
    const broken = { ...app.ctx, record: () => Promise.reject(new Error('the disk is gone')) }
    await expect(importDjango(broken, [write('late.json', [late])], {}, () => undefined)).rejects.toThrow(
      'the disk is gone',
    )
    const rows = await app.ctx.db.selectFrom('accounts').select('id').where('login', '=', 'late').execute()
    expect(rows).toEqual([])
  })
})

test('the file of the earlier system is the one that is tried', () => {
  expect(JSON.parse(readFileSync(given, 'utf8'))).toHaveLength(7)
})
