import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAdvisor } from '../../../contract/advisors.ts'
import type { Student } from '../../../contract/students.ts'
import { prepareDatabase } from '../../database.ts'
import { addStudent, buildFaculty, freshTopic } from '../../faculty.ts'
import { startApp, type TestApp } from '../../harness.ts'
import * as act from '../acts.ts'
import { lao } from '../lao.ts'
import { look } from '../look.ts'
import { type Person, type Stage, stageOn } from '../stage.ts'

let app: TestApp
let stage: Stage
let students: Student[]
let author: Person
let partner: Person
let advisor: Person

const nameOf = (one: Student | undefined) => `${one?.givenName} ${one?.surname}`

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  const faculty = await buildFaculty(app)
  const quotas = { supervising: 5, chair: 1, second: 1, third: 1 }
  const majorIds = [faculty.majors[0]?.id ?? '']
  await faculty.admin.call(createAdvisor, { body: { name: 'ດຣ. ບຸນ', login: 'dr.boun', email: null, quotas, majorIds } })
  students = [await addStudent(faculty), await addStudent(faculty), await addStudent(faculty)]
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, () => app.close())
  author = await act.enter(stage, app, 'author', students[0]?.code)
  partner = await act.enter(stage, app, 'partner', students[1]?.code)
  advisor = await act.enter(stage, app, 'advisor', 'dr.boun')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

/** Types a part of the student ID and takes the student who is found. */
async function find(where: Parameters<typeof act.field>[0], student: Student | undefined) {
  await act.field(where, lao('projects.findMember')).fill(student?.code ?? '')
  await author.page.getByRole('option', { name: student?.code }).click()
}

it('a student registers with a partner, who is asked first', async () => {
  const { page } = author
  const { topicLo, topicEn } = freshTopic()
  await act.goTo(author, '/projects/new')
  await act.field(page, lao('projects.topicLo')).fill(topicLo)
  await act.field(page, lao('projects.topicEn')).fill(topicEn)
  await act.reads(page, lao('projects.membersAsked'))
  await find(page, students[1])
  await act.choose(page, page, lao('projects.advisor'), 'ດຣ. ບຸນ')
  await act.press(page, lao('projects.handIn'))
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/)
  await act.reads(page, lao('projects.invited'))
  await look(stage, author, 'invited', { dark: true })
})

it('the advisor reads on whom the project waits, and cannot approve it before', async () => {
  const { page } = advisor
  await act.goTo(advisor, new URL(author.page.url()).pathname)
  await page
    .getByRole('alert')
    .filter({ hasText: nameOf(students[1]) })
    .waitFor()
  expect(await page.getByRole('button', { name: lao('projects.approve'), exact: true }).isDisabled()).toBe(true)
  await look(stage, advisor, 'waits-for-partner')
})

it('the student takes the invitation back, asks another, and is declined', async () => {
  const { page } = author
  await act.press(page, lao('projects.revoke', { name: nameOf(students[1]) }))
  await act.press(page.getByRole('dialog'), lao('projects.revokeNow'))
  await act.reads(page, lao('projects.revoked'))
  await act.press(page, lao('projects.invite'))
  const dialog = page.getByRole('dialog')
  await find(dialog, students[2])
  await look(stage, author, 'invite', { pictureOnly: true })
  await act.press(dialog, lao('projects.inviteSend'))
  await act.reads(page, lao('projects.inviteSent'))

  const third = await act.enter(stage, app, 'third', students[2]?.code)
  await act.goTo(third, '/projects/new')
  await third.page.getByRole('link', { name: lao('projects.invitationAnswer') }).click()
  await act.press(third.page, lao('projects.decline'))
  await act.press(third.page.getByRole('dialog'), lao('projects.decline'))
  await act.reads(third.page, lao('projects.invitationsEmpty'))
  await look(stage, third, 'no-invitation')
  await third.context.close()
})

it('the partner is asked again, follows the notice, accepts and is a member', async () => {
  await author.page.reload()
  await act.press(author.page, lao('projects.invite'))
  const dialog = author.page.getByRole('dialog')
  await find(dialog, students[1])
  await act.press(dialog, lao('projects.inviteSend'))
  await act.reads(author.page, lao('projects.inviteSent'))

  const { page } = partner
  await act.goTo(partner, '/')
  await page
    .getByRole('link', { name: lao('reports.todo.invitation.answer') })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: lao('projects.invitations') }).waitFor()
  await look(stage, partner, 'invitation', { dark: true })
  await act.press(page, lao('projects.accept'))
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/)
  await act.reads(page, lao('reports.waits.project.decide', { people: 'ດຣ. ບຸນ' }))
  await act.goTo(partner, '/notifications')
  await look(stage, partner, 'invitation-told')
})

it('then the advisor may approve', async () => {
  const { page } = advisor
  await page.reload()
  await act.reads(page, lao('projects.next.decide'))
  expect(await page.getByRole('button', { name: lao('projects.approve'), exact: true }).isEnabled()).toBe(true)
})
