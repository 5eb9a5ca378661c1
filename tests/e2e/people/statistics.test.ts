import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerProject } from '../../../contract/projects.ts'
import { readSheet } from '../../../server/platform/spreadsheet.ts'
import { prepareDatabase } from '../../database.ts'
import { addProject, addStudent, approve, buildFaculty, type Faculty, freshTopic, good } from '../../faculty.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let faculty: Faculty

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  await approve(faculty, (await addProject(faculty)).project)
  const memberIds = [(await addStudent(faculty)).id, (await addStudent(faculty, 1)).id]
  const body = { ...freshTopic(), memberIds, advisorId: faculty.advisors[0]?.[1]?.id ?? '' }
  good(await faculty.admin.call(registerProject, { body }))
  // gives the office its password
  await app.as('mk.office')
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** The numbers of a row of the table, by its head. */
async function numbersOf({ page }: Person, name: string): Promise<string[]> {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await row.waitFor()
  return await row.getByRole('cell').allInnerTexts()
}

it('the faculty office sees the numbers of majors, and takes them along', async () => {
  const admin = await stage.open('admin')
  await act.signIn(admin, 'dean', password)
  await act.goTo(admin, '/majors')
  const of = ['0', '2', '0', '2', '1', '1', '0', '1', '1', '0', '0', '0', '0', '2']
  expect(await numbersOf(admin, 'Major BM')).toEqual(of)
  const total = ['0', '3', '0', '3', '1', '1', '0', '1', '1', '0', '0', '0', '0', '2']
  expect(await numbersOf(admin, lao('academics.statistics.total'))).toEqual(total)
  await look(stage, admin, 'majors', { dark: true })
  const downloading = admin.page.waitForEvent('download')
  await act.press(admin.page, lao('academics.statistics.download'))
  const stream = await (await downloading).createReadStream()
  const content = Buffer.concat(await stream.toArray())
  const { rows } = await readSheet(content, 'x.xlsx', { rows: 10 })
  expect(rows.map(({ cells }) => cells[0])).toEqual(['ສາຂາວິຊາ', 'Major BM', 'Major MK', 'ລວມ'])
})

it('the office of a major sees its classrooms and no others', async () => {
  const office = await stage.open('office')
  await act.signIn(office, 'mk.office', password)
  await act.goTo(office, '/classrooms')
  const of = ['0', '1', '0', '1', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0']
  expect(await numbersOf(office, 'MK-4A (MK)')).toEqual(of)
  expect(await office.page.getByRole('rowheader', { name: 'BM-4A (BM)' }).count()).toBe(0)
  await look(stage, office, 'classrooms', { dark: true })
})
