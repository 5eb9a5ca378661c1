import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as contract from '../../contract/milestones.ts'
import { approveProject, withdrawProject } from '../../contract/projects.ts'
import { reviewSubmission, submitMilestone } from '../../contract/submissions.ts'
import { addProject, addStudent, buildFaculty, type Faculty, good, pdf } from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { makeYear } from '../academics/factory.ts'
import { makeTemplate } from './factory.ts'
import { listMilestones } from './milestones.ts'

let app: TestApp
let faculty: Faculty
let office: Client
let supervisor: Client
let outsider: Client
const unknown = '00000000-0000-4000-8000-000000000000'
const tasks = [{ name: 'One', durationDays: 5 }]
let names = 0
const named = () => {
  names += 1
  return { name: `Plan ${names}`, tasks }
}

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  supervisor = await app.as('bm.one')
  outsider = await app.as((await addStudent(faculty)).code)
}, 60_000)
afterAll(() => app.close())

/** An approved project of the supervisor with its milestones. */
async function planned() {
  const { project: pending, student } = await addProject(faculty)
  const query = { q: 'Five chapters' }
  const [template] = good(await office.call(contract.listTemplates, { query })).items
  const approval = { templateId: template?.id ?? '', startsOn: '2026-10-01' }
  const decision = { params: { projectId: pending.id }, ifMatch: pending.version, body: approval }
  const project = good(await supervisor.call(approveProject, decision))
  const params = { projectId: project.id }
  const { items } = good(await office.call(contract.listMilestones, { params }))
  const first = items[0] as contract.Milestone
  const member = await app.as(student.code)
  // the place of the supervisor is wanted by the next test
  const release = () =>
    office.call(withdrawProject, { params, ifMatch: project.version, body: { reason: 'End of the test' } })
  return { project, params, items, first, member, release }
}

describe('listTemplates', () => {
  test('200: those that ship, for every new year; 400; 401; 403 for a student', async () => {
    const shipped = good(await supervisor.call(contract.listTemplates)).items
    const durations = shipped.map((one) => one.tasks.map((task) => task.durationDays).join())
    expect(durations.sort()).toEqual(['25,40,45,30,20', '30,30,30,30,30'])
    const next = await makeYear(app.ctx, { name: '2027-2028', status: 'planned' })
    const query = { yearId: next.id, q: 'five', sort: '-name' } as const
    expect(good(await office.call(contract.listTemplates, { query })).items).toHaveLength(1)
    expect((await office.call(contract.listTemplates, { query: { page: 0 } })).status).toBe(400)
    expect((await app.call(contract.listTemplates)).status).toBe(401)
    expect((await outsider.call(contract.listTemplates)).status).toBe(403)
  })
})

describe('createTemplate', () => {
  test('201; 400 without tasks; 401; 403; 404 for an unknown year; 409 for a name that is taken', async () => {
    const body = named()
    expect(good(await office.call(contract.createTemplate, { body }))).toMatchObject({ ...body, projects: 0 })
    const same = { ...body, name: body.name.toUpperCase() }
    expect((await office.call(contract.createTemplate, { body: same })).problem.code).toBe('template.nameTaken')
    expect((await office.call(contract.createTemplate, { body: { ...named(), tasks: [] } })).status).toBe(400)
    expect((await app.call(contract.createTemplate, { body })).status).toBe(401)
    expect((await supervisor.call(contract.createTemplate, { body })).status).toBe(403)
    expect((await office.call(contract.createTemplate, { body: { ...named(), yearId: unknown } })).status).toBe(404)
  })
})

describe('updateTemplate and deleteTemplate', () => {
  test('200 and 204, 400, 401, 403, 404, 409, 412, 428', async () => {
    const [template, other] = [await makeTemplate(app.ctx), await makeTemplate(app.ctx)]
    const params = { templateId: template.id }
    const ifMatch = template.version
    const body = { ...named(), description: 'ຄຳອະທິບາຍ' }
    const call = async (client: Client, more: object = {}) =>
      (await client.call(contract.updateTemplate, { params, ifMatch, body, ...more })).status
    expect(await call(app)).toBe(401)
    expect(await call(supervisor)).toBe(403)
    expect(await call(office, { params: { templateId: unknown } })).toBe(404)
    expect(await call(office, { body: { ...body, name: '' } })).toBe(400)
    expect(await call(office, { body: { ...body, name: other.name } })).toBe(409)
    expect(await call(office, { ifMatch: 9 })).toBe(412)
    expect(await call(office, { ifMatch: undefined })).toBe(428)
    const changed = good(await office.call(contract.updateTemplate, { params, ifMatch, body }))
    expect(changed).toMatchObject({ ...body, version: ifMatch + 1 })
    expect((await app.call(contract.deleteTemplate, { params })).status).toBe(401)
    expect((await supervisor.call(contract.deleteTemplate, { params })).status).toBe(403)
    expect((await office.call(contract.deleteTemplate, { params })).status).toBe(204)
    expect((await office.call(contract.deleteTemplate, { params })).status).toBe(404)
  })

  test('409: a template in use stays as it is', async () => {
    const { release } = await planned()
    const used = good(await office.call(contract.listTemplates)).items.find((one) => one.projects > 0)
    const params = { templateId: used?.id ?? '' }
    const update = { params, ifMatch: used?.version ?? 0, body: named() }
    expect((await office.call(contract.updateTemplate, update)).problem.code).toBe('template.inUse')
    const refused = await office.call(contract.deleteTemplate, { params })
    expect(refused.problem).toMatchObject({ code: 'template.inUse', data: { projects: used?.projects } })
    await release()
  })
})

describe('listMilestones', () => {
  test('200: dates cumulate; overdue by the calendar of the faculty; what each may do', async () => {
    const { params, items, member, release } = await planned()
    expect(items.map((one) => one.dueOn).join()).toBe('2026-10-31,2026-11-30,2026-12-30,2027-01-29,2027-02-28')
    const list = async (client: Client) => good(await client.call(contract.listMilestones, { params })).items
    const can = async (client: Client) => (await list(client))[0]?.can
    expect(await can(member)).toEqual({ submit: true, review: false, manage: false })
    expect(await can(supervisor)).toEqual({ submit: false, review: false, manage: true })
    // sessions live by the clock too: only those of today pass
    const overdue = async () => (await listMilestones(app.platform.db, app.ctx, params.projectId)).items[0]?.overdue
    app.setNow(new Date('2026-10-31T16:59:59Z'))
    expect(await overdue()).toBe(false)
    app.setNow(new Date('2026-10-31T17:00:00Z'))
    expect(await overdue()).toBe(true)
    app.setNow(null)
    await release()
  })

  test('400, 401, 404 to outsiders', async () => {
    const { params, release } = await planned()
    expect((await office.call(contract.listMilestones, { params: { projectId: 'x' } })).status).toBe(400)
    expect((await app.call(contract.listMilestones, { params })).status).toBe(401)
    expect((await outsider.call(contract.listMilestones, { params })).status).toBe(404)
    await release()
  })
})

describe('rescheduleMilestone', () => {
  test('200, 400, 401, 403, 404, 412, 428, and 409 once it is approved', async () => {
    const { first, member, release } = await planned()
    const params = { milestoneId: first.id }
    const body = { dueOn: '2026-11-30', reason: 'Flood in the village' }
    const ifMatch = first.version
    const call = async (client: Client, more: object = {}) =>
      (await client.call(contract.rescheduleMilestone, { params, ifMatch, body, ...more })).status
    expect(await call(app)).toBe(401)
    expect(await call(member)).toBe(403)
    expect(await call(await app.as('mk.one'))).toBe(404)
    expect(await call(supervisor, { params: { milestoneId: unknown } })).toBe(404)
    expect(await call(supervisor, { body: { ...body, dueOn: '2026-02-30' } })).toBe(400)
    expect(await call(supervisor, { ifMatch: 9 })).toBe(412)
    expect(await call(supervisor, { ifMatch: undefined })).toBe(428)
    const moved = good(await supervisor.call(contract.rescheduleMilestone, { params, ifMatch, body }))
    expect(moved).toMatchObject({ dueOn: body.dueOn, version: ifMatch + 1 })

    const file = { name: 'one.pdf', content: pdf }
    const submission = good(await member.call(submitMilestone, { params, body: {}, file }))
    const review = { params: { submissionId: submission.id }, body: { decision: 'approved' } } as const
    good(await supervisor.call(reviewSubmission, review))
    const again = await supervisor.call(contract.rescheduleMilestone, { params, ifMatch: moved.version + 2, body })
    expect(again.problem.code).toBe('milestone.wrongState')
    await release()
  })
})
