import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAdvisor } from '../../../contract/advisors.ts'
import { listTemplates } from '../../../contract/milestones.ts'
import { listNotifications } from '../../../contract/notifications.ts'
import * as contract from '../../../contract/projects/invitations.ts'
import {
  approveProject,
  type Project,
  readProject,
  readTimeline,
  registerProject,
  updateProject,
  withdrawProject,
} from '../../../contract/projects.ts'
import { readDashboard } from '../../../contract/reports.ts'
import { registerStudent, type Student } from '../../../contract/students.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  freshTopic,
  good,
} from '../../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let office: Client
let advisorId: string
let advisor: Client
let templateId: string

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  const quotas = { supervising: 99, chair: 5, second: 5, third: 5 }
  const body = { name: 'Dr. wide', login: 'dr.wide', email: null, quotas, majorIds: [faculty.majors[0]?.id ?? ''] }
  advisorId = good(await faculty.admin.call(createAdvisor, { body })).id
  advisor = await app.as('dr.wide')
  templateId = good(await faculty.admin.call(listTemplates)).items[0]?.id ?? ''
}, 60_000)
afterAll(() => app.close())

/** A student registers and names a partner. */
async function asked(options: { draft?: boolean; partner?: Student } = {}) {
  const author = await addStudent(faculty)
  const partner = options.partner ?? (await addStudent(faculty))
  const [by, to] = [await app.as(author.code), await app.as(partner.code)]
  const body = { ...freshTopic(), memberIds: [author.id, partner.id], advisorId, draft: options.draft ?? false }
  const project = good(await by.call(registerProject, { body }))
  return { author, partner, by, to, project, params: { projectId: project.id }, invitationId: idOf(project) }
}

const idOf = (project: Project) => project.invitations[0]?.id ?? ''
const read = async (client: Client, projectId: string) =>
  good(await client.call(readProject, { params: { projectId } }))
const accept = (client: Client, invitationId: string) =>
  client.call(contract.acceptProjectInvitation, { params: { invitationId } })
const received = async (client: Client) => good(await client.call(contract.listProjectInvitations)).items
const told = async (client: Client) => good(await client.call(listNotifications)).items.map((one) => one.kind)
const todos = async (client: Client) => good(await client.call(readDashboard)).todos.map((one) => one.kind)

async function happened(projectId: string) {
  const { items } = good(await faculty.admin.call(readTimeline, { params: { projectId } }))
  return items.filter(({ event }) => event.startsWith('invitation.')).map(({ event, data }) => [event, data.because])
}

async function decide(projectId: string) {
  const { version } = await read(advisor, projectId)
  const body = { templateId, startsOn: '2026-10-01' }
  return advisor.call(approveProject, { params: { projectId }, ifMatch: version, body })
}

describe('a partner who is named', () => {
  test('is asked, reads what is needed to answer, and sees nothing else of the project', async () => {
    const { author, partner, to, project, invitationId } = await asked()
    expect(project.members.map(({ id }) => id)).toEqual([author.id])
    expect(project.invitations).toMatchObject([{ student: { id: partner.id, code: partner.code } }])
    expect(project.can.invite).toBe(true)
    expect(await received(to)).toEqual([
      {
        id: invitationId,
        invitedAt: project.invitations[0]?.invitedAt,
        agreed: false,
        project: {
          ...{ code: project.code, topicLo: project.topicLo, topicEn: project.topicEn, topicTh: null, abstract: null },
          ...{ status: 'pending', advisorName: 'Dr. wide' },
          members: [{ code: author.code, name: 'ຄຳ ໃໝ່', major: 'BM' }],
        },
      },
    ])
    expect((await to.call(readProject, { params: { projectId: project.id } })).status).toBe(404)
    expect(await told(to)).toEqual(['invitation.received'])
    expect(await todos(to)).toContain('invitation.answer')
  })

  test('keeps the project from being approved until answering; a member after accepting', async () => {
    const { partner, by, to, project, invitationId } = await asked()
    const early = await decide(project.id)
    expect([early.status, early.problem.code]).toEqual([409, 'project.invitationOpen'])
    expect(early.problem.data).toEqual({ names: ['ຄຳ ໃໝ່'] })
    expect(await todos(advisor)).not.toContain('project.decide')
    const joined = good(await accept(to, invitationId))
    expect(joined.members.map(({ id }) => id)[1]).toBe(partner.id)
    expect(joined).toMatchObject({ invitations: [], relation: { member: true } })
    expect(joined.version).toBe(project.version + 1)
    expect((await accept(to, invitationId)).status).toBe(404)
    expect(await told(by)).toContain('invitation.accepted')
    expect(await told(advisor)).toContain('invitation.accepted')
    expect(await todos(advisor)).toContain('project.decide')
    expect((await decide(project.id)).status).toBe(200)
    expect(await happened(project.id)).toEqual([
      ['invitation.accepted', undefined],
      ['invitation.sent', undefined],
    ])
  })

  test('declines: the project goes on with who is there, and the members are told', async () => {
    const { by, to, project, invitationId } = await asked()
    const params = { invitationId }
    expect((await by.call(contract.declineProjectInvitation, { params })).status).toBe(404)
    expect((await to.call(contract.declineProjectInvitation, { params })).status).toBe(204)
    expect((await to.call(contract.declineProjectInvitation, { params })).status).toBe(404)
    expect(await received(to)).toEqual([])
    expect(await told(by)).toContain('invitation.declined')
    expect((await decide(project.id)).status).toBe(200)
  })

  test('is free until accepting: the own project or another one ends the invitation, and says so', async () => {
    const one = await asked()
    const two = await asked({ partner: one.partner })
    good(await accept(one.to, one.invitationId))
    expect(await happened(two.project.id)).toEqual([
      ['invitation.ended', 'placed'],
      ['invitation.sent', undefined],
    ])
    expect(await told(two.by)).toContain('invitation.ended')
    expect((await decide(two.project.id)).status).toBe(200)

    const three = await asked()
    const body = { ...freshTopic(), memberIds: [three.partner.id], advisorId }
    good(await three.to.call(registerProject, { body }))
    expect((await accept(three.to, three.invitationId)).status).toBe(404)
  })

  test('is a member at once where the office says so', async () => {
    const { author, partner, to, project, params } = await asked({ draft: true })
    const body = { memberIds: [author.id, partner.id] }
    const placed = good(await office.call(updateProject, { params, ifMatch: project.version, body }))
    expect(placed.members).toHaveLength(2)
    expect(placed.invitations).toEqual([])
    expect((await to.call(readProject, { params })).status).toBe(200)
  })
})

describe('inviteToProject', () => {
  const invite = (client: Client, projectId: string, studentId: string) =>
    client.call(contract.inviteToProject, { params: { projectId }, body: { studentId } })

  test('201 for a project that waits, 404 for who is not in it, 403 for its advisor', async () => {
    const { student, project } = await addProject({ ...faculty, advisors: [[{ id: advisorId } as never]] })
    const [mate, stranger] = [await addStudent(faculty), await addStudent(faculty)]
    expect((await invite(await app.as(stranger.code), project.id, mate.id)).status).toBe(404)
    expect((await invite(advisor, project.id, mate.id)).status).toBe(403)
    const by = await app.as(student.code)
    const answer = await invite(by, project.id, mate.id)
    expect([answer.status, answer.body.invitations.length]).toEqual([201, 1])
    expect((await invite(by, project.id, mate.id)).problem.code).toBe('project.alreadyInvited')
    expect((await invite(by, project.id, stranger.id)).problem.code).toBe('project.tooManyMembers')
  })

  test('409 for who works elsewhere and for an approved project, 422 for who is not approved, 400 for nobody', async () => {
    const { student, project } = await addProject({ ...faculty, advisors: [[{ id: advisorId } as never]] })
    const by = await app.as(student.code)
    const elsewhere = await addProject(faculty, 0, 1)
    expect((await invite(by, project.id, elsewhere.student.id)).problem.code).toBe('project.studentTaken')
    expect((await invite(by, project.id, student.id)).problem.code).toBe('project.studentTaken')
    expect((await invite(by, project.id, advisorId)).status).toBe(400)
    const place = { majorId: faculty.majors[0]?.id ?? '', classroomId: faculty.classrooms[0]?.id ?? '' }
    const applying = { code: '155N9991/22', gender: 'male', givenName: 'ກ', surname: 'ຂ', ...place } as const
    const account = { email: 'new@example.la', password: 'a long password of theirs' }
    good(await app.call(registerStudent, { body: { ...applying, ...account } }))
    const waiting = await app.platform.db
      .selectFrom('students')
      .select('id')
      .where('code', '=', applying.code)
      .executeTakeFirstOrThrow()
    expect((await invite(by, project.id, waiting.id)).problem.code).toBe('student.notApproved')
    await approve(faculty, project)
    expect((await invite(by, project.id, (await addStudent(faculty)).id)).problem.code).toBe('project.wrongState')
  })
})

describe('an invitation that is not wanted any more', () => {
  test('is taken back by a member and nobody else, and the student is told', async () => {
    const { by, to, project, params, invitationId } = await asked()
    const revoke = (client: Client, projectId = project.id) =>
      client.call(contract.revokeProjectInvitation, { params: { projectId, invitationId } })
    const other = await asked()
    expect((await revoke(to)).status).toBe(404)
    expect((await revoke(advisor)).status).toBe(403)
    expect((await revoke(other.by, other.project.id)).status).toBe(404)
    expect((await revoke(by)).status).toBe(204)
    expect((await revoke(by)).status).toBe(404)
    expect(await told(to)).toContain('invitation.revoked')
    expect((await accept(to, invitationId)).status).toBe(404)
    expect((await read(by, params.projectId)).invitations).toEqual([])
  })

  test('goes with a team that is edited; an answer that came meanwhile is not written over', async () => {
    const { author, partner, by, to, project, params, invitationId } = await asked({ draft: true })
    const next = await addStudent(faculty)
    const body = { memberIds: [author.id, next.id] }
    const edited = good(await by.call(updateProject, { params, ifMatch: project.version, body }))
    expect(edited.members).toHaveLength(1)
    expect(edited.invitations.map(({ student }) => student.id)).toEqual([next.id])
    expect((await accept(to, invitationId)).status).toBe(404)
    const back = { memberIds: [author.id, next.id] }
    good(await accept(await app.as(next.code), idOf(edited)))
    const stale = await by.call(updateProject, { params, ifMatch: edited.version, body: { memberIds: [author.id] } })
    expect(stale.status).toBe(412)
    const { version } = await read(by, project.id)
    const same = good(await by.call(updateProject, { params, ifMatch: version, body: back }))
    expect(same.members.map(({ id }) => id)).toEqual([author.id, next.id])
    expect(partner.id).not.toBe(next.id)
  })

  test('ends with a withdrawn project', async () => {
    const { by, to, project, params } = await asked()
    const body = { reason: 'Another topic after all' }
    good(await by.call(withdrawProject, { params, ifMatch: project.version, body }))
    expect(await received(to)).toEqual([])
    expect((await happened(project.id))[0]).toEqual(['invitation.ended', 'withdrawn'])
    expect(await told(to)).toContain('invitation.revoked')
  })
})
