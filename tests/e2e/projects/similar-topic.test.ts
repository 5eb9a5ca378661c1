import { afterAll, beforeAll, expect, it } from 'vitest'
import { listProjects, readTimeline, registerProject } from '../../../contract/projects.ts'
import type { Student } from '../../../contract/students.ts'
import { prepareDatabase } from '../../database.ts'
import { addStudent, buildFaculty, type Faculty, good } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

const known = {
  topicLo: 'ຄຸນນະພາບການບໍລິການຂອງຮ້ານກາເຟ ຢູ່ນະຄອນຫຼວງວຽງຈັນ',
  topicEn: 'Service quality of coffee shops in Vientiane Capital',
}
const alike = {
  topicLo: 'ການບໍລິການຂອງຮ້ານກາເຟ: ຄຸນນະພາບ ຢູ່ນະຄອນຫຼວງວຽງຈັນ',
  topicEn: 'Quality of the service of coffee shops in Vientiane',
}

let app: TestApp
let stage: Stage
let faculty: Faculty
let author: Student
let student: Person
let office: Person

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  faculty = await buildFaculty(app)
  const [first, second] = [await addStudent(faculty), await addStudent(faculty)]
  author = second
  const advisorId = faculty.advisors[0]?.[0]?.id ?? ''
  good(await faculty.admin.call(registerProject, { body: { ...known, memberIds: [first.id], advisorId } }))
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  student = await act.enter(stage, app, 'student', author.code)
  office = await act.enter(stage, app, 'office', 'bm.office')
})
afterAll(async () => {
  // the browser writes down the one refusal of the story
  expect(stage.troubles.filter((one) => !/status of 422/.test(one))).toEqual([])
  await stage.close()
})

async function typeTopic({ page }: Person) {
  await act.field(page, lao('projects.topicLo')).fill(alike.topicLo)
  await act.field(page, lao('projects.topicEn')).fill(alike.topicEn)
  await act.reads(page, lao('projects.held'))
}

it('a topic like another is held; the student sees which it is like and what they share', async () => {
  const { page } = student
  await act.goTo(student, '/projects/new')
  await typeTopic(student)
  const marked = await page.locator('mark').allInnerTexts()
  expect(marked.join(' ')).toContain('coffee shops')
  expect(marked.join(' ')).toContain('ບໍລິການ')
  await look(stage, student, 'topic-held', { dark: true })
  await act.choose(page, page, lao('projects.advisor'), 'Dr. bm.two')
  await act.press(page, lao('projects.handIn'))
  await act.reads(page, lao('problem.project.topicSimilar'))
  expect(await page.getByLabel(lao('projects.similarityReason')).count()).toBe(0)
  expect((await act.ask(office, listProjects)).total).toBe(1)
})

it('the office lets it pass with a reason, which stays in the history', async () => {
  const { page } = office
  await act.goTo(office, '/projects/new')
  await typeTopic(office)
  await act.field(page, lao('projects.findMember')).fill(author.code)
  await page.getByRole('option', { name: author.code }).click()
  await act.choose(page, page, lao('projects.advisor'), 'Dr. bm.two')
  // not without a reason
  await act.press(page, lao('projects.handIn'))
  await act.reads(page, lao('problem.project.topicSimilar'))
  const reason = 'ສຶກສາຕໍ່ຈາກໂຄງການເກົ່າ ໃນເມືອງອື່ນ'
  await act.field(page, lao('projects.similarityReason')).fill(reason)
  await look(stage, office, 'topic-override')
  await act.press(page, lao('projects.handIn'))
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/)
  const projectId = new URL(page.url()).pathname.split('/')[2] ?? ''
  const { items } = await act.ask(office, readTimeline, { params: { projectId } })
  expect(items.map((one) => one.reason)).toContain(reason)
  expect((await act.ask(office, listProjects)).total).toBe(2)
})
