import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAdvisor, readAdvisor } from '../../../contract/advisors.ts'
import { listNotifications } from '../../../contract/notifications.ts'
import { handOverProjects, type Receiver } from '../../../contract/projects/hand-over.ts'
import { listProjects, readProject, readTimeline } from '../../../contract/projects.ts'
import { addProject, approve, buildFaculty, type Faculty, good } from '../../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let office: Client
const reason = 'Leaves for another university'

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
}, 60_000)
afterAll(() => app.close())

let number = 0
async function advisor(supervising: number, major = 0) {
  number += 1
  const login = `receiver${number}`
  const quotas = { supervising, chair: 1, second: 1, third: 1 }
  const majorIds = [faculty.majors[major]?.id ?? '']
  const made = await faculty.admin.call(createAdvisor, { body: { name: login, login, email: null, quotas, majorIds } })
  return good(made).id
}

/** An advisor with so many projects of the first major, the first of them approved. */
async function leaving(projects: number) {
  const from = await advisor(projects)
  const there = good(await office.call(readAdvisor, { params: { advisorId: from } }))
  const students: string[] = []
  for (let i = 0; i < projects; i += 1) {
    const { project, student } = await addProject({ ...faculty, advisors: [[there]] }, 0)
    if (i === 0) await approve(faculty, project)
    students.push(student.code)
  }
  const { items } = good(await office.call(listProjects, { query: { advisorId: from, sort: 'code' } }))
  return { from, items, student: students[0] ?? '' }
}

const handOver = (client: Client, advisorId: string, receivers: Receiver[], overQuota?: string) =>
  client.call(handOverProjects, {
    params: { advisorId },
    body: { receivers, reason, ...(overQuota ? { overQuota } : {}) },
  })

const advisorOf = async (projectId: string) =>
  good(await office.call(readProject, { params: { projectId } })).advisor.id

const loadOf = async (advisorId: string) => {
  const { loads, quotas } = good(await office.call(readAdvisor, { params: { advisorId } }))
  return `${loads.supervising} of ${quotas.supervising}`
}

describe('handOverProjects', () => {
  test('200: several receivers, every project recorded with the reason and its people told', async () => {
    const { from, items, student } = await leaving(3)
    const [one, two] = [await advisor(2), await advisor(1)]
    const receivers = items.map(({ id, version }, n) => ({ projectId: id, version, advisorId: n === 2 ? two : one }))
    expect(good(await handOver(office, from, receivers))).toEqual({ projects: 3 })
    expect(await Promise.all(items.map(({ id }) => advisorOf(id)))).toEqual([one, one, two])
    expect(await Promise.all([from, one, two].map(loadOf))).toEqual(['0 of 3', '2 of 2', '1 of 1'])
    const params = { projectId: items[0]?.id ?? '' }
    const newest = good(await office.call(readTimeline, { params })).items[0]
    expect(newest).toMatchObject({ event: 'project.transferred', reason, data: { fromAdvisorId: from } })
    const member = await app.as(student)
    const told = good(await member.call(listNotifications, {})).items.map(({ kind }) => kind)
    expect(told).toContain('project.transferred')
  })

  test('a refusal names the project, and none has moved', async () => {
    const { from, items } = await leaving(2)
    const [to, full, other] = [await advisor(1), await advisor(0), await advisor(5, 1)]
    const [first, second] = items.map(({ id, version }) => ({ projectId: id, version }))
    if (!first || !second) throw new Error('two projects were made')
    const refused = async (receivers: Receiver[]) => {
      const { status, problem } = await handOver(office, from, receivers)
      return [status, problem.code, problem.data?.projectId]
    }
    const fine = { ...first, advisorId: to }
    const ordered = [first.projectId, second.projectId].toSorted()
    const both = [fine, { ...second, advisorId: to }]
    // one place for two: the second that is written finds none
    expect(await refused(both)).toEqual([409, 'advisor.full', ordered[1]])
    expect(await refused([fine, { ...second, advisorId: full }])).toEqual([409, 'advisor.full', second.projectId])
    expect(await refused([fine, { ...second, advisorId: other }])).toEqual([
      422,
      'advisor.notSpecialised',
      second.projectId,
    ])
    expect(await refused([fine, { ...second, advisorId: from }])).toEqual([
      422,
      'project.sameAdvisor',
      second.projectId,
    ])
    expect(await refused([fine, { ...second, version: 9, advisorId: to }])).toEqual([
      412,
      'version.stale',
      second.projectId,
    ])
    expect(await Promise.all([advisorOf(first.projectId), advisorOf(second.projectId)])).toEqual([from, from])
    expect(await loadOf(to)).toBe('0 of 1')
    expect(good(await handOver(office, from, both, 'Agreed with the dean'))).toEqual({ projects: 2 })
  })

  test('400, 401, 403, 404', async () => {
    const { from, items } = await leaving(1)
    const to = await advisor(5)
    const receivers = items.map(({ id, version }) => ({ projectId: id, version, advisorId: to }))
    expect((await handOver(office, from, [])).status).toBe(400)
    expect((await handOver(office, from, [...receivers, ...receivers])).status).toBe(400)
    expect((await handOver(app, from, receivers)).status).toBe(401)
    expect((await handOver(await app.as('bm.one'), from, receivers)).status).toBe(403)
    expect((await handOver(await app.as('mk.office'), from, receivers)).status).toBe(404)
    // of another advisor than the one who leaves
    expect((await handOver(office, to, receivers)).status).toBe(404)
    expect(await advisorOf(receivers[0]?.projectId ?? '')).toBe(from)
  })
})
