import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  assignCommittee,
  changeDefenseState,
  listCandidates,
  listDefenses,
  readCommittee,
  readDefense,
  scheduleDefense,
} from '../../contract/defenses.ts'
import { listNotifications } from '../../contract/notifications.ts'
import { readProject, transferProject, withdrawProject } from '../../contract/projects.ts'
import {
  addProject,
  approve,
  buildFaculty,
  type Defenses,
  type Faculty,
  good,
  openDefenses,
  prepareDefense,
  schedule,
} from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let defenses: Defenses
let office: Client
let first: Awaited<ReturnType<typeof prepareDefense>>
let second: Awaited<ReturnType<typeof prepareDefense>>
let other: Awaited<ReturnType<typeof prepareDefense>>

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  defenses = await openDefenses(faculty)
  office = await app.as('bm.office')
  first = await prepareDefense(app, faculty)
  second = await prepareDefense(app, faculty)
  other = await prepareDefense(app, faculty, 1)
})
afterAll(() => app.close())

const codeOf = (answer: { status: number; problem: { code: string } }) => [answer.status, answer.problem.code]
const paramsOf = (one: { project: { id: string } }) => ({ projectId: one.project.id })
const idOf = (n: number, major = 0) => faculty.advisors[major]![n]!.id

async function assign(
  one: { project: { id: string } },
  chair: string | null,
  two: string | null,
  third: string | null,
) {
  const params = paramsOf(one)
  const { version } = good(await office.call(readCommittee, { params }))
  return office.call(assignCommittee, { params, ifMatch: version, body: { chair, second: two, third } })
}

async function change(
  one: { project: { id: string } },
  body: { status: 'postponed' | 'cancelled'; reason: string } | { status: 'in_progress' | 'completed' },
) {
  const params = paramsOf(one)
  const { version } = good(await faculty.admin.call(readDefense, { params }))
  return faculty.admin.call(changeDefenseState, { params, ifMatch: version, body })
}

describe('GET /projects/:projectId/committee and /candidates', () => {
  test('show the seats to those concerned', async () => {
    const params = paramsOf(first)
    const committee = good(await first.client.call(readCommittee, { params }))
    expect(committee).toMatchObject({
      chair: { advisorId: idOf(1) },
      third: { advisorId: idOf(3) },
      can: { manage: false },
    })
    expect(good(await office.call(readCommittee, { params })).can.manage).toBe(true)
    expect((await second.client.call(readCommittee, { params })).status).toBe(404)
    expect((await app.call(readCommittee, { params })).status).toBe(401)
  })

  test('tell for each seat why somebody cannot take it', async () => {
    const { items } = good(await office.call(listCandidates, { params: paramsOf(first) }))
    const reasons = (id: string) => items.find((one) => one.advisorId === id)!.seats.map((seat) => seat.reasons.join())
    expect(reasons(idOf(0))).toEqual(['seat.isAdvisor', 'seat.isAdvisor', 'seat.isAdvisor'])
    expect(reasons(idOf(1))).toEqual(['', 'seat.twice', 'seat.twice'])
    expect(reasons(idOf(1, 1))).toEqual(['seat.notSpecialised', 'seat.notSpecialised', 'seat.notSpecialised'])
    expect(items.find((one) => one.advisorId === idOf(1))!.seats[0]).toMatchObject({ load: 2, quota: 5 })
    expect((await first.client.call(listCandidates, { params: paramsOf(first) })).status).toBe(403)
    expect((await office.call(listCandidates, { params: paramsOf(other) })).status).toBe(404)
  })
})

describe('PUT /projects/:projectId/committee', () => {
  test('lets two people change seats', async () => {
    const swapped = good(await assign(second, idOf(2), idOf(1), idOf(3)))
    expect([swapped.chair?.advisorId, swapped.second?.advisorId]).toEqual([idOf(2), idOf(1)])
    good(await assign(second, idOf(1), idOf(2), idOf(3)))
    const told = good(await (await app.as('bm.two')).call(listNotifications))
    expect(told.items[0]).toMatchObject({
      kind: 'committee.assigned',
      data: { seat: 'chair', code: second.project.code },
    })
  })

  test('refuses what breaks the rules of a seat', async () => {
    expect(codeOf(await assign(second, idOf(0), idOf(2), idOf(3)))).toEqual([422, 'seat.isAdvisor'])
    expect(codeOf(await assign(second, idOf(1), idOf(1), idOf(3)))).toEqual([422, 'seat.twice'])
    expect(codeOf(await assign(second, idOf(1, 1), idOf(2), idOf(3)))).toEqual([422, 'seat.notSpecialised'])
    expect(codeOf(await assign(second, second.project.id, null, null))).toEqual([422, 'advisor.unknown'])
  })

  test('needs the version, the right, and an approved project', async () => {
    const body = { chair: null, second: null, third: null }
    const params = paramsOf(second)
    expect(codeOf(await office.call(assignCommittee, { params, ifMatch: 99, body }))).toEqual([412, 'version.stale'])
    expect(codeOf(await office.call(assignCommittee, { params, body }))).toEqual([428, 'version.missing'])
    expect((await second.client.call(assignCommittee, { params, ifMatch: 1, body })).status).toBe(403)
    expect((await office.call(assignCommittee, { params: paramsOf(other), ifMatch: 1, body })).status).toBe(404)
    const pending = await addProject(faculty)
    expect(codeOf(await assign(pending, idOf(1), null, null))).toEqual([409, 'project.wrongState'])
  })
})

describe('PUT /projects/:projectId/defense', () => {
  test('gives date, slot and room in the timezone of the faculty', async () => {
    const defense = good(await schedule(faculty, defenses, first.project.id))
    expect(defense).toMatchObject({
      status: 'scheduled',
      date: '2027-05-04',
      startsAt: '09:00',
      endsAt: '10:00',
      room: { name: 'A 101' },
    })
    expect(defense.can).toEqual({ schedule: true, changeState: true })
    const { rows } = await app.platform.db
      .selectFrom('defenses')
      .select('during')
      .where('project_id', '=', first.project.id)
      .execute()
      .then((found) => ({ rows: found.map((row) => row.during) }))
    expect(rows[0]).toContain('02:00')
    const told = good(await first.client.call(listNotifications))
    expect(told.items[0]).toMatchObject({ kind: 'defense.scheduled', data: { date: '2027-05-04', startsAt: '09:00' } })
  })

  test('refuses a room or a person that is taken, and days outside', async () => {
    const taken = await schedule(faculty, defenses, other.project.id)
    expect(codeOf(taken)).toEqual([409, 'defense.roomTaken'])
    const { code } = first.project
    const time = { date: '2027-05-04', startsAt: '09:00', endsAt: '10:00' }
    expect(taken.problem.data).toMatchObject({ name: 'A 101', code, ...time })
    expect(codeOf(await schedule(faculty, defenses, other.project.id, 1, '2027-06-01'))).toEqual([
      422,
      'defense.outsideDates',
    ])
    const params = paramsOf(second)
    const { version } = good(await office.call(readDefense, { params }))
    const body = { date: '2027-05-04', slotId: first.project.id, roomId: defenses.room.id }
    expect((await office.call(scheduleDefense, { params, ifMatch: version, body })).status).toBe(400)
    expect((await office.call(scheduleDefense, { params, ifMatch: 99, body })).status).toBe(412)
    expect((await office.call(scheduleDefense, { params, body })).status).toBe(428)
    expect((await second.client.call(scheduleDefense, { params, ifMatch: version, body })).status).toBe(403)
  })

  test('says what is missing', async () => {
    const { project } = await addProject(faculty, 0, 4)
    const approved = await approve(faculty, project)
    const answer = await schedule(faculty, defenses, approved.id)
    expect(codeOf(answer)).toEqual([422, 'defense.notReady'])
    expect(answer.problem.data).toEqual({ missing: ['document.pre_defense', 'committee.complete'] })
  })

  test('one of many who want the same place at the same time gets it', async () => {
    const both = await Promise.all(
      [second, other].map((one) => schedule(faculty, defenses, one.project.id, 1, '2027-05-10')),
    )
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409])
  })
})

describe('GET /defenses', () => {
  test('lists what one may see', async () => {
    const all = good(await faculty.admin.call(listDefenses, { query: { sort: 'date' } }))
    expect(all.items[0]?.date).toBe('2027-05-04')
    expect(all.total).toBe(4)
    expect(good(await first.client.call(listDefenses)).items.map((one) => one.projectId)).toEqual([first.project.id])
    const some = { from: '2027-05-05', to: '2027-05-31', roomId: defenses.room.id, status: 'scheduled' } as const
    expect(good(await faculty.admin.call(listDefenses, { query: some })).total).toBe(1)
    expect(good(await faculty.admin.call(listDefenses, { query: { q: first.project.code } })).total).toBe(1)
    expect((await app.call(listDefenses)).status).toBe(401)
    expect((await office.call(listDefenses, { query: { from: 'x' } })).status).toBe(400)
  })
})

describe('POST /projects/:projectId/defense/state', () => {
  test('postponing frees room and people, and it can be scheduled again', async () => {
    const postponed = good(await change(first, { status: 'postponed', reason: 'Flood' }))
    expect(postponed).toMatchObject({
      status: 'postponed',
      date: null,
      room: null,
      reason: 'Flood',
      can: { schedule: true },
    })
    expect(codeOf(await change(first, { status: 'in_progress' }))).toEqual([409, 'defense.wrongState'])
    const again = good(await schedule(faculty, defenses, first.project.id, 0, '2027-05-06'))
    expect(again).toMatchObject({ status: 'scheduled', reason: null })
  })

  test('a planned defense keeps three people, and a new advisor takes the old one’s time', async () => {
    expect(codeOf(await assign(first, idOf(1), null, idOf(3)))).toEqual([422, 'committee.incomplete'])
    const params = paramsOf(first)
    const { version } = good(await office.call(readProject, { params }))
    const body = { advisorId: idOf(4), reason: 'On leave' }
    good(await office.call(transferProject, { params, ifMatch: version, body }))
    const present = await app.platform.db
      .selectFrom('defense_attendances')
      .select('account_id')
      .where('project_id', '=', first.project.id)
      .execute()
    const accounts = present.map((row) => row.account_id)
    expect(accounts).toHaveLength(5)
    expect(accounts).toContain(faculty.advisors[0]![4]!.accountId)
    expect(accounts).not.toContain(faculty.advisors[0]![0]!.accountId)
  })

  test('runs to its end', async () => {
    good(await change(first, { status: 'in_progress' }))
    const done = good(await change(first, { status: 'completed' }))
    expect(done).toMatchObject({
      status: 'completed',
      date: '2027-05-06',
      can: { schedule: false, changeState: false },
    })
    const params = paramsOf(first)
    expect(
      (await first.client.call(changeDefenseState, { params, ifMatch: 1, body: { status: 'completed' } })).status,
    ).toBe(403)
    const noReason = { status: 'cancelled', reason: '' } as const
    expect((await office.call(changeDefenseState, { params, ifMatch: 1, body: noReason })).status).toBe(400)
    expect((await office.call(changeDefenseState, { params, body: { status: 'completed' } })).status).toBe(428)
  })

  test('a withdrawn project gives back its seats and its place', async () => {
    const params = paramsOf(second)
    const { version } = good(await office.call(readProject, { params }))
    good(await office.call(withdrawProject, { params, ifMatch: version, body: { reason: 'Left the country' } }))
    const defense = good(await office.call(readDefense, { params }))
    expect(defense).toMatchObject({ committee: [], room: null })
    const told = good(await (await app.as('bm.two')).call(listNotifications))
    expect(told.items.map((one) => one.kind)).toContain('committee.removed')
  })
})
