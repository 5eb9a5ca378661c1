import { type Advisor, updateAdvisor } from '../../../contract/advisors.ts'
import { createRoom, updateDefenseSettings } from '../../../contract/defenses.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { readRubrics } from '../../../contract/scoring.ts'
import { addStudent, buildFaculty, type Faculty, good } from '../../faculty.ts'
import { type Client, startApp, type TestAnswer, type TestApp } from '../../harness.ts'
import type { Model, Project } from './model.ts'

/** A faculty with three advisors who supervise and two who only examine, on a database of its own. */
export interface World {
  readonly app: TestApp
  readonly faculty: Faculty
  readonly advisors: readonly Advisor[]
  readonly clients: readonly Client[]
  readonly rooms: readonly string[]
  readonly slots: readonly string[]
  readonly rubrics: { advisor: { id: string; maximum: number }[]; committee: { id: string; maximum: number }[] }
  /** How many sequences ran here: each has days of its own. */
  sequences: number
}

export const quotas = [1, 2, 3, 0, 0]

export async function openWorld(): Promise<World> {
  const app = await startApp()
  const faculty = await buildFaculty(app)
  const advisors = faculty.advisors[0] ?? []
  const clients = []
  for (const [at, { id, version, ...one }] of advisors.entries()) {
    const body = { quotas: { supervising: quotas[at] ?? 0, chair: 500, second: 500, third: 500 } }
    good(await faculty.admin.call(updateAdvisor, { params: { advisorId: id }, ifMatch: version, body }))
    clients.push(await app.as(one.accountId))
  }
  const slots = ['09', '10'].map((hour) => ({ startsAt: `${hour}:00`, endsAt: `${hour}:50` }))
  const settings = good(
    await faculty.admin.call(updateDefenseSettings, {
      ...{ ifMatch: 0, body: { startsOn: '2027-01-01', endsOn: '2027-12-31', slots } },
    }),
  )
  const rooms = []
  for (const name of ['A', 'B']) rooms.push(good(await faculty.admin.call(createRoom, { body: { name } })).id)
  return {
    ...{ app, faculty, advisors, clients, rooms, slots: settings.slots.map(({ id }) => id), sequences: 0 },
    rubrics: good(await faculty.admin.call(readRubrics)),
  }
}

export interface Student {
  readonly id: string
  readonly client: Client
}

export async function newStudents({ app, faculty }: World, count: number): Promise<Student[]> {
  const students = []
  for (let made = 0; made < count; made += 1) {
    const { id, code } = await addStudent(faculty)
    students.push({ id, client: await app.as(code) })
  }
  return students
}

export type Answer = Pick<TestAnswer<Endpoint>, 'status' | 'problem'> & { body: unknown }

/** What a step asks for, whether it may succeed (null: the reference does not say), and what is then so. */
export interface Plan {
  ask(): Promise<Answer>
  may: boolean | null
  done?(answer: Answer): void
}

/** What a sequence works on. */
export interface Scene {
  readonly world: World
  readonly model: Model
  readonly students: readonly Student[]
  readonly day: number
}

export type Action = (scene: Scene, project: Project, n: number) => Plan
