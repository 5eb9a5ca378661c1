import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAdvisor } from '../../contract/advisors.ts'
import { listTemplates } from '../../contract/milestones.ts'
import * as contract from '../../contract/projects.ts'
import { addProject, addStudent, approve, buildFaculty, type Faculty, freshTopic, good } from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
/** Of major 0: its office, a supervisor, a student; of major 1: its office. */
let office: Client
let supervisor: Client
let outsider: Client
let otherOffice: Client
const unknown = '00000000-0000-4000-8000-000000000000'
const advisorId = (n = 0, at = 0) => faculty.advisors[n]?.[at]?.id ?? ''

/** A pending project with an advisor of its own kind, so that no quota runs out by accident. */
async function pending(n = 0) {
  const { project, student } = await addProject({ ...faculty, advisors: [[await spare(0)], [await spare(1)]] }, n)
  return { project, student, params: { projectId: project.id }, member: await app.as(student.code) }
}

async function spare(n: number, supervising = 50) {
  const login = `spare${Math.random().toString(36).slice(2)}`
  const quotas = { supervising, chair: 5, second: 5, third: 5 }
  const body = { name: login, login, email: null, quotas, majorIds: [faculty.majors[n]?.id ?? ''] }
  return good(await faculty.admin.call(createAdvisor, { body }))
}

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  otherOffice = await app.as('mk.office')
  supervisor = await app.as('bm.one')
  outsider = await app.as((await addStudent(faculty)).code)
}, 60_000)
afterAll(() => app.close())

describe('registerProject', () => {
  test('201: a student registers and a partner is invited, the server gives the code', async () => {
    const [one, two] = [await addStudent(faculty), await addStudent(faculty)]
    const client = await app.as(one.code)
    const body = { ...freshTopic(), memberIds: [two.id, one.id], advisorId: advisorId() }
    const answer = await client.call(contract.registerProject, { body })
    expect(answer.status).toBe(201)
    expect(answer.body.code).toMatch(/^P26\d{3}$/)
    expect(answer.body).toMatchObject({ status: 'pending', majors: ['BM'], relation: { member: true, office: false } })
    expect(answer.body.members.map((each) => each.id)).toEqual([one.id])
    expect(answer.body.invitations.map((each) => each.student.id)).toEqual([two.id])
    expect(answer.body.can).toEqual({
      ...{ edit: false, invite: true, submit: false, decide: false, transfer: false, withdraw: true, delete: false },
    })
  })

  test('400 for an unknown student, 401, 403 for an advisor', async () => {
    const body = { ...freshTopic(), memberIds: [unknown], advisorId: advisorId() }
    expect((await office.call(contract.registerProject, { body })).status).toBe(400)
    expect((await app.call(contract.registerProject, { body })).status).toBe(401)
    expect((await supervisor.call(contract.registerProject, { body })).status).toBe(403)
  })

  test('an office registers only for its own students, a student only with himself', async () => {
    const student = await addStudent(faculty)
    const body = { ...freshTopic(), memberIds: [student.id], advisorId: (await spare(0)).id }
    expect((await otherOffice.call(contract.registerProject, { body })).problem.code).toBe('permission.denied')
    expect((await outsider.call(contract.registerProject, { body })).problem.code).toBe('project.notAMember')
    expect((await office.call(contract.registerProject, { body })).status).toBe(201)
    const again = { ...body, ...freshTopic() }
    expect((await office.call(contract.registerProject, { body: again })).problem.code).toBe('project.studentTaken')
  })

  test('422: too many members, an advisor of another major, an unknown advisor', async () => {
    const ids = [await addStudent(faculty), await addStudent(faculty), await addStudent(faculty)].map((one) => one.id)
    const call = async (body: { memberIds: string[]; advisorId: string }) =>
      (await office.call(contract.registerProject, { body: { ...freshTopic(), ...body } })).problem.code
    expect(await call({ memberIds: ids, advisorId: (await spare(0)).id })).toBe('project.tooManyMembers')
    const memberIds = ids.slice(0, 1)
    expect(await call({ memberIds, advisorId: advisorId(1) })).toBe('advisor.notSpecialised')
    expect(await call({ memberIds, advisorId: unknown })).toBe('advisor.unknown')
  })

  test('409: a full advisor; the office exceeds with a reason, a student may not', async () => {
    const full = await spare(0, 0)
    const student = await addStudent(faculty)
    const body = { ...freshTopic(), memberIds: [student.id], advisorId: full.id }
    const refused = await office.call(contract.registerProject, { body })
    expect(refused).toMatchObject({ status: 409, problem: { code: 'advisor.full', data: { quota: 0 } } })
    const exceeding = { ...body, overQuota: 'The dean agreed' }
    expect((await (await app.as(student.code)).call(contract.registerProject, { body: exceeding })).status).toBe(403)
    expect((await office.call(contract.registerProject, { body: exceeding })).status).toBe(201)
  })

  test('422: a similar topic is held and shown; only staff overrides', async () => {
    const { project } = await pending()
    const student = await addStudent(faculty)
    const client = await app.as(student.code)
    const topics = { topicLo: project.topicLo, topicEn: 'Something else altogether in English' }
    const body = { ...topics, memberIds: [student.id], advisorId: (await spare(0)).id }
    const held = await client.call(contract.registerProject, { body })
    expect(held).toMatchObject({ status: 422, problem: { code: 'project.topicSimilar' } })
    // the student may not open the other project: only its topic is told
    expect(held.problem.data?.similar).toMatchObject([{ id: null, code: project.code, similarity: 100 }])
    const overriding = { ...body, similarityOverride: 'A different company' }
    expect((await client.call(contract.registerProject, { body: overriding })).status).toBe(403)
    expect((await office.call(contract.registerProject, { body: overriding })).status).toBe(201)
  })
})

describe('checkTopic', () => {
  test('200: the similar projects of both languages', async () => {
    const { project, params } = await pending()
    const body = { topicLo: '', topicEn: project.topicEn }
    const answer = good(await office.call(contract.checkTopic, { body }))
    expect(answer).toMatchObject({ threshold: 70, held: true, items: [{ id: project.id, similarity: 100 }] })
    const except = { ...body, exceptProjectId: params.projectId }
    expect(good(await office.call(contract.checkTopic, { body: except })).held).toBe(false)
    expect(good(await office.call(contract.checkTopic, { body: { topicLo: '', topicEn: '' } })).items).toEqual([])
  })

  test('400, 401, 403', async () => {
    const long = 'x'.repeat(501)
    expect((await office.call(contract.checkTopic, { body: { topicLo: long, topicEn: '' } })).status).toBe(400)
    expect((await app.call(contract.checkTopic, { body: { topicLo: '', topicEn: '' } })).status).toBe(401)
    expect((await supervisor.call(contract.checkTopic, { body: { topicLo: '', topicEn: '' } })).status).toBe(403)
  })
})

describe('listProjects', () => {
  test('200: filters, search, order and pages, and only what one may see', async () => {
    const { project, student, member } = await pending(1)
    const codes = async (client: Client, query: object) =>
      good(await client.call(contract.listProjects, { query })).items.map((one) => one.code)
    expect(await codes(member, {})).toEqual([project.code])
    expect(await codes(member, { relation: 'supervised' })).toEqual([])
    expect(await codes(otherOffice, { q: student.code })).toEqual([project.code])
    expect(await codes(office, { q: student.code })).toEqual([])
    expect(await codes(faculty.admin, { q: '%' })).toEqual([])
    expect(await codes(faculty.admin, { majorId: student.major.id, status: 'pending' })).toContain(project.code)
    expect(await codes(faculty.admin, { advisorId: project.advisor.id })).toEqual([project.code])
    const page = good(
      await faculty.admin.call(contract.listProjects, { query: { page: 2, pageSize: 1, sort: 'code' } }),
    )
    expect(page.items.map((one) => one.code)).toEqual(['P26002'])
    expect(page.total).toBeGreaterThan(2)
    expect(await codes(faculty.admin, { yearId: unknown })).toEqual([])
  })

  test('400 for an unknown order, 401', async () => {
    const query = { sort: 'password' } as never
    expect((await office.call(contract.listProjects, { query })).status).toBe(400)
    expect((await app.call(contract.listProjects)).status).toBe(401)
  })
})

describe('readProject', () => {
  test('200 with what one may do; 404 to outsiders; 400; 401', async () => {
    const { project, params, member } = await pending()
    expect(good(await member.call(contract.readProject, { params })).can.withdraw).toBe(true)
    const seen = good(await office.call(contract.readProject, { params }))
    expect(seen).toMatchObject({ id: project.id, relation: { office: true, member: false, advisor: false } })
    expect(seen.can).toMatchObject({ decide: true, transfer: true, delete: false })
    for (const client of [outsider, otherOffice, supervisor]) {
      expect((await client.call(contract.readProject, { params })).status).toBe(404)
    }
    expect((await office.call(contract.readProject, { params: { projectId: 'x' } })).status).toBe(400)
    expect((await app.call(contract.readProject, { params })).status).toBe(401)
  })
})

describe('updateProject and submitProject', () => {
  test('200: a draft is edited by its member and handed in', async () => {
    const student = await addStudent(faculty)
    const member = await app.as(student.code)
    const body = { ...freshTopic(), memberIds: [student.id], advisorId: (await spare(0)).id, draft: true }
    const draft = good(await member.call(contract.registerProject, { body }))
    expect(draft).toMatchObject({ status: 'draft', can: { edit: true, submit: true } })
    const params = { projectId: draft.id }
    const edit = { ...freshTopic(), topicTh: 'หัวข้อภาษาไทย' }
    const stale = await member.call(contract.updateProject, { params, ifMatch: 9, body: edit })
    expect(stale).toMatchObject({ status: 412, problem: { current: { id: draft.id }, yours: edit } })
    expect((await member.call(contract.updateProject, { params, body: edit })).status).toBe(428)
    const edited = good(await member.call(contract.updateProject, { params, ifMatch: draft.version, body: edit }))
    expect(edited).toMatchObject({ ...edit, version: draft.version + 1 })
    const mate = await addStudent(faculty)
    const alone = { params, ifMatch: edited.version, body: { memberIds: [mate.id] } }
    expect((await member.call(contract.updateProject, alone)).problem.code).toBe('project.notAMember')
    const handedIn = await member.call(contract.submitProject, { params, ifMatch: edited.version, body: {} })
    expect(good(handedIn).status).toBe('pending')
    const late = { params, ifMatch: handedIn.body.version, body: edit }
    expect((await member.call(contract.updateProject, late)).problem.code).toBe('project.wrongState')
  })

  test('400, 401, 403, 404', async () => {
    const { params, project } = await pending()
    const ifMatch = project.version
    expect((await office.call(contract.updateProject, { params, ifMatch, body: { topicLo: '' } })).status).toBe(400)
    for (const endpoint of [contract.updateProject, contract.submitProject]) {
      expect((await app.call(endpoint, { params, ifMatch, body: {} })).status).toBe(401)
      expect((await supervisor.call(endpoint, { params, ifMatch, body: {} })).status).toBe(403)
      expect((await outsider.call(endpoint, { params, ifMatch, body: {} })).status).toBe(404)
    }
    const again = await office.call(contract.submitProject, { params, ifMatch, body: {} })
    expect(again.problem.code).toBe('project.wrongState')
  })
})

describe('approveProject and rejectProject', () => {
  test('200: rejected with a reason, handed in again, approved', async () => {
    const { project, params, member } = await pending()
    const no = { params, ifMatch: project.version, body: { reason: 'Too broad' } }
    const rejected = good(await office.call(contract.rejectProject, no))
    expect(rejected).toMatchObject({ status: 'rejected', decisionReason: 'Too broad' })
    const again = { params, ifMatch: rejected.version, body: {} }
    const back = good(await member.call(contract.submitProject, again))
    expect(back).toMatchObject({ status: 'pending', decisionReason: null })
    const approved = await approve(faculty, back)
    expect(approved.status).toBe('approved')
    const once = { params, ifMatch: approved.version, body: { reason: 'Changed my mind' } }
    expect((await office.call(contract.rejectProject, once)).problem.code).toBe('project.wrongState')
  })

  test('400, 401, 403 for a member, 404, 412, 422 for a template that does not exist, 428', async () => {
    const { project, params, member } = await pending()
    const ifMatch = project.version
    const body = { templateId: unknown, startsOn: '2026-10-01' }
    const call = async (client: Client, more: object) =>
      (await client.call(contract.approveProject, { params, ifMatch, body, ...more })).status
    expect(await call(office, { body: { ...body, startsOn: '2026-13-01' } })).toBe(400)
    expect(await call(app, {})).toBe(401)
    expect(await call(member, {})).toBe(403)
    expect(await call(otherOffice, {})).toBe(404)
    expect(await call(office, { ifMatch: 99 })).toBe(412)
    expect(await call(office, { ifMatch: undefined })).toBe(428)
    expect((await office.call(contract.approveProject, { params, ifMatch, body })).problem.code).toBe(
      'template.unknown',
    )
    expect(good(await office.call(contract.readProject, { params })).status).toBe('pending')
    expect((await office.call(contract.rejectProject, { params, ifMatch, body: { reason: '' } })).status).toBe(400)
  })
})

describe('transferProject', () => {
  test('200, and every refusal', async () => {
    const { project, params, member } = await pending()
    const [to, full] = [await spare(0), await spare(0, 0)]
    const reason = 'On leave'
    const call = (client: Client, advisorId: string, ifMatch = project.version) =>
      client.call(contract.transferProject, { params, ifMatch, body: { advisorId, reason } })
    expect((await call(app, to.id)).status).toBe(401)
    expect((await call(member, to.id)).status).toBe(403)
    expect((await call(otherOffice, to.id)).status).toBe(404)
    expect((await call(office, to.id, 99)).status).toBe(412)
    expect((await call(office, 'x')).status).toBe(400)
    expect((await call(office, project.advisor.id)).problem.code).toBe('project.sameAdvisor')
    expect((await call(office, full.id)).problem.code).toBe('advisor.full')
    expect((await call(office, advisorId(1))).problem.code).toBe('advisor.notSpecialised')
    const moved = good(await call(office, to.id))
    expect(moved.advisor.id).toBe(to.id)
    const over = { advisorId: full.id, reason, overQuota: 'Agreed' }
    expect((await office.call(contract.transferProject, { params, ifMatch: moved.version, body: over })).status).toBe(
      200,
    )
  })
})

describe('withdrawProject and deleteProject', () => {
  test('200 frees the students; then the admin deletes it', async () => {
    const { project, student, params, member } = await pending()
    const body = { reason: 'Left the faculty' }
    const ifMatch = project.version
    expect((await app.call(contract.withdrawProject, { params, ifMatch, body })).status).toBe(401)
    expect((await supervisor.call(contract.withdrawProject, { params, ifMatch, body })).status).toBe(403)
    expect((await outsider.call(contract.withdrawProject, { params, ifMatch, body })).status).toBe(404)
    expect((await member.call(contract.withdrawProject, { params, ifMatch: 9, body })).status).toBe(412)
    expect((await faculty.admin.call(contract.deleteProject, { params })).problem.code).toBe('project.wrongState')
    const withdrawn = good(await member.call(contract.withdrawProject, { params, ifMatch, body }))
    expect(withdrawn).toMatchObject({ status: 'withdrawn', decisionReason: body.reason })
    const next = { ...freshTopic(), memberIds: [student.id], advisorId: (await spare(0)).id }
    expect((await member.call(contract.registerProject, { body: next })).status).toBe(201)
    expect((await app.call(contract.deleteProject, { params })).status).toBe(401)
    expect((await office.call(contract.deleteProject, { params })).status).toBe(403)
    expect((await faculty.admin.call(contract.deleteProject, { params })).status).toBe(204)
    expect((await faculty.admin.call(contract.deleteProject, { params })).status).toBe(404)
  })
})

describe('readTimeline', () => {
  test('200: newest first, in pages; 401; 404 to outsiders', async () => {
    const { project, params, member } = await pending()
    await approve(faculty, project)
    const all = good(await member.call(contract.readTimeline, { params }))
    expect(all.items.map((one) => one.event)).toEqual(['milestone.planned', 'project.approved', 'project.registered'])
    // places among these and not the numbers of the record, which would tell how much happens elsewhere
    expect(all.items.map((one) => one.place)).toEqual([3, 2, 1])
    expect(all.items[2]).toMatchObject({ actor: { name: 'dean' }, data: { code: project.code } })
    const page = good(await member.call(contract.readTimeline, { params, query: { page: 3, pageSize: 1 } }))
    expect(page).toMatchObject({ total: 3, items: [{ place: 1, event: 'project.registered' }] })
    expect((await app.call(contract.readTimeline, { params })).status).toBe(401)
    expect((await outsider.call(contract.readTimeline, { params })).status).toBe(404)
    expect((await member.call(contract.readTimeline, { params, query: { pageSize: 999 } })).status).toBe(400)
  })
})

test('the templates that ship are there for the year', async () => {
  expect(good(await office.call(listTemplates)).items).toHaveLength(2)
})

test('the tally is what one would count, after everything above', async () => {
  const { rows } = await sql<{ off: number }>`
    select count(*) as off from (select year_id, status, count(*) as projects from projects group by year_id, status) c
    full join project_tallies t using (year_id, status) where c.projects is distinct from nullif(t.projects, 0)`.execute(
    app.platform.db,
  )
  expect(rows).toEqual([{ off: 0 }])
  const counted = await app.platform.db.selectFrom('projects').select('status').execute()
  const listed = good(await faculty.admin.call(contract.listProjects, { query: { status: ['pending', 'withdrawn'] } }))
  expect(listed.total).toBe(counted.filter((one) => ['pending', 'withdrawn'].includes(one.status)).length)
})
