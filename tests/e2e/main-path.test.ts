import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listMajors } from '../../contract/academics.ts'
import { type Advisor, listAdvisors } from '../../contract/advisors.ts'
import { ImportKind } from '../../contract/imports.ts'
import { listMilestones, listTemplates } from '../../contract/milestones.ts'
import { listProjects, type ProjectSummary, readProject } from '../../contract/projects.ts'
import { listSheets, readResult } from '../../contract/scoring.ts'
import { listStudents } from '../../contract/students.ts'
import { pdf } from '../faculty.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import * as desk from './office.ts'
import { openStage, type Person, type Stage } from './stage.ts'

const password = 'ລະຫັດຜ່ານ ຍາວພໍ 2026'
const office = { login: 'office', name: 'ຫ້ອງການຄະນະ', password }
const sheets = join(import.meta.dirname, '../../demo/department')
const newcomers = [
  { code: '155N9001/22', givenName: 'ມະນີຈັນ', surname: 'ແສງອາລຸນ', gender: 'female' },
  { code: '155N9002/22', givenName: 'ບຸນທະວີ', surname: 'ພົມມະຈັນ', gender: 'male' },
] as const
const topic = {
  lo: 'ການນຳໃຊ້ໂດຣນສຳຫຼວດນາເຂົ້າຢູ່ບ້ານຫ່າງໄກ ແຂວງຫຼວງນ້ຳທາ',
  en: 'Surveying rice paddies by drone in remote villages of Luang Namtha',
}

let stage: Stage
let admin: Person
let advisor: Person
let student: Person
let member: Person
/** Who plays in the story: the advisor, then the three of the committee. */
let cast: Advisor[]
let projectId: string

beforeAll(async () => {
  stage = await openStage(office)
  admin = await stage.open('admin')
  advisor = await stage.open('advisor')
  student = await stage.open('student')
  member = await stage.open('member')
})

/** What everybody saw when something went wrong. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const { name, page } of [admin, advisor, student, member]) {
    await page.screenshot({ path: join(stage.pictures, `failed-${name}.png`), fullPage: true })
  }
})

afterAll(async () => {
  await stage?.close()
})

/** How many rows the spreadsheets of the department have. */
const rows = { majors: 4, classrooms: 7, advisors: 20, students: 106, projects: 59 } as const

const loginOf = (index: number) => ['advisor', 'chair', 'second', 'third'][index] ?? ''
const place = (index: number) => cast[index] as Advisor

describe('a year in the life of a faculty', () => {
  it('lets the first admin in', async () => {
    const { page } = admin
    await page.goto('/')
    await page.waitForURL('**/sign-in*')
    await look(stage, admin, 'sign-in', { dark: true })
    await act.signIn(admin, office.login, password)
    await act.reads(page, lao('reports.noYear'))
    await look(stage, admin, 'dashboard-empty')
  })

  it('plans and opens the year 2026-2027', async () => {
    await desk.openYear(stage, admin, '2026-2027', '2026-09-01', '2027-07-31')
    await act.goTo(admin, '/')
    await act.reads(admin.page, `${lao('app.year')} 2026-2027`)
  })

  it('brings in the spreadsheets of the department, and two students more', async () => {
    for (const kind of ImportKind.options) {
      await desk.importSheet(stage, admin, kind, join(sheets, `${kind}.xlsx`), rows[kind])
    }
    for (const one of newcomers) await desk.addStudent(admin, one, 'Business Administration (IBM)', 'IBM-4A')
    await act.goTo(admin, '/students/new')
    await look(stage, admin, 'student-new')
    for (const name of ['students', 'advisors', 'majors', 'classrooms'] as const) {
      await act.goTo(admin, `/${name}`)
      await look(stage, admin, name)
    }
    await act.goTo(admin, '/')
    await look(stage, admin, 'dashboard-office', { dark: true })
    await act.goTo(admin, '/projects')
    await look(stage, admin, 'projects', { dark: true })
  })

  it('sets the days, slots and rooms of the defenses', async () => {
    await desk.prepareDefenses(stage, admin, 'A 201')
    for (const [path, name] of [
      ['/milestone-templates', 'templates'],
      ['/rubrics', 'rubrics'],
    ] as const) {
      await act.goTo(admin, path)
      await look(stage, admin, name)
    }
  })

  it('invites the people, who choose their passwords', async () => {
    const { items: majors } = await act.ask(admin, listMajors, { query: { q: 'IBM' } })
    const query = { majorId: majors[0]?.id ?? '', sort: '-free' as const, pageSize: 50 }
    const { items } = await act.ask(admin, listAdvisors, { query })
    const [supervisor, ...others] = items
    const examiners = others.filter(({ quotas }) => quotas.chair > 0 && quotas.second > 0 && quotas.third > 0)
    cast = [supervisor as Advisor, ...examiners.slice(0, 3)]
    expect(cast).toHaveLength(4)
    for (const [index, { name }] of cast.entries()) await act.giveLogin(admin, name, loginOf(index))

    await advisor.page.goto(await act.invite(admin, place(0).name, 'link'))
    await act.reads(advisor.page, lao('accounts.welcomeHint'))
    await look(stage, advisor, 'invitation')
    await act.acceptLink(advisor, password)

    const studentName = `${newcomers[0].givenName} ${newcomers[0].surname}`
    await student.page.goto(await act.invite(admin, studentName, 'link'))
    await look(stage, admin, 'invited', { pictureOnly: true })
    await act.acceptLink(student, password)

    const first = await act.invite(admin, place(1).name, 'password')
    await act.signIn(member, loginOf(1), first)
    await member.page.waitForURL('**/change-password*')
    await member.page.goto('/projects')
    await member.page.waitForURL('**/change-password*')
    await look(stage, member, 'first-password')
    await act.replacePassword(member, first, password)
    await act.goTo(admin, '/accounts')
    await look(stage, admin, 'accounts')
  })

  it('lets a student register a project with a partner, and shows what is similar', async () => {
    const { page } = student
    await act.goTo(student, '/')
    await look(stage, student, 'dashboard-student-before')
    const { items } = await act.ask(admin, listProjects, { query: { sort: 'code', pageSize: 1 } })
    const taken = items[0] as ProjectSummary
    await act.goTo(student, '/projects/new')
    await act.field(page, lao('projects.topicLo')).fill(taken.topicLo)
    await act.field(page, lao('projects.topicEn')).fill(taken.topicEn)
    await act.reads(page, lao('projects.held'))
    await act.reads(page, taken.code)
    await look(stage, student, 'register-held', { pictureOnly: true })
    await act.field(page, lao('projects.topicLo')).fill(topic.lo)
    await act.field(page, lao('projects.topicEn')).fill(topic.en)
    await page.getByText(lao('projects.held')).waitFor({ state: 'detached' })
    await act.field(page, lao('projects.findMember')).fill(newcomers[1].code)
    await page.getByRole('option', { name: newcomers[1].code }).click()
    await act.reads(page, lao('projects.membersFull'))
    await act.choose(page, page, lao('projects.advisor'), place(0).name)
    await look(stage, student, 'register', { dark: true })
    await act.press(page, lao('projects.handIn'))
    await act.reads(page, lao('projects.handedInAsked'))
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}/)
    projectId = new URL(page.url()).pathname.split('/')[2] ?? ''
    await look(stage, student, 'project-pending')
  })

  it('asks the partner, who accepts', async () => {
    const partner = await stage.open('partner')
    const { givenName, surname } = newcomers[1]
    await partner.page.goto(await act.invite(admin, `${givenName} ${surname}`, 'link'))
    await act.acceptLink(partner, password)
    await act.goTo(partner, '/projects/invitations')
    await act.press(partner.page, lao('projects.accept'))
    await partner.page.waitForURL(`**/projects/${projectId}`)
    await partner.context.close()
  })

  it('lets the advisor approve it with a template', async () => {
    const { page } = advisor
    await act.goTo(advisor, '/')
    await look(stage, advisor, 'dashboard-advisor', { dark: true })
    await act.goTo(advisor, `/projects/${projectId}`)
    await act.press(page, lao('projects.approve'))
    const dialog = page.getByRole('dialog')
    const { items } = await act.ask(advisor, listTemplates)
    await act.choose(page, dialog, lao('projects.template'), items[0]?.name ?? '')
    await act.typeDay(dialog, lao('projects.startsOn'), '2026-11-02')
    await act.field(dialog, lao('projects.comment')).fill('ຫົວຂໍ້ດີ, ເລີ່ມໄດ້ເລີຍ')
    await look(stage, advisor, 'approve', { pictureOnly: true })
    await act.press(dialog, lao('projects.approve'))
    await act.reads(page, lao('projects.approved'))
    expect((await act.ask(student, readProject, { params: { projectId } })).status).toBe('approved')
  })

  it('takes a file of the student and the review of the advisor', async () => {
    const { items } = await act.ask(student, listMilestones, { params: { projectId } })
    await act.openTab(student, projectId, 'milestones')
    await act.handIn(student, items[0]?.name ?? '', { name: 'ບົດສະເໜີ.pdf', buffer: pdf })
    await look(stage, student, 'milestones', { dark: true })
    await act.openTab(advisor, projectId, 'milestones')
    await act.approveWork(advisor, 'ດີຫຼາຍ')
    await look(stage, advisor, 'milestones-reviewed')
    await student.page.reload()
    await act.reads(student.page, 'ດີຫຼາຍ')
  })

  it('takes the document before the defense, a committee, a day and a room', async () => {
    await act.openTab(student, projectId, 'documents')
    await act.handIn(student, lao('documentKind.pre_defense'), { name: 'ບົດກ່ອນປ້ອງກັນ.pdf', buffer: pdf })
    await look(stage, student, 'documents')
    await act.openTab(advisor, projectId, 'documents')
    await act.approveWork(advisor, 'ພ້ອມປ້ອງກັນ')

    const { page } = admin
    await act.openTab(admin, projectId, 'defense')
    const names = cast.slice(1).map(({ name }) => name)
    await desk.planDefense(stage, admin, names, '2027-05-04', 'A 201')
    await act.goTo(admin, '/defenses')
    await look(stage, admin, 'defenses', { dark: true })
    await act.openTab(admin, projectId, 'defense')
    await act.press(page, lao('defenses.start'))
    await act.reads(page, lao('defenses.started'))
    await act.press(page, lao('defenses.complete'))
    await act.press(page.getByRole('dialog'), lao('defenses.complete'))
    await act.reads(page, lao('defenses.completed'))
  })
})

/** Fills the own sheet with four fifths of every maximum, and hands it in. */
async function score(person: Person, name: string): Promise<void> {
  const { page } = person
  const { items } = await act.ask(person, listSheets, { params: { projectId } })
  const own = items.find(({ can }) => can.fill)
  await act.openTab(person, projectId, 'scores')
  for (const item of own?.items ?? []) {
    await page.getByLabel(item.name, { exact: true }).fill(String(Math.round(item.maximum * 80) / 100))
  }
  await act.field(page, lao('scoring.comment')).fill(`ຄຳເຫັນຂອງ ${name}`)
  await act.press(page, lao('scoring.saveSheet'))
  await act.reads(page, lao('scoring.sheetSaved'))
  await look(stage, person, `sheet-${name}`, { dark: name === 'advisor' })
  await act.press(page, lao('scoring.handIn'))
  await act.press(page.getByRole('dialog'), lao('scoring.handIn'))
  await act.reads(page, lao('scoring.handedIn'))
}

describe('scores and grades', () => {
  it('collects the four sheets', async () => {
    await score(advisor, 'advisor')
    await act.goTo(member, '/')
    await look(stage, member, 'dashboard-member')
    await member.page.getByRole('link', { name: lao('reports.todo.sheet.fill') }).click()
    await member.page.waitForURL(`**/projects/${projectId}**`)
    await score(member, 'chair')
    for (const index of [2, 3]) {
      const other = await stage.open(loginOf(index))
      await other.page.goto(await act.invite(admin, place(index).name, 'link'))
      await act.acceptLink(other, password)
      await score(other, loginOf(index))
      await other.context.close()
    }
  })

  it('shows the student no grade before it is published, and the grade after', async () => {
    const params = { projectId }
    const computed = await act.ask(admin, readResult, { params })
    expect(computed.grade).not.toBeNull()
    expect((await act.ask(student, readResult, { params })).grade).toBeNull()
    await act.openTab(student, projectId, 'scores')
    await student.page.getByRole('heading', { name: lao('scoring.result'), exact: true }).waitFor()
    expect(await student.page.getByText(lao('scoring.final')).count()).toBe(0)
    expect(await student.page.getByText('ຄຳເຫັນຂອງ').count()).toBe(0)
    await look(stage, student, 'result-waiting')

    await act.goTo(admin, '/results')
    await look(stage, admin, 'results', { dark: true })
    const { code } = computed.project
    await act.press(admin.page, lao('scoring.publishName', { code }))
    await look(stage, admin, 'publish', { pictureOnly: true })
    await act.press(admin.page.getByRole('dialog'), lao('scoring.publish'))
    await act.reads(admin.page, lao('scoring.publishedDone', { code }))

    await student.page.reload()
    await act.reads(student.page, lao('scoring.final'))
    await act.reads(student.page, 'ຄຳເຫັນຂອງ chair')
    await act.reads(student.page, `${lao('scoring.grade')} ${computed.grade}`)
    expect((await act.ask(student, readResult, { params })).grade).toBe(computed.grade)
    await look(stage, student, 'result', { dark: true })
  })

  it('tells everybody what happened', async () => {
    await act.openTab(student, projectId, 'timeline')
    const { grade } = await act.ask(student, readResult, { params: { projectId } })
    await act.reads(student.page, lao('projects.event.resultPublished', { actor: office.name, grade: grade ?? '' }))
    await look(stage, student, 'timeline', { dark: true })
    for (const person of [student, advisor, member, admin]) {
      await act.goTo(person, '/notifications')
      await look(stage, person, `notifications-${person.name}`, { dark: person === student })
      await act.goTo(person, '/')
      await look(stage, person, `dashboard-${person.name}-end`, { dark: person === student })
    }
    expect((await act.ask(admin, listStudents, { query: { withProject: 'false' } })).items).toEqual([])
  })

  it('leaves nothing behind on the console, in the page policy, or for accessibility', () => {
    expect([...stage.troubles, ...act.lostDays]).toEqual([])
  })
})
