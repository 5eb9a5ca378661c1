import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAdvisor } from '../../contract/advisors.ts'
import { registerProject } from '../../contract/projects.ts'
import type { Student } from '../../contract/students.ts'
import { addStudent, buildFaculty, type Faculty, freshTopic, good } from '../faculty.ts'
import { startApp, type TestApp } from '../harness.ts'

let app: TestApp
let faculty: Faculty

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
})
afterAll(() => app.close())

// The embedded database has one connection and so runs these one after the other; on PostgreSQL they really race.
describe('fifty students and an advisor with three places', () => {
  it('gives exactly three places, and codes without gaps or doubles', async () => {
    const students: Student[] = []
    for (let i = 0; i < 50; i += 1) students.push(await addStudent(faculty))
    const advisorId = faculty.advisors[0]?.[0]?.id ?? ''
    const clients = []
    for (const one of students) clients.push(await app.as(one.code))
    const answers = await Promise.all(
      clients.map((client, i) =>
        client.call(registerProject, {
          body: { ...freshTopic(), memberIds: [students[i]?.id ?? ''], advisorId },
        }),
      ),
    )
    const made = answers.filter((one) => one.status === 201)
    const refused = answers.filter((one) => one.status !== 201)
    expect(made).toHaveLength(3)
    expect(new Set(refused.map((one) => `${one.status} ${one.problem.code}`))).toEqual(new Set(['409 advisor.full']))
    expect(made.map((one) => one.body.code).sort()).toEqual(['P26001', 'P26002', 'P26003'])
    const advisor = good(await faculty.admin.call(readAdvisor, { params: { advisorId } }))
    expect(advisor.loads.supervising).toBe(3)
  })
})

describe('one student in ten projects at once', () => {
  it('ends up in one', async () => {
    const student = await addStudent(faculty, 1)
    const advisors = faculty.advisors[1] ?? []
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        faculty.admin.call(registerProject, {
          body: { ...freshTopic(), memberIds: [student.id], advisorId: advisors[i % 4]?.id ?? '' },
        }),
      ),
    )
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1)
    const codes = new Set(answers.filter((one) => one.status !== 201).map((one) => one.problem.code))
    expect([...codes]).toEqual(['project.studentTaken'])
  })
})
