import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeYear, createMajor, listClassrooms, listMajors, type Year } from '../../../contract/academics.ts'
import { createAdvisor, listAdvisors, updateAdvisor } from '../../../contract/advisors.ts'
import { createRoom, listRooms, readDefenseSettings } from '../../../contract/defenses.ts'
import {
  CopyKind,
  type CopyPart,
  type CopyPreview,
  copyYear,
  listYearCopies,
  previewYearCopy,
  undoYearCopy,
} from '../../../contract/imports.ts'
import { createTemplate, listTemplates, updateTemplate } from '../../../contract/milestones.ts'
import { registerProject } from '../../../contract/projects.ts'
import { readRubrics, updateRubrics } from '../../../contract/scoring.ts'
import { addStudent, buildFaculty, type Faculty, freshTopic, good, openDefenses } from '../../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'
import { makeYear } from '../../academics/factory.ts'
import { makeStudent } from '../../students/factory.ts'

let app: TestApp
let faculty: Faculty
let admin: Client
let office: Client
let next: Year
let number = 2027

const all = CopyKind.options
const copy = (sourceYearId = faculty.year.id, kinds: readonly CopyKind[] = all, yearId = next.id) =>
  admin.call(copyYear, { params: { yearId }, body: { sourceYearId, kinds: [...kinds] } })
const preview = async (kinds?: CopyKind[]) =>
  good(
    await admin.call(previewYearCopy, { params: { yearId: next.id }, query: { sourceYearId: faculty.year.id, kinds } }),
  )
const undo = (copyId: string, yearId = next.id) => admin.call(undoYearCopy, { params: { yearId, copyId } })
const part = ({ parts }: CopyPreview, kind: CopyKind) => parts.find((one) => one.kind === kind) as CopyPart
const counts = (plan: CopyPreview) => Object.fromEntries(plan.parts.map((one) => [one.kind, one.counts]))
const count = (made: Partial<CopyPart['counts']>) => ({ new: 0, replaced: 0, there: 0, left: 0, ...made })
const ofNext = () => ({ query: { yearId: next.id, pageSize: 100 } })

/** Everything of a year but the identifiers and versions: to see that it is as it was. */
async function contentOf(yearId: string) {
  const { rows } = await sql<{ of: unknown }>`select json_build_array(
    (select json_agg(json_build_array(name, abbreviation) order by name) from majors where year_id = ${yearId}),
    (select json_agg(name order by name) from classrooms where year_id = ${yearId}),
    (select json_agg(name order by name) from advisors where year_id = ${yearId}),
    (select json_agg(json_build_array(name, capacity) order by name) from rooms where year_id = ${yearId}),
    (select json_agg(json_build_array(t.name, t.description, k.position, k.name, k.duration_days) order by t.name, k.position)
      from milestone_templates t join milestone_template_tasks k on k.template_id = t.id where t.year_id = ${yearId}),
    (select json_agg(json_build_array(sheet, position, name, maximum) order by sheet, position)
      from rubric_items where year_id = ${yearId}),
    (select json_agg(json_build_array(grade, minimum) order by minimum) from grade_boundaries where year_id = ${yearId}),
    (select json_agg(json_build_array(starts_on, ends_on)) from defense_settings where year_id = ${yearId}),
    (select json_agg(json_build_array(starts_at, ends_at) order by starts_at) from defense_slots where year_id = ${yearId})
  ) as of`.execute(app.platform.db)
  return JSON.stringify(rows[0]?.of)
}

const factsOf = async (yearId: string) => {
  const { rows } = await sql<{ name: string; n: number }>`select name, count(*) as n from events
    where year_id = ${yearId} group by name`.execute(app.platform.db)
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.n)]))
}

/** The faculty made the shipped templates and rubrics its own, and has rooms, days, and somebody who left. */
async function settle() {
  await openDefenses(faculty)
  const major = faculty.majors[0]?.id ?? ''
  good(await admin.call(createRoom, { body: { name: 'B 202', capacity: 40, majorIds: [major] } }))
  const [first] = good(await admin.call(listTemplates)).items
  const params = { templateId: first?.id ?? '' }
  const tasks = [{ name: 'ບົດດຽວ', durationDays: 77 }]
  const body = { name: first?.name ?? '', tasks }
  good(await admin.call(updateTemplate, { params, ifMatch: first?.version ?? 0, body }))
  good(await admin.call(createTemplate, { body: { name: 'Thesis', tasks } }))
  const { version } = good(await admin.call(readRubrics))
  const rubrics = {
    advisor: [{ name: 'ຄວາມຕັ້ງໃຈ', maximum: 60 }],
    committee: [{ name: 'ການປ້ອງກັນ', maximum: 40 }],
    boundaries: [{ grade: 'P', minimum: 50 }],
    rounding: 'half_up_integer' as const,
  }
  good(await admin.call(updateRubrics, { ifMatch: version, body: rubrics }))
  const gone = faculty.advisors[1]?.[3]
  const accountId = gone?.accountId ?? ''
  await app.platform.db.updateTable('accounts').set({ status: 'deactivated' }).where('id', '=', accountId).execute()
}

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  admin = faculty.admin
  await settle()
  office = await app.as('bm.office')
})
afterAll(() => app.close())

beforeEach(async () => {
  next = await makeYear(app.ctx, { name: `${number}-${number + 1}`, status: 'planned' })
  number += 1
})

const first = {
  majors: count({ new: 2 }),
  classrooms: count({ new: 2 }),
  advisors: count({ new: 9, left: 1 }),
  templates: count({ new: 1, replaced: 1, there: 1 }),
  rubrics: count({ replaced: 2 }),
  rooms: count({ new: 2 }),
  calendar: count({ new: 3 }),
}

describe('GET /years/:yearId/copies/preview', () => {
  test('200: what would be copied, what gives way, who is left out; nothing is written', async () => {
    const before = await contentOf(next.id)
    const plan = await preview()
    expect([plan.year.name, plan.source.name]).toEqual([next.name, '2026-2027'])
    expect(counts(plan)).toEqual(first)
    const left = part(plan, 'advisors').items.filter(({ state }) => state === 'deactivated')
    expect(left.map(({ name }) => name)).toEqual(['Dr. mk.four'])
    expect(await contentOf(next.id)).toBe(before)
    expect(await factsOf(next.id)).not.toHaveProperty('year.copied')
  })
  test('200: without the majors, what refers to them is left out', async () => {
    const plan = await preview(['classrooms', 'advisors', 'rooms'])
    const expected = {
      classrooms: count({ left: 2 }),
      advisors: count({ left: 10 }),
      rooms: count({ new: 1, left: 1 }),
    }
    expect(counts(plan)).toEqual(expected)
    good(await admin.call(createMajor, { body: { yearId: next.id, name: 'Renamed', abbreviation: 'bm' } }))
    expect(counts(await preview(['majors', 'classrooms']))).toEqual({
      majors: count({ new: 1, there: 1 }),
      classrooms: count({ new: 2 }),
    })
    expect(part(await preview(['advisors']), 'advisors').counts).toEqual(count({ new: 5, left: 5 }))
  })
  test('400, 401, 403, 404, 422', async () => {
    const asked = { params: { yearId: next.id }, query: { sourceYearId: faculty.year.id } }
    expect((await app.call(previewYearCopy, asked)).status).toBe(401)
    expect((await office.call(previewYearCopy, asked)).status).toBe(403)
    const of = (params: object, query: object) =>
      admin.call(previewYearCopy, { params: { ...asked.params, ...params }, query: { ...asked.query, ...query } })
    expect((await of({}, { kinds: 'students' })).status).toBe(400)
    expect((await of({}, { sourceYearId: randomUUID() })).status).toBe(404)
    expect((await of({ yearId: randomUUID() }, {})).status).toBe(404)
    const itself = await of({}, { sourceYearId: next.id })
    expect([itself.status, itself.problem.code]).toEqual([422, 'year.notEarlier'])
    expect((await of({ yearId: faculty.year.id }, { sourceYearId: next.id })).problem.code).toBe('year.notEarlier')
  })
})

describe('POST /years/:yearId/copies', () => {
  test('200: all of it is there then, with quotas, specialisations, offices and days a year later', async () => {
    const made = good(await copy())
    expect(counts(made)).toEqual(first)
    expect(made.copyId).not.toBeNull()
    const majors = good(await admin.call(listMajors, ofNext())).items
    expect(majors.map(({ name }) => name)).toEqual(['Major BM', 'Major MK'])
    const classrooms = good(await admin.call(listClassrooms, ofNext())).items
    expect(classrooms.map(({ name, major }) => [name, major.id])).toContainEqual(['BM-4A', majors[0]?.id])
    const advisors = good(await admin.call(listAdvisors, ofNext())).items
    const [was, is] = [faculty.advisors[0]?.[4], advisors.find(({ name }) => name === 'Dr. bm.office')]
    expect(is?.accountId).toBe(was?.accountId)
    expect(is).toMatchObject({ quotas: { supervising: 3, chair: 5 }, loads: { supervising: 0 }, email: was?.email })
    expect(is?.majors.map(({ id }) => id)).toEqual([majors[0]?.id])
    expect(is?.managedMajors.map(({ id }) => id)).toEqual([majors[0]?.id])
    const rooms = good(await admin.call(listRooms, ofNext())).items
    expect(rooms.map(({ name, capacity, majors: open }) => [name, capacity, open.length])).toEqual([
      ['A 101', null, 0],
      ['B 202', 40, 1],
    ])
    const years = Number(next.name.slice(0, 4)) - 2026
    const settings = good(await admin.call(readDefenseSettings, ofNext()))
    expect(settings).toMatchObject({ startsOn: `${2027 + years}-05-03`, endsOn: `${2027 + years}-05-14` })
    expect(settings.slots.map(({ startsAt }) => startsAt)).toEqual(['09:00', '10:15'])
    const rubrics = good(await admin.call(readRubrics, ofNext()))
    expect(rubrics).toMatchObject({ rounding: 'half_up_integer', boundaries: [{ grade: 'P', minimum: 50 }] })
    const templates = good(await admin.call(listTemplates, ofNext())).items
    expect(templates.filter(({ tasks }) => tasks[0]?.durationDays === 77)).toHaveLength(2)
    expect(await factsOf(next.id)).toMatchObject({ 'year.copied': 1, 'advisor.added': 9, 'major.added': 2 })
  })

  test('200: once more doubles nothing, and there is nothing to undo twice', async () => {
    good(await copy())
    const [before, facts] = [await contentOf(next.id), await factsOf(next.id)]
    const again = good(await copy())
    expect(again.copyId).toBeNull()
    expect(again.parts.flatMap((one) => one.items.map(({ state }) => state))).not.toContain('new')
    expect([await contentOf(next.id), await factsOf(next.id)]).toEqual([before, facts])
    expect(good(await admin.call(listYearCopies, { params: { yearId: next.id } })).items).toHaveLength(1)
  })

  test('200: what the next year has stays as it is, also what was changed in it', async () => {
    const { version } = good(await admin.call(readRubrics, ofNext()))
    const rubrics = {
      yearId: next.id,
      advisor: [{ name: 'New', maximum: 50 }],
      committee: [{ name: 'Newer', maximum: 50 }],
      boundaries: [{ grade: 'A', minimum: 90 }],
    }
    good(await admin.call(updateRubrics, { ifMatch: version, body: rubrics }))
    good(await admin.call(createRoom, { body: { yearId: next.id, name: 'a 101', capacity: 7 } }))
    const made = good(await copy())
    expect(part(made, 'rubrics').counts).toEqual(count({ there: 2 }))
    expect(part(made, 'rooms').counts).toEqual(count({ new: 1, there: 1 }))
    const rooms = good(await admin.call(listRooms, ofNext())).items
    expect(rooms.map(({ name, capacity }) => [name, capacity])).toContainEqual(['a 101', 7])
    expect(good(await admin.call(readRubrics, ofNext())).advisor.map(({ name }) => name)).toEqual(['New'])
  })

  test('400, 401, 403, 404', async () => {
    const body = { sourceYearId: faculty.year.id, kinds: [...all] }
    const params = { yearId: next.id }
    expect((await app.call(copyYear, { params, body })).status).toBe(401)
    expect((await office.call(copyYear, { params, body })).status).toBe(403)
    expect((await copy(faculty.year.id, [])).status).toBe(400)
    expect((await copy(randomUUID())).status).toBe(404)
    expect((await copy(faculty.year.id, all, randomUUID())).status).toBe(404)
    expect((await copy(next.id)).problem.code).toBe('year.notEarlier')
  })
})

describe('DELETE /years/:yearId/copies/:copyId', () => {
  test('204: the year is as it was, and can be copied into again', async () => {
    const before = await contentOf(next.id)
    const { copyId } = good(await copy())
    expect(await contentOf(next.id)).not.toBe(before)
    expect((await undo(copyId ?? '')).status).toBe(204)
    expect(await contentOf(next.id)).toBe(before)
    expect(await factsOf(next.id)).toMatchObject({ 'year.copyUndone': 1, 'advisor.removed': 9, 'major.deleted': 2 })
    expect(good(await admin.call(listYearCopies, { params: { yearId: next.id } })).items).toEqual([])
    expect(counts(good(await copy()))).toEqual(first)
    expect(await office.call(listMajors).then(({ status }) => status)).toBe(200)
  })

  test('409: says what hangs on it, and takes nothing away', async () => {
    const { copyId } = good(await copy())
    const [major] = good(await admin.call(listMajors, ofNext())).items
    const [classroom] = good(await admin.call(listClassrooms, ofNext())).items
    await makeStudent(app.ctx, {
      ...{ majorId: major?.id ?? '', classroomId: classroom?.id ?? '', code: '155N0007/22' },
    })
    good(await admin.call(createRoom, { body: { yearId: next.id, name: 'C 3', majorIds: [major?.id ?? ''] } }))
    const before = await contentOf(next.id)
    const { status, problem } = await undo(copyId ?? '')
    expect([status, problem.code, problem.data]).toEqual([409, 'copy.inUse', { students: 1, rooms: 1 }])
    expect(await contentOf(next.id)).toBe(before)
  })

  test('409: what was changed since is not thrown away; what was deleted since is not missed', async () => {
    const { copyId } = good(await copy())
    const [one] = good(await admin.call(listAdvisors, ofNext())).items
    const at = { params: { advisorId: one?.id ?? '' }, ifMatch: one?.version ?? 0 }
    good(await admin.call(updateAdvisor, { ...at, body: { name: 'Dr. Renamed' } }))
    expect((await undo(copyId ?? '')).problem.data).toEqual({ changed: 1 })
    await sql`delete from advisors where id = ${one?.id}`.execute(app.platform.db)
    expect((await undo(copyId ?? '')).status).toBe(204)
  })

  test('401, 403, 404, also for a copy of another year', async () => {
    const { copyId } = good(await copy())
    const params = { yearId: next.id, copyId: copyId ?? '' }
    expect((await app.call(undoYearCopy, { params })).status).toBe(401)
    expect((await office.call(undoYearCopy, { params })).status).toBe(403)
    expect((await undo(randomUUID())).status).toBe(404)
    expect((await undo(params.copyId, faculty.year.id)).status).toBe(404)
    expect((await undo(params.copyId)).status).toBe(204)
    expect((await undo(params.copyId)).status).toBe(404)
  })
})

describe('GET /years/:yearId/copies', () => {
  test('200: newest first, with what was made', async () => {
    good(await copy(faculty.year.id, ['majors']))
    good(await copy())
    const { items } = good(await admin.call(listYearCopies, { params: { yearId: next.id } }))
    expect(items.map(({ made }) => made.length)).toEqual([6, 1])
    expect(items[1]).toMatchObject({ source: { name: '2026-2027' }, made: [{ kind: 'majors', count: 2 }] })
    expect(items[1]?.can.undo).toBe(true)
    // the classrooms of the second copy hang on the majors of the first
    expect((await undo(items[1]?.id ?? '')).problem.data).toEqual({ classrooms: 2, advisors: 9, rooms: 1 })
    expect((await undo(items[0]?.id ?? '')).status).toBe(204)
    expect((await undo(items[1]?.id ?? '')).status).toBe(204)
  })
  test('401, 403, 404', async () => {
    const at = { params: { yearId: next.id } }
    expect((await app.call(listYearCopies, at)).status).toBe(401)
    expect((await office.call(listYearCopies, at)).status).toBe(403)
    expect((await admin.call(listYearCopies, { params: { yearId: randomUUID() } })).status).toBe(404)
  })
})

test('a project keeps its advisor in the year', async () => {
  const old = await makeYear(app.ctx, { name: '2023-2024', status: 'planned' })
  const body = { name: 'Dr. Old', quotas: { supervising: 1, chair: 1, second: 1, third: 1 }, majorIds: [] }
  good(await admin.call(createAdvisor, { body: { ...body, yearId: old.id, login: 'old' } }))
  const { copyId } = good(await copy(old.id, ['advisors'], faculty.year.id))
  const listed = good(await admin.call(listAdvisors, { query: { q: 'Dr. Old' } })).items
  const student = await addStudent(faculty)
  const project = { ...freshTopic(), memberIds: [student.id], advisorId: listed[0]?.id ?? '' }
  good(await admin.call(registerProject, { body: project }))
  expect((await undo(copyId ?? '', faculty.year.id)).problem.data).toEqual({ projects: 1 })
})

// last: the active year is closed, and there is no way back
test('a closed year takes nothing and gives nothing back, but is copied from', async () => {
  const old = await makeYear(app.ctx, { name: '2024-2025', status: 'planned' })
  good(await admin.call(createRoom, { body: { yearId: old.id, name: 'Old' } }))
  const { copyId } = good(await copy(old.id, ['rooms'], faculty.year.id))
  good(await admin.call(closeYear, { params: { yearId: faculty.year.id }, ifMatch: faculty.year.version }))
  for (const answer of [await copy(old.id, all, faculty.year.id), await undo(copyId ?? '', faculty.year.id)]) {
    expect([answer.status, answer.problem.code]).toEqual([422, 'year.closed'])
  }
  const query = { sourceYearId: old.id }
  const asked = await admin.call(previewYearCopy, { params: { yearId: faculty.year.id }, query })
  expect(asked.problem.code).toBe('year.closed')
  const listed = good(await admin.call(listYearCopies, { params: { yearId: faculty.year.id } }))
  expect(listed.items[0]?.can.undo).toBe(false)
  expect(part(good(await copy()), 'rooms').counts).toEqual(count({ new: 3 }))
})
