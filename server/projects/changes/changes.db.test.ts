import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAdvisor } from '../../../contract/advisors.ts'
import { listNotifications } from '../../../contract/notifications.ts'
import * as contract from '../../../contract/projects/changes.ts'
import {
  acceptProjectInvitation,
  declineProjectInvitation,
  listProjectInvitations,
} from '../../../contract/projects/invitations.ts'
import {
  checkTopic,
  readProject,
  readTimeline,
  registerProject,
  transferProject,
  withdrawProject,
} from '../../../contract/projects.ts'
import { readDashboard, readWaiting } from '../../../contract/reports.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  freshTopic,
  good,
  openDefenses,
  prepareDefense,
  schedule,
} from '../../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let office: Client
let advisor: Client
let advisorId: string

async function wideAdvisor(login: string, majorIds: string[]) {
  const quotas = { supervising: 99, chair: 5, second: 5, third: 5 }
  return good(await faculty.admin.call(createAdvisor, { body: { name: `Dr. ${login}`, login, quotas, majorIds } })).id
}

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  advisorId = await wideAdvisor('dr.wide', [faculty.majors[0]?.id ?? ''])
  advisor = await app.as('dr.wide')
}, 60_000)
afterAll(() => app.close())

const read = async (client: Client, projectId: string) =>
  good(await client.call(readProject, { params: { projectId } }))

/** An approved project of one student. */
async function running(members = 1, majors = 0) {
  const students = []
  for (let i = 0; i < members; i += 1) students.push(await addStudent(faculty, majors))
  const memberIds = students.map(({ id }) => id)
  const made = good(await faculty.admin.call(registerProject, { body: { ...freshTopic(), memberIds, advisorId } }))
  const { id } = await approve(faculty, made)
  const by = await app.as(students[0]?.code ?? '')
  return { id, params: { projectId: id }, by, students, memberIds, topicLo: made.topicLo, topicEn: made.topicEn }
}

const reason = 'The partner went abroad'
type Wish = Omit<Parameters<typeof contract.askForChange.body.parse>[0] & object, never>

async function ask(client: Client, projectId: string, wish: Wish, version?: number) {
  const ifMatch = version ?? (await read(faculty.admin, projectId)).version
  return client.call(contract.askForChange, { params: { projectId }, ifMatch, body: { reason, ...wish } })
}

async function decide(client: Client, projectId: string, body = {}) {
  const { version } = await read(faculty.admin, projectId)
  return client.call(contract.approveChange, { params: { projectId }, ifMatch: version, body })
}

async function takeBack(client: Client, projectId: string) {
  const { version } = await read(faculty.admin, projectId)
  return client.call(contract.takeChangeBack, { params: { projectId }, ifMatch: version })
}

async function happened(projectId: string) {
  const { items } = good(await faculty.admin.call(readTimeline, { params: { projectId } }))
  return items.map(({ event }) => event).filter((name) => /^(change|invitation)\./.test(name))
}

const told = async (client: Client) => good(await client.call(listNotifications)).items.map((one) => one.kind)
const todos = async (client: Client, projectId: string) =>
  good(await client.call(readDashboard))
    .todos.filter((one) => one.project?.id === projectId)
    .map((one) => one.kind)
const received = async (client: Client) => good(await client.call(listProjectInvitations)).items

async function accept(client: Client) {
  const [first] = await received(client)
  return client.call(acceptProjectInvitation, { params: { invitationId: first?.id ?? '' } })
}

describe('askForChange', () => {
  test('201: the project stays as it is, and its page shows what is asked; the advisor is told and has it to do', async () => {
    const { id, by, params, topicEn } = await running()
    const before = await read(by, id)
    expect(before.changeCan).toEqual({ ask: true, decide: false, takeBack: false })
    const topic = freshTopic()
    const asked = good(await ask(by, id, { ...topic, abstract: 'What it is about' }))
    expect(asked).toMatchObject({ status: 'approved', topicEn, abstract: null, version: before.version + 1 })
    expect(asked.change).toMatchObject({
      ...topic,
      abstract: 'What it is about',
      topicTh: null,
      reason,
      byOffice: false,
    })
    expect(asked.change).toMatchObject({ added: [], removed: [] })
    expect(asked.changeCan).toEqual({ ask: false, decide: false, takeBack: true })
    expect((await read(advisor, id)).changeCan).toEqual({ ask: false, decide: true, takeBack: false })
    expect(await told(advisor)).toContain('change.asked')
    expect(await todos(advisor, id)).toContain('change.decide')
    const { items } = good(await advisor.call(readWaiting, { params }))
    expect(items.filter(({ kind }) => kind === 'change.decide')).toMatchObject([
      { on: 'advisor', people: ['Dr. dr.wide'] },
    ])
    const [entry] = good(await by.call(readTimeline, { params })).items
    expect(entry).toMatchObject({
      event: 'change.asked',
      reason,
      data: { changed: ['topicLo', 'topicEn', 'abstract'] },
    })
  })

  test('409 for a second one and for a project that is not approved, 412 for an old version, 422 for nothing new', async () => {
    const { id, by, memberIds, topicLo } = await running()
    const { version } = await read(by, id)
    const empty = await ask(by, id, { topicLo, memberIds })
    expect([empty.status, empty.problem.code]).toEqual([422, 'change.empty'])
    good(await ask(by, id, freshTopic()))
    const stale = await ask(by, id, freshTopic(), version)
    expect([stale.status, stale.problem.code]).toEqual([412, 'version.stale'])
    const second = await ask(by, id, freshTopic())
    expect([second.status, second.problem.code]).toEqual([409, 'change.open'])
    const pending = await addProject(faculty)
    const early = await ask(await app.as(pending.student.code), pending.project.id, freshTopic())
    expect([early.status, early.problem.code]).toEqual([409, 'project.wrongState'])
  })

  test('409 when it is scored, by the rules of the program and by the database', async () => {
    const { id, by } = await running()
    const { db } = app.platform
    const values = { project_id: id, year_id: faculty.year.id, evaluator: 'advisor', advisor_id: advisorId }
    await db.insertInto('score_sheets').values(values).execute()
    const scored = await ask(by, id, freshTopic())
    expect([scored.status, scored.problem.code]).toEqual([409, 'change.scored'])
    expect((await read(by, id)).changeCan.ask).toBe(false)
    const row = { project_id: id, year_id: faculty.year.id, topic_lo: 'x', topic_en: 'x', reason, by_office: false }
    await expect(db.insertInto('change_requests').values(row).execute()).rejects.toThrow('change.scored')
  })

  test('403 for the advisor and for a student who lets a similar topic pass, 404 for who is not in it', async () => {
    const { id, by } = await running()
    expect((await ask(advisor, id, freshTopic())).status).toBe(403)
    const stranger = await app.as((await addStudent(faculty)).code)
    expect((await ask(stranger, id, freshTopic())).status).toBe(404)
    expect((await ask(by, id, { ...freshTopic(), similarityOverride: 'It is not the same' })).status).toBe(403)
  })

  test('422 for too many, for a topic that is too similar and for who is not approved, 409 for who is taken, 400 for nobody', async () => {
    const { id, by, memberIds } = await running()
    const [one, two] = [await addStudent(faculty), await addStudent(faculty)]
    const many = await ask(by, id, { memberIds: [...memberIds, one.id, two.id] })
    expect([many.status, many.problem.code]).toEqual([422, 'project.tooManyMembers'])
    const other = await running()
    const taken = await ask(by, id, { memberIds: [...memberIds, ...other.memberIds] })
    expect([taken.status, taken.problem.code]).toEqual([409, 'project.studentTaken'])
    const same = { topicLo: other.topicLo, topicEn: other.topicEn }
    const held = await ask(by, id, same)
    expect([held.status, held.problem.code]).toEqual([422, 'project.topicSimilar'])
    expect((await ask(by, id, { memberIds: [...memberIds, advisorId] })).status).toBe(400)
    expect((await ask(by, id, { memberIds: [...memberIds, ...memberIds] })).status).toBe(400)
    // the office may, and says why
    const passed = good(await ask(office, id, { ...same, similarityOverride: 'A second site of the same study' }))
    expect(passed.change).toMatchObject({ byOffice: true, similarityOverride: 'A second site of the same study' })
    expect((await decide(advisor, id)).status).toBe(204)
    expect(await read(by, id)).toMatchObject(same)
  })
})

describe('a student who is to join', () => {
  test('is asked first, and reads the project as it is to be; a member when it is approved', async () => {
    const { id, by, students, memberIds } = await running(2)
    const partner = await addStudent(faculty)
    const to = await app.as(partner.code)
    const topic = freshTopic()
    const wish = { ...topic, memberIds: [memberIds[0] ?? '', partner.id] }
    const asked = good(await ask(by, id, wish))
    expect(asked.change?.added).toMatchObject([{ student: { id: partner.id }, stands: 'asked' }])
    expect(asked.change?.removed).toMatchObject([{ id: memberIds[1] }])
    expect(asked.invitations).toEqual([])
    expect(await received(to)).toMatchObject([
      { agreed: false, project: { ...topic, members: [{ code: students[0]?.code }] } },
    ])
    expect(await todos(advisor, id)).not.toContain('change.decide')
    const early = await decide(advisor, id)
    expect([early.status, early.problem.code]).toEqual([409, 'change.unanswered'])
    expect(early.problem.data).toEqual({ names: ['ຄຳ ໃໝ່'] })

    expect(good(await accept(to))).toBeNull()
    expect(good(await accept(to))).toBeNull()
    expect((await to.call(readProject, { params: { projectId: id } })).status).toBe(404)
    expect(await received(to)).toMatchObject([{ agreed: true }])
    expect(good(await to.call(listProjectInvitations, { query: { waiting: 'true' } })).items).toEqual([])
    expect(await todos(advisor, id)).toContain('change.decide')

    const leaving = await app.as(students[1]?.code ?? '')
    expect((await decide(advisor, id, { comment: 'Good luck' })).status).toBe(204)
    const after = await read(to, id)
    expect(after).toMatchObject({ ...topic, status: 'approved', change: null })
    expect(after.members.map((one) => one.id)).toEqual([memberIds[0], partner.id])
    expect((await leaving.call(readProject, { params: { projectId: id } })).status).toBe(404)
    expect(await happened(id)).toEqual(['change.approved', 'invitation.accepted', 'invitation.sent', 'change.asked'])
    expect(await told(to)).toEqual(['change.approved', 'invitation.received'])
    expect((await told(leaving))[0]).toBe('change.left')
    expect(await told(by)).toContain('change.approved')
    // what is compared from now on is the new topic
    const found = good(await by.call(checkTopic, { body: topic }))
    expect(found.items[0]).toMatchObject({ id, similarity: 100 })
    const free = await app.as(students[1]?.code ?? '')
    const own = { ...freshTopic(), memberIds: [memberIds[1] ?? ''], advisorId }
    expect((await free.call(registerProject, { body: own })).status).toBe(201)
  })

  test('ends the change by declining, also after agreeing, and by beginning another project', async () => {
    for (const way of ['decline', 'agree and decline', 'register'] as const) {
      const { id, by, memberIds } = await running()
      const partner = await addStudent(faculty)
      const to = await app.as(partner.code)
      good(await ask(by, id, { memberIds: [...memberIds, partner.id] }))
      if (way === 'agree and decline') good(await accept(to))
      if (way === 'register') {
        const body = { ...freshTopic(), memberIds: [partner.id], advisorId }
        good(await to.call(registerProject, { body }))
      } else {
        const params = { invitationId: (await received(to))[0]?.id ?? '' }
        expect((await to.call(declineProjectInvitation, { params })).status).toBe(204)
      }
      expect((await happened(id)).slice(0, 2)).toEqual([
        'change.ended',
        way === 'register' ? 'invitation.ended' : 'invitation.declined',
      ])
      expect((await read(by, id)).change).toBeNull()
      expect(await told(by)).toContain('change.ended')
      const late = await decide(advisor, id)
      expect([late.status, late.problem.code]).toEqual([409, 'change.notOpen'])
    }
  })

  test('is put in by the office without being asked; of another major, or by a student, not', async () => {
    const { id, memberIds } = await running()
    const partner = await addStudent(faculty)
    const asked = good(await ask(office, id, { memberIds: [...memberIds, partner.id] }))
    expect(asked.change?.added).toMatchObject([{ stands: 'named' }])
    const to = await app.as(partner.code)
    expect(await received(to)).toEqual([])
    expect(await told(to)).toEqual([])
    expect((await decide(advisor, id)).status).toBe(204)
    expect(await told(to)).toEqual(['change.approved'])

    const other = await running()
    const foreign = await addStudent(faculty, 1)
    const mixed = good(await ask(office, other.id, { memberIds: [...other.memberIds, foreign.id] }))
    expect(mixed.change?.added).toMatchObject([{ stands: 'asked' }])
  })
})

describe('approveChange', () => {
  test('403 for a member, 404 for strangers, 409 when nothing is open', async () => {
    const { id, by } = await running()
    expect((await decide(advisor, id)).problem.code).toBe('change.notOpen')
    good(await ask(by, id, freshTopic()))
    expect((await decide(by, id)).status).toBe(403)
    expect((await decide(await app.as('mk.two'), id)).status).toBe(404)
    expect((await decide(office, id)).status).toBe(204)
  })

  test('422 when the topic was registered elsewhere meanwhile; only the office lets it pass', async () => {
    const { id, by } = await running()
    const topic = freshTopic()
    good(await ask(by, id, topic))
    const student = await addStudent(faculty)
    const body = { ...topic, memberIds: [student.id], advisorId }
    good(await faculty.admin.call(registerProject, { body }))
    const held = await decide(advisor, id)
    expect([held.status, held.problem.code]).toEqual([422, 'project.topicSimilar'])
    expect((await decide(advisor, id, { similarityOverride: 'I think so' })).status).toBe(403)
    expect((await decide(office, id, { similarityOverride: 'Two halves of one study' })).status).toBe(204)
    expect(await read(by, id)).toMatchObject(topic)
  })

  test('422 when the advisor is not specialised in a major of those who stay', async () => {
    const { id, memberIds } = await running()
    const foreign = await addStudent(faculty, 1)
    good(await ask(faculty.admin, id, { memberIds: [...memberIds, foreign.id] }))
    expect((await decide(faculty.admin, id)).status).toBe(204)
    const asked = good(await ask(faculty.admin, id, { memberIds: [foreign.id] }))
    expect(asked.change?.removed).toHaveLength(1)
    const refused = await decide(faculty.admin, id)
    expect([refused.status, refused.problem.code]).toEqual([422, 'advisor.notSpecialised'])
    expect((await read(faculty.admin, id)).members).toHaveLength(2)
  })

  test('makes who joins be present at the defense that is planned, and compares the committee with the new majors', async () => {
    const defenses = await openDefenses(faculty)
    const { project, student } = await prepareDefense(app, faculty, 1)
    good(await schedule(faculty, defenses, project.id))
    const present = async () => {
      const { db } = app.platform
      const rows = await db
        .selectFrom('defense_attendances as a')
        .innerJoin('students as s', 's.account_id', 'a.account_id')
        .select('s.id')
        .where('a.project_id', '=', project.id)
        .execute()
      return rows.map(({ id }) => id)
    }
    expect(await present()).toEqual([student.id])
    const partner = await addStudent(faculty, 1)
    good(await ask(faculty.admin, project.id, { memberIds: [partner.id] }))
    expect((await decide(faculty.admin, project.id)).status).toBe(204)
    expect(await present()).toEqual([partner.id])

    // an advisor of all majors may supervise the next one, and the committee may not examine it
    const anyMajor = await wideAdvisor('dr.all', [])
    const params = { projectId: project.id }
    const { version } = await read(faculty.admin, project.id)
    const body = { advisorId: anyMajor, reason: 'On leave' }
    good(await faculty.admin.call(transferProject, { params, ifMatch: version, body }))
    good(await ask(faculty.admin, project.id, { memberIds: [(await addStudent(faculty)).id] }))
    const refused = await decide(faculty.admin, project.id)
    expect([refused.status, refused.problem.code]).toEqual([422, 'seat.notSpecialised'])
    expect(await present()).toEqual([partner.id])
  })

  test('422 when who was to join is gone, so that nothing is left to change', async () => {
    const { id, memberIds } = await running()
    const partner = await addStudent(faculty)
    good(await ask(office, id, { memberIds: [...memberIds, partner.id] }))
    await app.platform.db.deleteFrom('students').where('id', '=', partner.id).execute()
    expect((await decide(advisor, id)).problem.code).toBe('change.empty')
    expect((await takeBack(office, id)).status).toBe(204)
  })
})

describe('a change that is not made', () => {
  test('is declined with a reason: all stay, and whoever was asked is told', async () => {
    const { id, by, students, memberIds, params } = await running(2)
    const partner = await addStudent(faculty)
    good(await ask(by, id, { memberIds: [memberIds[0] ?? '', partner.id] }))
    const { version } = await read(advisor, id)
    const decline = (client: Client, ifMatch = version) =>
      client.call(contract.declineChange, { params, ifMatch, body: { reason: 'Too late in the year' } })
    expect((await decline(by)).status).toBe(403)
    expect((await decline(advisor, version - 1)).status).toBe(412)
    expect((await decline(advisor)).status).toBe(204)
    const after = await read(by, id)
    expect(after.change).toBeNull()
    expect(after.members.map((one) => one.id)).toEqual(memberIds)
    const { items } = good(await by.call(readTimeline, { params }))
    expect(items.find(({ event }) => event === 'change.declined')).toMatchObject({
      reason: 'Too late in the year',
      data: { added: [{ id: partner.id }], removed: [{ id: memberIds[1] }] },
    })
    expect((await told(await app.as(students[1]?.code ?? '')))[0]).toBe('change.declined')
    expect(await told(await app.as(partner.code))).toEqual(['invitation.revoked', 'invitation.received'])
    expect(good(await ask(by, id, freshTopic())).change).not.toBeNull()
  })

  test('is taken back by a member; what the office asked, by the office only', async () => {
    const { id, by } = await running()
    good(await ask(by, id, freshTopic()))
    expect((await takeBack(advisor, id)).status).toBe(403)
    expect((await takeBack(by, id)).status).toBe(204)
    expect((await takeBack(by, id)).problem.code).toBe('change.notOpen')
    good(await ask(office, id, freshTopic()))
    expect((await read(by, id)).changeCan.takeBack).toBe(false)
    expect((await takeBack(by, id)).status).toBe(403)
    expect((await takeBack(office, id)).status).toBe(204)
    expect((await happened(id))[0]).toBe('change.takenBack')
  })

  test('ends with a project that is withdrawn or gets another advisor', async () => {
    const other = await wideAdvisor('dr.next', [])
    const { id, by, params } = await running()
    good(await ask(by, id, freshTopic()))
    const { version } = await read(by, id)
    const body = { advisorId: other, reason: 'On leave' }
    const moved = good(await faculty.admin.call(transferProject, { params, ifMatch: version, body }))
    expect(moved.change).toBeNull()
    expect((await happened(id))[0]).toBe('change.ended')

    const two = await running()
    const partner = await addStudent(faculty)
    good(await ask(two.by, two.id, { memberIds: [...two.memberIds, partner.id] }))
    const standing = await read(two.by, two.id)
    const over = { params: two.params, ifMatch: standing.version, body: { reason: 'No time' } }
    good(await two.by.call(withdrawProject, over))
    expect((await happened(two.id)).slice(0, 2)).toEqual(['change.ended', 'invitation.ended'])
    expect(await told(await app.as(partner.code))).toContain('invitation.revoked')
  })

  test('keeps the project approved as far as the database is asked', async () => {
    const { id, by } = await running()
    good(await ask(by, id, freshTopic()))
    const { db } = app.platform
    const set = { status: 'completed' as const }
    await expect(db.updateTable('projects').set(set).where('id', '=', id).execute()).rejects.toThrow('change.open')
  })
})
