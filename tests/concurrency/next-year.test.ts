import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listClassrooms, type Year } from '../../contract/academics.ts'
import { CopyKind, copyYear, listYearCopies, undoYearCopy } from '../../contract/imports.ts'
import { createStudent } from '../../contract/students.ts'
import { makeYear } from '../../server/academics/factory.ts'
import { buildFaculty, type Faculty, good, openDefenses } from '../faculty.ts'
import { startApp, type TestApp } from '../harness.ts'

let app: TestApp
let faculty: Faculty
let next: Year
let number = 2027

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  await openDefenses(faculty)
})
afterAll(() => app.close())
beforeEach(async () => {
  next = await makeYear(app.ctx, { name: `${number}-${number + 1}`, status: 'planned' })
  number += 1
})

const params = () => ({ yearId: next.id })
const copy = (kinds: readonly CopyKind[] = CopyKind.options) =>
  faculty.admin.call(copyYear, { params: params(), body: { sourceYearId: faculty.year.id, kinds: [...kinds] } })
const undo = (copyId: string) => faculty.admin.call(undoYearCopy, { params: { ...params(), copyId } })
const copies = async () => good(await faculty.admin.call(listYearCopies, { params: params() })).items

/** Majors, classrooms, advisors and rooms of the next year. */
async function numbers(): Promise<number[]> {
  const tables = ['majors', 'classrooms', 'advisors', 'rooms', 'defense_slots']
  const of = (table: string) => sql`(select count(*) from ${sql.table(table)} where year_id = ${next.id})`
  const { rows } = await sql<{ n: number[] }>`select array[${sql.join(tables.map(of))}]::int[] as n`.execute(
    app.platform.db,
  )
  return rows[0]?.n ?? []
}

// The embedded database has one connection and so runs these one after the other; on PostgreSQL they really race.
describe('ten copies into one year at once', () => {
  it('are one, and the others find everything there', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => copy()))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(answers.filter(({ body }) => body.copyId !== null)).toHaveLength(1)
    expect(await numbers()).toEqual([2, 2, 10, 1, 2])
    expect(await copies()).toHaveLength(1)
  })

  it('of different kinds share the work, and nothing is there twice', async () => {
    const wanted: CopyKind[][] = [['majors'], ['majors', 'classrooms'], ['majors', 'advisors'], ['rooms', 'calendar']]
    const answers = await Promise.all([...wanted, ...wanted].map((kinds) => copy(kinds)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(await numbers()).toEqual([2, 2, 10, 1, 2])
  })
})

describe('a copy that is undone by five at once', () => {
  it('is undone by one', async () => {
    const { copyId } = good(await copy())
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(copyId ?? '')))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404])
    expect(await numbers()).toEqual([0, 0, 0, 0, 0])
  })

  it('while students come into it is refused, or they are', async () => {
    const { copyId } = good(await copy())
    const [classroom] = good(await faculty.admin.call(listClassrooms, { query: { yearId: next.id } })).items
    const place = { majorId: classroom?.major.id ?? '', classroomId: classroom?.id ?? '' }
    const enter = (one: number) =>
      faculty.admin.call(createStudent, {
        body: { code: `155N${number - 2000}${one}/22`, gender: 'male', givenName: 'ກ', surname: 'ຂ', ...place },
      })
    const [undone, ...entered] = await Promise.all([undo(copyId ?? ''), ...[1, 2, 3, 4].map(enter)])
    const inside = entered.filter(({ status }) => status === 201)
    expect([204, 409]).toContain(undone?.status)
    expect(inside).toHaveLength(undone?.status === 204 ? 0 : 4)
    for (const { status } of entered) expect(status).toBeLessThan(500)
    expect(await numbers()).toEqual(undone?.status === 204 ? [0, 0, 0, 0, 0] : [2, 2, 10, 1, 2])
  })

  it('while others copy again leaves all of it or nothing', async () => {
    const { copyId } = good(await copy())
    await Promise.all([copy(), undo(copyId ?? ''), copy(), undo(copyId ?? '')])
    const there = await copies()
    expect(await numbers()).toEqual(there.length === 1 ? [2, 2, 10, 1, 2] : [0, 0, 0, 0, 0])
    expect(there.length).toBeLessThan(2)
  })
})
