import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdvisor } from '../../contract/advisors.ts'
import { listTemplates } from '../../contract/milestones.ts'
import {
  acceptProjectInvitation,
  inviteToProject,
  revokeProjectInvitation,
} from '../../contract/projects/invitations.ts'
import { approveProject, readProject, registerProject } from '../../contract/projects.ts'
import { addStudent, buildFaculty, type Faculty, freshTopic, good } from '../faculty.ts'
import { startApp, type TestApp } from '../harness.ts'

let app: TestApp
let faculty: Faculty
let advisorId: string

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  const quotas = { supervising: 99, chair: 5, second: 5, third: 5 }
  const body = { name: 'Dr. wide', login: 'dr.wide', email: null, quotas, majorIds: [faculty.majors[0]?.id ?? ''] }
  advisorId = good(await faculty.admin.call(createAdvisor, { body })).id
})
afterAll(() => app.close())

/** A project of one student, in which these have been asked to join. */
async function project(...asked: string[]) {
  const author = await addStudent(faculty)
  const client = await app.as(author.code)
  const body = { ...freshTopic(), memberIds: [author.id, ...asked], advisorId }
  const made = good(await client.call(registerProject, { body }))
  return { ...made, client, params: { projectId: made.id } }
}

const now = async (projectId: string) => good(await faculty.admin.call(readProject, { params: { projectId } }))

// The embedded database has one connection and so runs these one after the other; on PostgreSQL they really race.
describe('one student asked by eight projects', () => {
  it('accepts all at once and is in one; the other invitations are over', async () => {
    const student = await addStudent(faculty)
    const to = await app.as(student.code)
    const asking = []
    for (let i = 0; i < 8; i += 1) asking.push(await project(student.id))
    const answers = await Promise.all(
      asking.map((one) => to.call(acceptProjectInvitation, { params: { invitationId: one.invitations[0]?.id ?? '' } })),
    )
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    const refused = answers.filter((one) => one.status !== 200).map((one) => `${one.status} ${one.problem.code}`)
    const allowed = ['404 resource.notFound', '409 project.studentTaken']
    expect(refused.filter((one) => !allowed.includes(one))).toEqual([])
    const after = await Promise.all(asking.map((one) => now(one.id)))
    expect(after.filter((one) => one.members.length === 2)).toHaveLength(1)
    expect(after.filter((one) => one.invitations.length > 0)).toEqual([])
  })
})

describe('one place and six students', () => {
  it('is kept for one of those who are invited at once', async () => {
    const { client, params, id } = await project()
    const students = []
    for (let i = 0; i < 6; i += 1) students.push(await addStudent(faculty))
    const answers = await Promise.all(
      students.map((one) => client.call(inviteToProject, { params, body: { studentId: one.id } })),
    )
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
    const codes = new Set(answers.filter((one) => one.status !== 201).map((one) => one.problem.code))
    expect([...codes]).toEqual(['project.tooManyMembers'])
    expect((await now(id)).invitations).toHaveLength(1)
  })
})

describe('accepting, taking back and approving at once', () => {
  it('leaves no approved project with an open invitation, and no member who was not asked', async () => {
    const templateId = good(await faculty.admin.call(listTemplates)).items[0]?.id ?? ''
    for (let i = 0; i < 8; i += 1) {
      const student = await addStudent(faculty)
      const to = await app.as(student.code)
      const { client, params, id, version, invitations } = await project(student.id)
      const invitationId = invitations[0]?.id ?? ''
      const [accepted, revoked, approved] = await Promise.all([
        to.call(acceptProjectInvitation, { params: { invitationId } }),
        client.call(revokeProjectInvitation, { params: { ...params, invitationId } }),
        faculty.admin.call(approveProject, { params, ifMatch: version, body: { templateId, startsOn: '2026-10-01' } }),
      ])
      expect([accepted.status === 200, revoked.status === 204].filter(Boolean)).toHaveLength(1)
      // the version of both is a new one, so that who approves has not seen the team as it is
      expect([409, 412]).toContain(approved.status)
      const { members, status } = await now(id)
      expect([status, members.length]).toEqual(['pending', accepted.status === 200 ? 2 : 1])
    }
  })
})
