import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAdvisor } from '../../../contract/advisors.ts'
import { registerProject } from '../../../contract/projects.ts'
import type { Student } from '../../../contract/students.ts'
import { prepareDatabase } from '../../database.ts'
import { addStudent, approve, buildFaculty, freshTopic, good } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let students: Student[]
let address: string
let author: Person
let partner: Person
let advisor: Person

const topic = freshTopic()
const reason = 'ເພື່ອນຮ່ວມໂຄງການຍ້າຍໄປຮຽນຢູ່ຕ່າງປະເທດ ແລະ ຂໍ້ມູນເກົ່າເກັບບໍ່ໄດ້ແລ້ວ'

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  const faculty = await buildFaculty(app)
  const quotas = { supervising: 5, chair: 1, second: 1, third: 1 }
  const majorIds = [faculty.majors[0]?.id ?? '']
  const body = { name: 'ດຣ. ບຸນ', login: 'dr.boun', email: null, quotas, majorIds }
  const { id: advisorId } = good(await faculty.admin.call(createAdvisor, { body }))
  students = [await addStudent(faculty), await addStudent(faculty), await addStudent(faculty)]
  const memberIds = students.slice(0, 2).map(({ id }) => id)
  const entry = { ...freshTopic(), memberIds, advisorId }
  const project = await approve(faculty, good(await faculty.admin.call(registerProject, { body: entry })))
  address = `/projects/${project.id}`
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  author = await act.enter(stage, app, 'author', students[0]?.code)
  partner = await act.enter(stage, app, 'partner', students[2]?.code)
  advisor = await act.enter(stage, app, 'advisor', 'dr.boun')
})
afterAll(async () => {
  // the browser says that a request was refused: the one that changed nothing
  expect(stage.troubles.filter((one) => !one.includes('422 (Unprocessable Entity)'))).toEqual([])
  await stage.close()
})

/** The panel of the change on the page of the project. */
const panel = ({ page }: Person) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: lao('projects.changeOpen'), exact: true }) })

async function openForm() {
  const { page } = author
  await act.goTo(author, address)
  await act.press(page, lao('action.more'))
  await page.getByRole('menuitem', { name: lao('projects.changeAsk') }).click()
  await page.waitForURL(/\/change$/)
}

async function askForAbstract(text: string) {
  await openForm()
  await act.field(author.page, lao('projects.abstract')).fill(text)
  await act.field(author.page, lao('projects.changeReason')).fill(reason)
  await act.press(author.page, lao('projects.changeSend'))
  await act.reads(author.page, lao('projects.changeSent'))
}

it('a student asks for another topic and another partner, in the form that begins with what is', async () => {
  const { page } = author
  await openForm()
  await act.press(page, lao('projects.changeSend'))
  expect(await act.field(page, lao('projects.changeReason')).getAttribute('aria-invalid')).toBe('true')
  await act.field(page, lao('projects.changeReason')).fill(reason)
  await act.press(page, lao('projects.changeSend'))
  await act.reads(page, lao('problem.change.empty'))

  await act.field(page, lao('projects.topicLo')).fill(topic.topicLo)
  await act.field(page, lao('projects.topicEn')).fill(topic.topicEn)
  // both are of one name here: the second row is the partner
  await page
    .getByRole('button', { name: lao('projects.removeMember', { name: 'ຄຳ ໃໝ່' }) })
    .nth(1)
    .click()
  await act.reads(page, lao('projects.changeLeaving', { name: `ຄຳ ໃໝ່ (${students[1]?.code})` }))
  await act.field(page, lao('projects.findMember')).fill(students[2]?.code ?? '')
  await page.getByRole('option', { name: students[2]?.code }).click()
  await look(stage, author, 'change-form', { dark: true })
  await act.press(page, lao('projects.changeSend'))
  await act.reads(page, lao('projects.changeSent'))
  await act.reads(panel(author), lao('projects.changeStands.asked'))
  await look(stage, author, 'change-open', { dark: true })
})

it('the advisor reads old and new beside each other, and cannot approve before the new partner has answered', async () => {
  const { page } = advisor
  await act.goTo(advisor, address)
  await act.reads(panel(advisor), reason)
  await panel(advisor)
    .getByRole('region', { name: lao('projects.topicLo') })
    .getByText(topic.topicLo)
    .waitFor()
  expect(await page.getByRole('button', { name: lao('projects.changeApprove'), exact: true }).isDisabled()).toBe(true)
  await look(stage, advisor, 'change-waits', { dark: true })
})

it('the new partner reads the project as it is to be, and agrees', async () => {
  const { page } = partner
  await act.goTo(partner, '/')
  await page
    .getByRole('link', { name: lao('reports.todo.invitation.answer') })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: lao('projects.invitations') }).waitFor()
  await act.reads(page, topic.topicLo)
  await act.press(page, lao('projects.accept'))
  await act.reads(page, lao('projects.agreedWaits', { advisor: 'ດຣ. ບຸນ' }))
  await look(stage, partner, 'agreed')
})

it('the advisor comes from what waits, approves, and the project is another', async () => {
  const { page } = advisor
  await act.goTo(advisor, '/')
  await page
    .getByRole('link', { name: lao('reports.todo.change.decide') })
    .first()
    .click()
  await act.reads(page, lao('reports.waits.change.decide', { people: 'ດຣ. ບຸນ' }))
  await act.press(page, lao('projects.changeApprove'))
  const dialog = page.getByRole('dialog')
  await act.field(dialog, lao('projects.comment')).fill('ຫົວຂໍ້ໃໝ່ດີກວ່າເກົ່າ')
  await look(stage, advisor, 'approve-change', { pictureOnly: true })
  await act.press(dialog, lao('projects.changeApprove'))
  await act.reads(page, lao('projects.changeApproved'))
  await panel(advisor).waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: topic.topicLo }).waitFor()
  await act.goTo(advisor, `${address}?tab=timeline`)
  await act.reads(page, lao('projects.commented', { comment: 'ຫົວຂໍ້ໃໝ່ດີກວ່າເກົ່າ' }))
  await look(stage, advisor, 'change-timeline')
  await act.goTo(partner, address)
  await partner.page.getByRole('heading', { level: 1, name: topic.topicLo }).waitFor()
})

it('another change is declined with a reason, which the students read', async () => {
  await askForAbstract('ບົດຄັດຫຍໍ້ໃໝ່ຂອງໂຄງການ')
  await act.goTo(author, `${address}/change`)
  await act.reads(author.page, lao('projects.changeNot'))
  await look(stage, author, 'change-not-now')
  const { page } = advisor
  await act.goTo(advisor, address)
  await act.press(page, lao('projects.changeDecline'))
  const dialog = page.getByRole('dialog')
  await act.field(dialog, lao('reason.label')).fill('ໃກ້ຮອດມື້ປ້ອງກັນແລ້ວ')
  await act.press(dialog, lao('projects.changeDecline'))
  await act.reads(page, lao('projects.changeDeclined'))
  await act.goTo(author, '/notifications')
  await act.reads(author.page, lao('notifications.reason', { reason: 'ໃກ້ຮອດມື້ປ້ອງກັນແລ້ວ' }))
  await look(stage, author, 'change-told')
})

it('a third one is taken back', async () => {
  await askForAbstract('ບົດຄັດຫຍໍ້ອີກສະບັບໜຶ່ງ')
  await act.press(author.page, lao('projects.changeTakeBack'))
  await act.press(author.page.getByRole('dialog'), lao('projects.changeTakeBack'))
  await act.reads(author.page, lao('projects.changeTakenBack'))
  await panel(author).waitFor({ state: 'detached' })
})
