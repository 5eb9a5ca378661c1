import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDashboard } from '../../contract/reports.ts'
import { addProject, addStudent, buildFaculty, type Faculty, good, prepareDefense } from '../../tests/faculty.ts'
import { startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let prepared: Awaited<ReturnType<typeof prepareDefense>>

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  prepared = await prepareDefense(app, faculty)
  await addProject(faculty, 1)
})
afterAll(() => app.close())

describe('GET /dashboard', () => {
  test('shows a student the own project and the next step', async () => {
    const board = good(await prepared.client.call(readDashboard))
    expect(board.own?.project).toMatchObject({ code: prepared.project.code, status: 'approved' })
    expect(board.own?.milestones.approved).toBe(0)
    expect(board.own?.next).not.toBeNull()
    expect(board.todos.map((todo) => todo.kind)).toEqual(['milestone.submit'])
    expect(board.projects).toEqual([{ status: 'approved', count: 1 }])
    expect([board.totals, board.loads]).toEqual([null, null])
    expect(board.recent.every((fact) => fact.project?.id === prepared.project.id)).toBe(true)
  })

  test('asks a student without a project to register one', async () => {
    const student = await app.as((await addStudent(faculty)).code)
    const board = good(await student.call(readDashboard))
    expect(board.todos.map((todo) => todo.kind)).toEqual(['project.register'])
    expect(board).toMatchObject({ own: null, projects: [] })
  })

  test('shows an advisor the own loads and decisions', async () => {
    const advisor = await app.as('mk.one')
    const board = good(await advisor.call(readDashboard))
    expect(board.loads?.[0]).toEqual({ kind: 'supervising', load: 1, quota: 3 })
    expect(board.todos).toMatchObject([{ kind: 'project.decide', count: 1 }])
    expect(board.totals).toBeNull()
  })

  test('counts for an office inside its majors, for an admin everywhere', async () => {
    const board = good(await (await app.as('bm.office')).call(readDashboard))
    expect(board.totals).toMatchObject({ students: 2, studentsWithoutProject: 1, advisors: 5, taken: 1, overloaded: 0 })
    expect(board.todos.map((todo) => todo.kind)).toEqual(['defense.schedule'])
    const all = good(await faculty.admin.call(readDashboard))
    expect(all.totals).toMatchObject({ students: 3, advisors: 10, places: 30, taken: 2 })
    expect(all.projects).toEqual([
      { status: 'approved', count: 1 },
      { status: 'pending', count: 1 },
    ])
    expect(all.recent.map((one) => one.place)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
  })

  test('is empty without an active year, and refuses strangers and unknown years', async () => {
    expect((await app.call(readDashboard)).status).toBe(401)
    const nowhere = { yearId: '00000000-0000-4000-8000-000000000000' }
    expect((await faculty.admin.call(readDashboard, { query: nowhere })).status).toBe(404)
    expect((await faculty.admin.call(readDashboard, { query: { yearId: 'x' } })).status).toBe(400)
    const empty = await startApp()
    await empty.account('dean', 'admin')
    const board = good(await (await empty.as('dean')).call(readDashboard))
    expect(board).toMatchObject({ year: null, todos: [] })
    await empty.close()
  })
})
