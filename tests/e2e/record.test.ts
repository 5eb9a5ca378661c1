import { afterAll, beforeAll, expect, it } from 'vitest'
import { updateAdvisor } from '../../contract/advisors.ts'
import { type Project, withdrawProject } from '../../contract/projects.ts'
import type { Student } from '../../contract/students.ts'
import { readSheet } from '../../server/platform/spreadsheet.ts'
import { prepareDatabase } from '../database.ts'
import { addProject, buildFaculty, type Faculty, good, prepareDefense } from '../faculty.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Person, type Stage, stageOn } from './stage.ts'

let app: TestApp
let stage: Stage
let faculty: Faculty
let project: Project
let student: Student
const reason = 'ກຸ່ມຂໍຖອນ ເພາະປ່ຽນສາຂາວິຊາ'

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  await prepareDefense(app, faculty)
  await addProject(faculty, 1)
  const [advisor] = faculty.advisors[0] ?? []
  const quotas = { supervising: 6, chair: 4, second: 5, third: 5 }
  const majorIds = faculty.majors.map(({ id }) => id)
  const changed = { params: { advisorId: advisor?.id ?? '' }, ifMatch: advisor?.version ?? 0 }
  good(await faculty.admin.call(updateAdvisor, { ...changed, body: { name: 'ອຈ ສົມສັກ ວົງພະຈັນ', quotas, majorIds } }))
  ;({ project, student } = await addProject(faculty))
  const params = { projectId: project.id }
  good(await faculty.admin.call(withdrawProject, { params, ifMatch: project.version, body: { reason } }))
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

async function comes(name: string, login: string): Promise<Person> {
  const person = await stage.open(name)
  await app.as(login)
  await act.signIn(person, login, password)
  return person
}

/** The buttons that open the entries of a kind. */
const entries = ({ page }: Person, text: string) => page.getByRole('button', { name: text, exact: true })

it('an administrator reads who changed what, and why', async () => {
  const admin = await comes('admin', 'dean')
  const { page } = admin
  await page.getByRole('link', { name: lao('nav.record'), exact: true }).click()
  await entries(admin, 'ຖອນໂຄງການ').waitFor()
  await look(stage, admin, 'record', { dark: true })

  await entries(admin, 'ແກ້ໄຂຂໍ້ມູນອາຈານທີ່ປຶກສາ').click()
  const dialog = page.getByRole('dialog', { name: 'ແກ້ໄຂຂໍ້ມູນອາຈານທີ່ປຶກສາ' })
  const row = dialog.getByRole('row', { name: 'ໂຄຕາ · ທີ່ປຶກສາ' })
  expect(await row.getByRole('cell').allTextContents()).toEqual(['3', '6'])
  await look(stage, admin, 'record-details', { dark: true, pictureOnly: true })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })

  await act.field(page, lao('record.event')).selectOption({ label: 'ຖອນໂຄງການ' })
  await page.waitForURL((url) => url.searchParams.get('event') === 'project.withdrawn')
  await page.getByRole('cell', { name: reason }).waitFor()
  await act.field(page, lao('table.search')).fill('nobody of that name')
  await act.reads(page, lao('table.noMatch'))
  await act.press(page, lao('table.clear'))
  await entries(admin, 'ແກ້ໄຂຂໍ້ມູນອາຈານທີ່ປຶກສາ').waitFor()
})

it('it opens at one thing, from the page of the thing', async () => {
  const admin = await comes('admin at a project', 'dean')
  const { page } = admin
  const toRecord = page.getByRole('main').getByRole('link', { name: lao('nav.record'), exact: true })
  await act.openTab(admin, project.id, 'timeline')
  await toRecord.click()
  await page.waitForURL((url) => url.searchParams.get('projectId') === project.id)
  await entries(admin, 'ຖອນໂຄງການ').click()
  const dialog = page.getByRole('dialog', { name: 'ຖອນໂຄງການ' })
  await act.reads(dialog, reason)
  await act.reads(dialog, lao('record.signIn'))
  await look(stage, admin, 'record-reason', { pictureOnly: true })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: `${lao('record.widen')}: ${lao('record.onlyProject')}` }).click()
  await page.waitForURL((url) => !url.searchParams.has('projectId'))

  await act.goTo(admin, `/students/${student.id}`)
  await toRecord.click()
  await entries(admin, 'ເພີ່ມນັກສຶກສາ').waitFor()
  await look(stage, admin, 'record-of-student')
  await act.goTo(admin, '/years')
  await act.press(page, lao('academics.actionsFor', { name: '2026-2027' }))
  await page.getByRole('menuitem', { name: lao('nav.record') }).click()
  await entries(admin, 'ເປີດສົກຮຽນ').waitFor()
  await act.goTo(admin, `/accounts?q=${encodeURIComponent(student.code)}`)
  const name = `${student.givenName} ${student.surname}`
  await act.press(page, lao('accounts.actionsFor', { name }))
  await page.getByRole('menuitem', { name: lao('nav.record') }).click()
  await entries(admin, 'ສ້າງບັນຊີຜູ້ໃຊ້').waitFor()
})

it('what is listed is taken along as a file', async () => {
  const admin = await comes('admin with a file', 'dean')
  const { page } = admin
  await act.goTo(admin, `/record?projectId=${project.id}`)
  await entries(admin, 'ຖອນໂຄງການ').waitFor()
  await act.press(page, lao('table.export'))
  const arriving = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: lao('table.exportCsv') }).click()
  const file = await arriving
  expect(file.suggestedFilename()).toMatch(/^ບັນທຶກການປ່ຽນແປງ .*\.csv$/)
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  const { rows } = await readSheet(Buffer.concat(parts), 'x.csv', { rows: 100 })
  expect(rows.slice(1).map(({ cells }) => cells[4])).toEqual(['project.withdrawn', 'project.registered'])
})

it('an office sees its own majors, and a student nothing of it', async () => {
  const office = await comes('office', 'bm.office')
  await act.goTo(office, '/record')
  await act.reads(office.page, lao('record.hintOffice'))
  await entries(office, 'ຖອນໂຄງການ').waitFor()
  expect(await entries(office, 'ເຂົ້າສູ່ລະບົບ').count()).toBe(0)
  await look(stage, office, 'record-office')
  const person = await comes('student', student.code)
  await act.goTo(person, '/record')
  await act.reads(person.page, lao('app.noAccess'))
})
