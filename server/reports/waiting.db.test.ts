import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listMilestones } from '../../contract/milestones.ts'
import { registerProject } from '../../contract/projects.ts'
import { readWaiting } from '../../contract/reports.ts'
import { submitMilestone } from '../../contract/submissions.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  freshTopic,
  good,
  openDefenses,
  pdf,
  prepareDefense,
  schedule,
} from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
})
afterAll(() => app.close())

const waiting = async (client: Client, projectId: string) =>
  good(await client.call(readWaiting, { params: { projectId } })).items

const names = 'ຄຳ ໃໝ່'

describe('GET /projects/:projectId/waiting', () => {
  test('a draft waits on its students, a pending project on its advisor, with an invitation on who is invited', async () => {
    const [author, partner] = [await addStudent(faculty), await addStudent(faculty)]
    const client = await app.as(author.code)
    const advisorId = faculty.advisors[0]?.[1]?.id ?? ''
    const body = { ...freshTopic(), memberIds: [author.id, partner.id], advisorId, draft: true }
    const before = Date.now()
    const draft = good(await client.call(registerProject, { body }))
    const [first, second] = await waiting(client, draft.id)
    expect([first, second].map((one) => [one?.kind, one?.on, one?.people])).toEqual(
      expect.arrayContaining([
        ['invitation.answer', 'invited', [names]],
        ['project.correct', 'members', [names]],
      ]),
    )
    expect(Date.parse(first?.since ?? '')).toBeGreaterThanOrEqual(before - 1)
    const { project } = await addProject(faculty, 0, 2)
    expect(await waiting(faculty.admin, project.id)).toMatchObject([
      {
        kind: 'project.decide',
        on: 'advisor',
        people: ['Dr. bm.three'],
        since: expect.stringMatching(/Z$/),
        dueOn: null,
      },
    ])
    expect((await client.call(readWaiting, { params: { projectId: project.id } })).status).toBe(404)
    expect((await client.call(readWaiting, { params: { projectId: 'x' } })).status).toBe(400)
    expect((await app.call(readWaiting, { params: { projectId: project.id } })).status).toBe(401)
  })

  test('an approved project waits on its students for the next step, then on the advisor for the review', async () => {
    const { student, project } = await addProject(faculty, 0, 3)
    await approve(faculty, project)
    const client = await app.as(student.code)
    const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
    const [next] = items
    const step = { kind: 'milestone.submit', on: 'members', people: [names], subject: next?.name, dueOn: next?.dueOn }
    const committee = { kind: 'committee.assign', on: 'office', people: [] }
    expect(await waiting(client, project.id)).toEqual(
      expect.arrayContaining([expect.objectContaining(step), expect.objectContaining(committee)]),
    )
    const file = { name: 'ບົດ.pdf', content: pdf }
    const handedIn = good(
      await client.call(submitMilestone, { params: { milestoneId: next?.id ?? '' }, body: {}, file }),
    )
    const after = await waiting(client, project.id)
    expect(after.map((one) => one.kind).sort()).toEqual(['committee.assign', 'submission.review'])
    expect(after.find((one) => one.on === 'advisor')).toMatchObject({
      ...{ people: ['Dr. bm.four'], subject: next?.name },
      since: new Date(handedIn.submittedAt).toISOString(),
    })
  })

  test('a prepared project waits on the office, and from the defense on for sheets, named to staff only', async () => {
    const { project, client } = await prepareDefense(app, faculty)
    const kinds = async () => (await waiting(client, project.id)).map((one) => one.kind).sort()
    expect(await kinds()).toEqual(['defense.schedule', 'milestone.submit'])
    good(await schedule(faculty, await openDefenses(faculty), project.id))
    expect(await kinds()).toEqual(['milestone.submit'])
    app.setNow(new Date('2027-05-04T03:00:00Z'))
    const late = await app.as('bm.office')
    const sheets = async (reader: Client) =>
      (await waiting(reader, project.id)).find((one) => one.kind === 'sheet.fill')
    expect(await sheets(late)).toMatchObject({
      on: 'evaluators',
      people: ['Dr. bm.one', 'Dr. bm.two', 'Dr. bm.three', 'Dr. bm.four'],
      since: '2027-05-04T02:00:00.000Z',
    })
    const member = (await app.as(String(project.members[0]?.code))) as Client
    expect((await sheets(member))?.people).toEqual([])
    app.setNow(null)
  })
})
