import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listRecord } from '../../../contract/record.ts'
import { readSheet } from '../../../server/platform/spreadsheet.ts'
import { prepareDatabase } from '../../database.ts'
import { addProject, addStudent, buildFaculty } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let office: Person
/** Of the major that the office runs, and of the other one. */
const own: { students: string[]; projects: string[] } = { students: [], projects: [] }
const foreign: typeof own = { students: [], projects: [] }

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  const faculty = await buildFaculty(app)
  for (const [major, side, count] of [
    [0, own, 3],
    [1, foreign, 5],
  ] as const) {
    for (let n = 0; n < count; n += 1) {
      const { student, project } = await addProject(faculty, major, n % 3)
      side.students.push(student.code)
      side.projects.push(project.code)
    }
    side.students.push((await addStudent(faculty, major)).code)
  }
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  office = await act.enter(stage, app, 'office', 'bm.office')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** The page names all of its own, and nothing of the other major. */
async function showsOnly(mine: readonly string[], others: readonly string[]) {
  const { page } = office
  for (const one of mine) await page.getByText(one).first().waitFor()
  const text = await page.locator('main').innerText()
  expect(others.filter((one) => text.includes(one))).toEqual([])
}

/** The codes in the first column of what a list gives along. */
async function exported(): Promise<string[]> {
  const { page } = office
  const download = page.waitForEvent('download')
  await act.press(page, lao('table.export'))
  await page.getByRole('menuitem', { name: lao('table.exportXlsx') }).click()
  const bytes = readFileSync(await (await download).path())
  const [, ...rows] = (await readSheet(bytes, 'list.xlsx', { rows: 100 })).rows
  return rows.map(({ cells }) => cells[0] ?? '').sort()
}

it('the office of a major sees its students and their number, and takes only them along', async () => {
  await act.goTo(office, '/students')
  await showsOnly(own.students, foreign.students)
  await act.reads(office.page, lao('table.range', { from: 1, to: 4, total: 4 }))
  await look(stage, office, 'department-students', { dark: true })
  expect(await exported()).toEqual(own.students.toSorted())
})

it('likewise its projects', async () => {
  await act.goTo(office, '/projects')
  await showsOnly(own.projects, foreign.projects)
  expect(await exported()).toEqual(own.projects.toSorted())
})

it('a search for somebody of another major finds nobody', async () => {
  const { page } = office
  for (const [path, code] of [
    ['/students', foreign.students[0]],
    ['/projects', foreign.projects[0]],
  ] as const) {
    await act.goTo(office, `${path}?q=${encodeURIComponent(code ?? '')}`)
    await act.reads(page, lao('table.noMatch'))
    expect(await exported()).toEqual([])
  }
})

it('the numbers of the start page count its own and nothing else', async () => {
  const { page } = office
  await act.goTo(office, '/')
  await showsOnly([], [...foreign.students, ...foreign.projects])
  const counted = (label: string) =>
    page.locator('dt').filter({ hasText: label }).first().locator('xpath=following-sibling::dd').innerText()
  expect(await counted(lao('reports.students'))).toBe('4')
  expect(await counted(lao('reports.without'))).toBe('1')
  expect(await counted(lao('projectStatus.pending'))).toBe('3')
  await look(stage, office, 'department-start')
})

it('the record tells of its own only', async () => {
  const { items } = await act.ask(office, listRecord, { query: { pageSize: 100 } })
  expect(items.length).toBeGreaterThan(3)
  const text = JSON.stringify(items)
  expect([...foreign.students, ...foreign.projects].filter((code) => text.includes(code))).toEqual([])
})

it('a link to what belongs to others leads nowhere', async () => {
  const { page } = office
  const { id } = await app.platform.db
    .selectFrom('projects')
    .select('id')
    .where('code', '=', foreign.projects[0] ?? '')
    .executeTakeFirstOrThrow()
  await page.goto(`/projects/${id}`)
  await act.reads(page, lao('projects.notFound'))
  // the browser notes the refusals, which were wanted
  expect(stage.troubles.splice(0).filter((one) => !/status of 404/.test(one))).toEqual([])
})
