import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAdvisors } from '../../../contract/advisors.ts'
import { createStudent, listStudents } from '../../../contract/students.ts'
import { makeRegistration } from '../../../server/students/factory.ts'
import { prepareDatabase } from '../../database.ts'
import { addProject, addStudent, buildFaculty, type Faculty } from '../../faculty.ts'
import { password, startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

const registered = 22

let app: TestApp
let stage: Stage
let faculty: Faculty
let admin: Person
let place: { majorId: string; classroomId: string }
let project: string

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  place = { majorId: faculty.majors[0]?.id ?? '', classroomId: faculty.classrooms[0]?.id ?? '' }
  for (let at = 0; at < registered; at += 1) await makeRegistration(app.ctx, place)
  project = (await addProject(faculty)).project.code
  await addStudent(faculty)
  await addStudent(faculty)
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  admin = await stage.open('admin')
  await act.signIn(admin, 'dean', password)
})
afterAll(async () => {
  // the browser writes down the one refusal of the story
  expect(stage.troubles.filter((one) => !one.includes('409 (Conflict)'))).toEqual([])
  await stage.close()
})

const everyRow = () => admin.page.getByRole('checkbox', { name: lao('table.selectAll') })

async function totalOf(query: object): Promise<number> {
  return (await act.ask(admin, listStudents, { query: query as never })).total
}

it('the office approves all registrations that match, also those of the next page', async () => {
  const { page } = admin
  await act.goTo(admin, '/students?status=pending')
  const [first] = await page.getByRole('checkbox', { name: `${lao('table.select')}: ` }).all()
  await first?.check()
  expect(await everyRow().evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
  await everyRow().focus()
  await page.keyboard.press('Space')
  await page
    .getByRole('status')
    .filter({ hasText: lao('table.selected', { count: 20 }) })
    .waitFor()
  await look(stage, admin, 'students-chosen', { dark: true, pictureOnly: true })
  await act.press(page, lao('table.selectMatching', { count: registered }))
  await page
    .getByRole('status')
    .filter({ hasText: lao('table.selectedAll', { count: registered }) })
    .waitFor()
  await act.press(page, lao('students.approve'))
  const dialog = page.getByRole('dialog', { name: lao('students.approveMany', { count: registered }) })
  await act.reads(dialog, lao('bulk.left'))
  await look(stage, admin, 'approve-many', { pictureOnly: true })
  await act.press(dialog, lao('students.approve'))
  const result = page.getByRole('dialog', { name: lao('bulk.result') })
  await act.reads(result, lao('bulk.doneOf', { done: registered, count: registered }))
  await result.getByText(lao('action.close'), { exact: true }).click()
  await act.reads(page, lao('table.noMatch'))
  expect(await totalOf({ status: 'approved' })).toBe(registered + 3)
})

it('of three who are to leave, the one in a project stays, and the page says why', async () => {
  const { page } = admin
  await act.goTo(admin, `/students?q=${encodeURIComponent('ໃໝ່')}`)
  await everyRow().check()
  await act.press(page, lao('students.remove'))
  const dialog = page.getByRole('dialog', { name: lao('students.removeMany', { count: 3 }) })
  const typed = act.field(dialog, lao('bulk.typed', { count: 3 }))
  await typed.fill('2')
  await act.press(dialog, lao('students.remove'))
  await act.reads(dialog, lao('bulk.typedWrong'))
  await look(stage, admin, 'remove-many', { dark: true, pictureOnly: true })
  await typed.fill('3')
  await act.press(dialog, lao('students.remove'))
  const result = page.getByRole('dialog', { name: lao('bulk.result') })
  await act.reads(result, lao('bulk.doneOf', { done: 2, count: 3 }))
  await act.reads(result, lao('problem.student.inUse'))
  await result.getByText(project).waitFor()
  await look(stage, admin, 'remove-result', { dark: true, pictureOnly: true })
  await result.getByText(lao('action.close'), { exact: true }).click()
  expect(await totalOf({ q: 'ໃໝ່' })).toBe(1)
})

it('when somebody came meanwhile, nothing is done before the list is seen again', async () => {
  const { page } = admin
  await act.goTo(admin, '/students')
  await everyRow().check()
  const seen = registered + 1
  await act.press(page, lao('table.selectMatching', { count: seen }))
  await act.press(page, lao('students.move'))
  const dialog = page.getByRole('dialog', { name: lao('students.moveMany', { count: seen }) })
  await act.field(dialog, lao('academics.major')).selectOption({ label: 'Major MK' })
  await act.field(dialog, lao('students.classroom')).selectOption({ label: 'MK-4A' })
  await look(stage, admin, 'move-many', { pictureOnly: true })
  const body = { code: '155N9999/22', gender: 'monk', givenName: 'ສຸກ', surname: 'ໃຈ', ...place } as const
  await act.ask(admin, createStudent, { body })
  await act.press(dialog, lao('students.moveNow'))
  await dialog.getByText(lao('detail.total', { count: seen + 1 })).waitFor()
  expect(await totalOf({ majorId: faculty.majors[1]?.id })).toBe(0)
})

it('the quotas of all advisors are set at once, only the one that is filled in', async () => {
  const { page } = admin
  await act.goTo(admin, '/advisors')
  await everyRow().check()
  await look(stage, admin, 'advisors-chosen', { pictureOnly: true })
  await act.press(page, lao('advisors.changeQuotas'))
  const dialog = page.getByRole('dialog', { name: lao('advisors.quotasMany', { count: 10 }) })
  await act.press(dialog, lao('action.save'))
  await act.reads(dialog, lao('advisors.quotasNone'))
  await act.field(dialog, lao('placeKind.chair')).fill('7')
  await look(stage, admin, 'advisor-quotas', { dark: true, pictureOnly: true })
  await act.press(dialog, lao('action.save'))
  const result = page.getByRole('dialog', { name: lao('bulk.result') })
  await act.reads(result, lao('bulk.doneOf', { done: 10, count: 10 }))
  const { items } = await act.ask(admin, listAdvisors)
  expect(items.map(({ quotas }) => [quotas.supervising, quotas.chair])).toEqual(items.map(() => [3, 7]))
})

it('the lists themselves are in order for everybody', async () => {
  await act.goTo(admin, '/students')
  await look(stage, admin, 'students')
  await act.goTo(admin, '/advisors')
  await look(stage, admin, 'advisors')
})
