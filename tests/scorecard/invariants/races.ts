import { assignCommittee, readDefense, scheduleDefense } from '../../../contract/defenses.ts'
import { listMilestones, listTemplates } from '../../../contract/milestones.ts'
import {
  approveProject,
  readProject,
  registerProject,
  rejectProject,
  withdrawProject,
} from '../../../contract/projects.ts'
import {
  listSheets,
  overrideGrade,
  publishResult,
  readResult,
  reopenSheet,
  saveSheet,
  submitSheet,
} from '../../../contract/scoring.ts'
import { listSubmissions, reviewSubmission, submitDocument, submitMilestone } from '../../../contract/submissions.ts'
import { approve, freshTopic, good, pdf } from '../../faculty.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { evaluators } from './model.ts'
import { broken } from './sequences.ts'
import { newStudents, openWorld, type Student, type World } from './world.ts'

interface Outcome {
  readonly status: number
  readonly problem: { code: string }
}

/** One race: how many of those who ask at once may get what they want. */
interface Race {
  run(world: World, day: number): Promise<{ answers: readonly Outcome[]; winners: readonly number[] }>
}

const file = { name: 'a.pdf', content: pdf }
const date = (day: number) => new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10)

const bodyOf = (world: World, students: readonly Student[], advisor: number) => ({
  ...{ ...freshTopic(), memberIds: students.map(({ id }) => id), advisorId: world.advisors[advisor]?.id ?? '' },
})

/** An approved project of one new student. Its advisor has places enough. */
async function approved(world: World) {
  const students = await newStudents(world, 1)
  const { admin } = world.faculty
  const body = { ...bodyOf(world, students, 2), overQuota: 'a race' }
  const project = await approve(world.faculty, good(await admin.call(registerProject, { body })))
  return { project, params: { projectId: project.id }, client: (students[0] as Student).client }
}

type Approved = Awaited<ReturnType<typeof approved>>

async function ready(world: World, { params, client }: Approved) {
  const { admin } = world.faculty
  const made = good(await client.call(submitDocument, { params: { ...params, kind: 'pre_defense' }, body: {}, file }))
  good(await admin.call(reviewSubmission, { params: { submissionId: made.id }, body: { decision: 'approved' } }))
  const [, second, , chair, third] = world.advisors.map(({ id }) => id)
  const body = { chair: chair ?? null, second: second ?? null, third: third ?? null }
  const { version } = good(await admin.call(readDefense, { params }))
  good(await admin.call(assignCommittee, { params, ifMatch: version, body }))
}

async function plan({ faculty, slots, rooms }: World, { params }: Approved, day: number, slot = 0, room = 0) {
  const { version } = good(await faculty.admin.call(readDefense, { params }))
  const body = { date: date(day), slotId: slots[slot] ?? '', roomId: rooms[room] ?? '' }
  return () => faculty.admin.call(scheduleDefense, { params, ifMatch: version, body })
}

/** All four sheets saved, with their versions, to be handed in by their evaluators. */
async function scored(world: World, one: Approved) {
  const holders = { advisor: 2, chair: 3, second: 1, third: 4 }
  const steps = []
  for (const evaluator of evaluators) {
    const client = world.clients[holders[evaluator]] as World['clients'][number]
    const rubric = evaluator === 'advisor' ? world.rubrics.advisor : world.rubrics.committee
    // a sum that three do not divide
    const more = evaluator === 'third' ? 0.02 : 0
    const items = rubric.map(({ id, maximum }, at) => ({
      ...{ itemId: id, score: Math.round(maximum * 77 + (at === 0 ? more * 100 : 0)) / 100 },
    }))
    const params = { ...one.params, evaluator }
    const { version } = good(await client.call(saveSheet, { params, ifMatch: 0, body: { items, comment: null } }))
    steps.push(() => client.call(submitSheet, { params, ifMatch: version }))
  }
  return steps
}

const races: Readonly<Record<string, Race>> = {
  'the last place of an advisor': {
    run: async (world) => {
      const students = await newStudents(world, 4)
      const ask = (one: Student) => one.client.call(registerProject, { body: bodyOf(world, [one], 0) })
      const answers = await Promise.all(students.map(ask))
      for (const { status, body } of answers) {
        const params = { projectId: body.id }
        const { admin } = world.faculty
        if (status === 201)
          good(await admin.call(withdrawProject, { params, ifMatch: body.version, body: { reason: 'over' } }))
      }
      return { answers, winners: [1] }
    },
  },
  'a student in two projects': {
    run: async (world) => {
      const [one, two, three] = (await newStudents(world, 3)) as [Student, Student, Student]
      const { admin } = world.faculty
      const ask = (other: Student) => {
        const body = { ...bodyOf(world, [one, other], 2), overQuota: 'a race' }
        return admin.call(registerProject, { body })
      }
      return { answers: await Promise.all([ask(two), ask(three)]), winners: [1] }
    },
  },
  'approved, rejected and withdrawn': {
    run: async (world) => {
      const students = await newStudents(world, 1)
      const { admin } = world.faculty
      const body = { ...bodyOf(world, students, 2), overQuota: 'a race' }
      const { id, version } = good(await admin.call(registerProject, { body }))
      const [params, reason] = [{ projectId: id }, { reason: 'a race' }]
      const answers = await Promise.all([
        approve(world.faculty, { id, version } as Parameters<typeof approve>[1]).then(
          () => ({ status: 200, problem: { code: '' } }),
          () => ({ status: 409, problem: { code: '' } }),
        ),
        admin.call(rejectProject, { params, ifMatch: version, body: reason }),
        admin.call(withdrawProject, { params, ifMatch: version, body: reason }),
      ])
      return { answers, winners: [1] }
    },
  },
  'two versions for one milestone': {
    run: async (world) => {
      const one = await approved(world)
      const { items } = good(await one.client.call(listMilestones, { params: one.params }))
      const params = { milestoneId: items[0]?.id ?? '' }
      const ask = () => one.client.call(submitMilestone, { params, body: {}, file })
      return { answers: await Promise.all([ask(), ask(), ask()]), winners: [1] }
    },
  },
  'two decisions on one version': {
    run: async (world) => {
      const one = await approved(world)
      const target = { params: { ...one.params, kind: 'pre_defense' as const }, body: {}, file }
      good(await one.client.call(submitDocument, target))
      const { items } = good(await one.client.call(listSubmissions, { params: one.params }))
      const params = { submissionId: items[0]?.id ?? '' }
      const { admin } = world.faculty
      const answers = await Promise.all([
        admin.call(reviewSubmission, { params, body: { decision: 'approved' } }),
        admin.call(reviewSubmission, { params, body: { decision: 'revision', feedback: 'again' } }),
      ])
      return { answers, winners: [1] }
    },
  },
  'one room, one hour, the same examiners': {
    run: async (world, day) => {
      const both = [await approved(world), await approved(world)]
      for (const one of both) await ready(world, one)
      const asked = [
        await plan(world, both[0] as Approved, day),
        await plan(world, both[1] as Approved, day, 0, day % 2),
      ]
      return { answers: await Promise.all(asked.map((ask) => ask())), winners: [1] }
    },
  },
  'the sheet of somebody else': {
    run: async (world, day) => {
      const one = await approved(world)
      await ready(world, one)
      good(await (await plan(world, one, day))())
      const items = world.rubrics.committee.map(({ id }) => ({ itemId: id, score: 1 }))
      const params = { ...one.params, evaluator: 'chair' as const }
      // one who does not examine it, and one who sits in another seat
      const others = [world.clients[0], world.clients[1]] as World['clients'][number][]
      const ask = (other: World['clients'][number]) =>
        other.call(saveSheet, { params, ifMatch: 0, body: { items, comment: null } })
      return { answers: await Promise.all(others.map(ask)), winners: [0] }
    },
  },
  'a draft decided on': {
    run: async (world) => {
      const students = await newStudents(world, 1)
      const { admin } = world.faculty
      const body = { ...bodyOf(world, students, 2), draft: true }
      const { id, version } = good(await admin.call(registerProject, { body }))
      const template = good(await admin.call(listTemplates)).items[0]
      const plan = { templateId: template?.id ?? '', startsOn: '2026-10-01' }
      const decide = { params: { projectId: id }, ifMatch: version }
      const answers = await Promise.all([
        admin.call(approveProject, { ...decide, body: plan }),
        admin.call(rejectProject, { ...decide, body: { reason: 'a race' } }),
      ])
      return { answers, winners: [0] }
    },
  },
  'four sheets at once, published and reopened at once': {
    run: async (world, day) => {
      const one = await approved(world)
      await ready(world, one)
      good(await (await plan(world, one, day, 1))())
      const sheets = await Promise.all((await scored(world, one)).map((ask) => ask()))
      for (const sheet of sheets) good(sheet)
      const { admin } = world.faculty
      const { version } = good(await admin.call(readResult, { params: one.params }))
      const { items } = good(await admin.call(listSheets, { params: one.params }))
      const chair = items.find(({ evaluator }) => evaluator === 'chair')
      const params = { ...one.params, evaluator: 'chair' as const }
      const publish = () => admin.call(publishResult, { params: one.params, ifMatch: version })
      const reopen = { params, ifMatch: chair?.version ?? 0, body: { reason: 'a race' } }
      const answers = await Promise.all([publish(), admin.call(reopenSheet, reopen), publish()])
      return { answers, winners: [1] }
    },
  },
  'graded after the project was withdrawn': {
    run: async (world, day) => {
      const one = await approved(world)
      await ready(world, one)
      good(await (await plan(world, one, day, 0, 1))())
      for (const ask of await scored(world, one)) good(await ask())
      const { admin } = world.faculty
      const { params } = one
      const project = good(await admin.call(readProject, { params }))
      good(await admin.call(withdrawProject, { params, ifMatch: project.version, body: { reason: 'a race' } }))
      const ifMatch = good(await admin.call(readResult, { params })).version
      const answers = await Promise.all([
        admin.call(publishResult, { params, ifMatch }),
        admin.call(overrideGrade, { params, ifMatch, body: { grade: 'B', reason: 'a race' } }),
      ])
      return { answers, winners: [0] }
    },
  },
  'the last document accepted and the grade published': {
    run: async (world, day) => {
      const one = await approved(world)
      await ready(world, one)
      good(await (await plan(world, one, day, 1, 1))())
      for (const ask of await scored(world, one)) good(await ask())
      const target = { params: { ...one.params, kind: 'post_defense' as const }, body: {}, file }
      const made = good(await one.client.call(submitDocument, target))
      const { admin } = world.faculty
      const { version } = good(await admin.call(readResult, { params: one.params }))
      const answers = await Promise.all([
        admin.call(publishResult, { params: one.params, ifMatch: version }),
        admin.call(reviewSubmission, { params: { submissionId: made.id }, body: { decision: 'approved' } }),
      ])
      const { status } = good(await admin.call(readProject, { params: one.params }))
      return { answers: status === 'completed' ? answers : [], winners: [2] }
    },
  },
}

/** Everybody asks at the same moment: the right number gets it, nobody hears of a deadlock, and all rules hold after it. */
export async function measureRaces(context: Context): Promise<Figure[]> {
  const each = context.count({ canary: 2, ci: 2, release: 200 })
  const wrong: string[] = []
  let run = 0
  for (const [name, race] of Object.entries(races)) {
    // its own world: the days of one year are not enough for all
    const world = await openWorld()
    try {
      for (let time = 0; time < each; time += 1) {
        const { answers, winners } = await race.run(world, time + 1)
        run += 1
        const won = answers.filter(({ status }) => status < 300).length
        const failed = answers.filter(({ status }) => status >= 500)
        if (!winners.includes(won) || failed.length > 0)
          wrong.push(`${name}: ${answers.map((one) => `${one.status} ${one.problem?.code ?? ''}`).join(', ')}`)
      }
      wrong.push(...(await broken(world)).map((one) => `${name}: ${one}`))
    } catch (error) {
      wrong.push(`${name}: ${error}`)
    } finally {
      await world.app.close()
    }
  }
  return [atLeast('races', run, each * Object.keys(races).length), none('races without the right winner', wrong)]
}
