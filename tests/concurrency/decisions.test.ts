import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listTemplates } from '../../contract/milestones.ts'
import { approveProject, readProject, readTimeline, rejectProject, withdrawProject } from '../../contract/projects.ts'
import { readStudent, updateStudent } from '../../contract/students.ts'
import { addProject, addStudent, buildFaculty, type Faculty, good } from '../faculty.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'

let app: TestApp
let faculty: Faculty
let advisor: Client
let templateId: string

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  advisor = await app.as('bm.one')
  templateId = good(await faculty.admin.call(listTemplates)).items[0]?.id ?? ''
})
afterAll(() => app.close())

// The embedded database has one connection and so runs these one after the other; on PostgreSQL they really race.
describe('one student edited by six at once', () => {
  it('keeps what one wrote, and shows it to the others beside their own', async () => {
    for (let round = 0; round < 5; round += 1) {
      const student = await addStudent(faculty)
      const params = { studentId: student.id }
      const telephones = Array.from({ length: 6 }, (_, at) => `020 5555 ${1000 + 10 * round + at}`)
      const answers = await Promise.all(
        telephones.map((telephone) =>
          faculty.admin.call(updateStudent, { params, ifMatch: student.version, body: { telephone } }),
        ),
      )
      const [kept, ...more] = answers.filter(({ status }) => status === 200)
      expect(more).toEqual([])
      const refused = answers.flatMap((one, at) => (one.status === 200 ? [] : [{ ...one.problem, at }]))
      expect(refused).toHaveLength(5)
      for (const { at, ...problem } of refused) {
        expect(problem).toMatchObject({
          ...{ status: 412, code: 'version.stale' },
          current: { telephone: kept?.body.telephone, version: student.version + 1 },
          yours: { telephone: telephones[at] },
        })
      }
      expect(good(await faculty.admin.call(readStudent, { params })).telephone).toBe(kept?.body.telephone)
    }
  })
})

describe('a project that is approved, rejected and withdrawn at once', () => {
  it('is one of them, and its history tells of no other', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 8; round += 1) {
      const { project, student } = await addProject(faculty, 0, 0)
      const member = await app.as(student.code)
      const of = { params: { projectId: project.id }, ifMatch: project.version }
      const deciding = [
        () => advisor.call(approveProject, { ...of, body: { templateId, startsOn: '2026-10-01' } }),
        () => member.call(withdrawProject, { ...of, body: { reason: 'No time for it' } }),
        () => advisor.call(rejectProject, { ...of, body: { reason: 'Too wide for one' } }),
      ]
      const order = [0, 1, 2].map((at) => (at + round) % 3)
      const answers = await Promise.all(order.map((at) => deciding[at]?.()))
      expect(answers.filter((one) => (one?.status ?? 500) < 300)).toHaveLength(1)
      const codes = answers.flatMap((one) => ((one?.status ?? 500) < 300 ? [] : [one?.problem.code]))
      expect(codes.filter((code) => code !== 'version.stale' && code !== 'project.wrongState')).toEqual([])
      const { status } = good(await faculty.admin.call(readProject, { params: of.params }))
      const { items } = good(await faculty.admin.call(readTimeline, { params: of.params }))
      const told = items.map(({ event }) => event).filter((one) => /^project\.(approved|rejected|withdrawn)$/.test(one))
      expect(told).toEqual([`project.${status}`])
      seen.add(status)
      if (status !== 'withdrawn') {
        const { version } = good(await faculty.admin.call(readProject, { params: of.params }))
        const body = { reason: 'The place is needed again' }
        good(await faculty.admin.call(withdrawProject, { params: of.params, ifMatch: version, body }))
      }
    }
    expect(seen.size).toBeGreaterThan(1)
  })
})
