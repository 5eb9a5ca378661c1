import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { activateYear, createYear } from '../../contract/academics.ts'
import { inviteAccounts, readInstallation, updateInstallation } from '../../contract/accounts.ts'
import { listAdvisors, setManagedMajors } from '../../contract/advisors.ts'
import {
  assignCommittee,
  changeDefenseState,
  createRoom,
  listCandidates,
  listRooms,
  readDefense,
  readDefenseSettings,
  type Seat,
  scheduleDefense,
  updateDefenseSettings,
} from '../../contract/defenses.ts'
import { listMilestones, listTemplates } from '../../contract/milestones.ts'
import { approveProject, listProjects, type ProjectSummary, rejectProject } from '../../contract/projects.ts'
import { listSheets, publishResult, readResult, saveSheet, submitSheet } from '../../contract/scoring.ts'
import { listStudents } from '../../contract/students.ts'
import { reviewSubmission, submitDocument, submitMilestone } from '../../contract/submissions.ts'
import { createAccountWithHash, hashChosenPassword, updateAccountContact } from '../accounts/accounts.ts'
import { systemCtx } from '../app.ts'
import type { Platform } from '../platform/ctx.ts'
import { actAs, type Call, frontDoor, type Send } from './demo-client.ts'
import { load } from './load.ts'

export interface DemoAccount {
  role: string
  login: string
  password: string
}

interface Demo {
  send: Send
  platform: Platform
  admin: Call
  password: string
  /** The day from which everything counts, `YYYY-MM-DD`. */
  today: string
  say(line: string): void
}

const spreadsheets = fileURLToPath(new URL('../../demo/department/', import.meta.url))
/** The smallest file that is a PDF by content. */
const document = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** The calendar day so many days after (before, if negative) another. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Builds a faculty in the middle of its year, through the interface that everybody uses. */
export async function buildDemoFaculty(
  app: FastifyInstance,
  platform: Platform,
  password: string,
  say: (line: string) => void,
): Promise<DemoAccount[]> {
  const ctx = systemCtx(platform)
  const passwordHash = await hashChosenPassword(platform.db, password, [])
  const dean = { displayName: 'ຜູ້ດູແລລະບົບ', login: 'admin', role: 'admin', status: 'active', passwordHash } as const
  await platform.db.transaction().execute((tx) => createAccountWithHash(tx, ctx, dean))
  const send = frontDoor(app, platform.config.publicUrl)
  const admin = await actAs(send, 'admin', password)
  const today = platform.now().toISOString().slice(0, 10)
  const demo: Demo = { send, platform, admin, password, today, say }
  await openYear(demo)
  say('Reading the spreadsheets of a department')
  const files = readdirSync(spreadsheets).map((name) => spreadsheets + name)
  await load(ctx, files, say)
  const accounts = await letPeopleIn(demo)
  await prepareDefenses(demo)
  await workThroughTheYear(demo, accounts)
  return [{ role: 'admin', login: 'admin', password }, ...accounts]
}

async function openYear({ admin, today }: Demo) {
  const installation = await admin(readInstallation)
  const name = { lo: 'ຄະນະບໍລິຫານທຸລະກິດ', th: 'คณะบริหารธุรกิจ', en: 'Faculty of Business Administration' }
  const { version, ...look } = installation
  await admin(updateInstallation, { ifMatch: version, body: { ...look, name } })
  const year = await admin(createYear, {
    body: { name: '2026-2027', startsOn: dayAfter(today, -84), endsOn: dayAfter(today, 250) },
  })
  await admin(activateYear, { params: { yearId: year.id }, ifMatch: year.version })
}

/** Gives a password to the account of a person, as the invitation page would. */
async function open({ platform, send, admin, password }: Demo, accountId: string, login: string): Promise<DemoAccount> {
  await platform.db.transaction().execute((tx) => updateAccountContact(tx, accountId, { login }))
  const { items } = await admin(inviteAccounts, { body: { accountIds: [accountId], method: 'link' } })
  const path = items[0]?.path?.replace('/invitation/', '/invitations/')
  const answer = await send({ method: 'POST', url: `/api/v1${path}`, payload: { password } })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { role: '', login, password }
}

async function letPeopleIn(demo: Demo): Promise<DemoAccount[]> {
  const { admin } = demo
  const { items: projects } = await admin(listProjects, { query: { sort: 'code', pageSize: 60 } })
  const first = projects[0] as ProjectSummary
  const { items: advisors } = await admin(listAdvisors, { query: { pageSize: 100 } })
  const advisor = advisors.find((one) => one.id === first.advisor.id)
  const office = advisors.find((one) => one.majors.length === 1 && one.id !== advisor?.id)
  const { items: students } = await admin(listStudents, { query: { q: first.members[0]?.code ?? '' } })
  const student = students[0]
  if (!advisor || !office || !student) throw new Error('The spreadsheets of the demo are not as expected')
  const params = { advisorId: office.id }
  await admin(setManagedMajors, {
    params,
    ifMatch: office.version,
    body: { majorIds: office.majors.map((one) => one.id) },
  })
  return [
    { ...(await open(demo, office.accountId, 'office')), role: 'department_admin' },
    { ...(await open(demo, advisor.accountId, 'advisor')), role: 'advisor' },
    { ...(await open(demo, student.accountId, student.code)), role: 'student' },
  ]
}

async function prepareDefenses({ admin, today }: Demo) {
  const slots = ['09:00-10:00', '10:15-11:15', '13:00-14:00', '14:15-15:15'].map((text) => {
    const [startsAt = '', endsAt = ''] = text.split('-')
    return { startsAt, endsAt }
  })
  const body = { startsOn: dayAfter(today, 7), endsOn: dayAfter(today, 21), slots }
  await admin(updateDefenseSettings, { ifMatch: 0, body })
  for (const name of ['A 201', 'A 202', 'B 105']) await admin(createRoom, { body: { name } })
}

/** Every third project still waits, a few are rejected, the others are at work; the first one goes all the way. */
async function workThroughTheYear(demo: Demo, accounts: readonly DemoAccount[]) {
  const { admin, today, say } = demo
  const { items: projects } = await admin(listProjects, { query: { sort: 'code', pageSize: 60 } })
  const { items: templates } = await admin(listTemplates)
  const templateId = templates[0]?.id ?? ''
  say('Deciding on projects')
  for (const [index, one] of projects.entries()) {
    const params = { projectId: one.id }
    if (index % 3 === 2) continue
    if (index % 19 === 7) {
      await admin(rejectProject, { params, ifMatch: one.version, body: { reason: 'ຫົວຂໍ້ກວ້າງເກີນໄປ, ກະລຸນາກຳນົດກຸ່ມຕົວຢ່າງ' } })
    } else {
      await admin(approveProject, {
        params,
        ifMatch: one.version,
        body: { templateId, startsOn: dayAfter(today, -70) },
      })
    }
  }
  const student = accounts.find((one) => one.role === 'student') as DemoAccount
  await handIn(demo, projects[0] as ProjectSummary, student)
  say('Holding a defense')
  await defend(demo, projects[0] as ProjectSummary)
}

async function handIn(demo: Demo, project: ProjectSummary, student: DemoAccount) {
  const call = await actAs(demo.send, student.login, demo.password)
  const params = { projectId: project.id }
  const { items } = await call(listMilestones, { params })
  const file = { name: 'chapter-1.pdf', content: document }
  for (const milestone of items.slice(0, 2)) {
    const made = await call(submitMilestone, { params: { milestoneId: milestone.id }, body: {}, file })
    await demo.admin(reviewSubmission, {
      params: { submissionId: made.id },
      body: { decision: 'approved', feedback: 'ດີຫຼາຍ' },
    })
  }
  const third = items[2]
  if (third) await call(submitMilestone, { params: { milestoneId: third.id }, body: {}, file })
  for (const kind of ['pre_defense', 'post_defense'] as const) {
    const name = `${kind}.pdf`
    const made = await call(submitDocument, { params: { ...params, kind }, body: {}, file: { ...file, name } })
    await demo.admin(reviewSubmission, { params: { submissionId: made.id }, body: { decision: 'approved' } })
  }
}

async function defend(demo: Demo, project: ProjectSummary) {
  const { admin, today } = demo
  const params = { projectId: project.id }
  const { items } = await admin(listCandidates, { params })
  const taken = new Set<string>()
  const seat = (name: Seat) => {
    const free = items.find(
      (one) => !taken.has(one.advisorId) && one.seats.some((s) => s.seat === name && s.reasons.length === 0),
    )
    if (free) taken.add(free.advisorId)
    return free?.advisorId ?? null
  }
  const body = { chair: seat('chair'), second: seat('second'), third: seat('third') }
  const { version } = await admin(readDefense, { params })
  await admin(assignCommittee, { params, ifMatch: version, body })
  const settings = await admin(readDefenseSettings)
  const rooms = await admin(listRooms)
  const planned = await admin(readDefense, { params })
  const place = { date: dayAfter(today, 8), slotId: settings.slots[0]?.id ?? '', roomId: rooms.items[0]?.id ?? '' }
  const scheduled = await admin(scheduleDefense, { params, ifMatch: planned.version, body: place })
  const begun = await admin(changeDefenseState, { params, ifMatch: scheduled.version, body: { status: 'in_progress' } })
  await admin(changeDefenseState, { params, ifMatch: begun.version, body: { status: 'completed' } })
  await score(demo, project)
}

/** Each evaluator signs in and fills the own sheet: there is no side door for the demo. */
async function score(demo: Demo, project: ProjectSummary) {
  const { admin } = demo
  const params = { projectId: project.id }
  const { items: sheets } = await admin(listSheets, { params })
  const { items: advisors } = await admin(listAdvisors, { query: { pageSize: 100 } })
  for (const [index, sheet] of sheets.entries()) {
    const person = advisors.find((one) => one.id === sheet.person.advisorId)
    if (!person) throw new Error(`No advisor ${sheet.person.name}`)
    const login = sheet.evaluator === 'advisor' ? 'advisor' : `examiner${index}`
    if (login !== 'advisor') await open(demo, person.accountId, login)
    const call = await actAs(demo.send, login, demo.password)
    const scores = sheet.items.map((item) => ({ itemId: item.itemId, score: Math.floor(item.maximum * 0.85) }))
    const own = { ...params, evaluator: sheet.evaluator }
    const saved = await call(saveSheet, {
      params: own,
      ifMatch: sheet.version,
      body: { items: scores, comment: 'ນຳສະເໜີໄດ້ດີ' },
    })
    await call(submitSheet, { params: own, ifMatch: saved.version })
  }
  const { version } = await admin(readResult, { params })
  await admin(publishResult, { params, ifMatch: version })
}
