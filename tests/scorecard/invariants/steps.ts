import * as defenses from '../../../contract/defenses.ts'
import { listMilestones } from '../../../contract/milestones.ts'
import * as projects from '../../../contract/projects.ts'
import * as submissions from '../../../contract/submissions.ts'
import { approve, freshTopic, pdf } from '../../faculty.ts'
import * as model from './model.ts'
import { decideResult, reopen, save, submitSheet } from './scoring-steps.ts'
import type { Action, Answer, Plan, Scene, Student } from './world.ts'

const reason = 'a reason'
const owed = (status: model.DocumentStatus) => status === 'none' || status === 'revision'
const author = ({ students }: Scene, { student }: model.Project) => (students[student] as Student).client
const idOf = ({ world }: Scene, advisor: number | undefined) => world.advisors[advisor ?? -1]?.id ?? null

/** The version that somebody sees who looks first; each step here looks. */
async function projectVersion({ world }: Scene, { id }: model.Project) {
  return (await world.faculty.admin.call(projects.readProject, { params: { projectId: id } })).body?.version ?? 0
}
async function defenseVersion({ world }: Scene, { id }: model.Project) {
  return (await world.faculty.admin.call(defenses.readDefense, { params: { projectId: id } })).body?.version ?? 0
}

export function register({ world, model: all, students }: Scene, student: number, advisor: number, n: number): Plan {
  const draft = n % 4 === 0
  const one = students[student] as Student
  const body = { ...freshTopic(), memberIds: [one.id], advisorId: world.advisors[advisor]?.id ?? '', draft }
  return {
    ask: () => (n % 2 ? one.client : world.faculty.admin).call(projects.registerProject, { body }),
    may: model.isFree(all, student) && (draft || model.hasPlace(all, advisor)),
    done: ({ body: made }) =>
      void all.projects.push(model.newProject((made as projects.Project).id, student, advisor, draft)),
  }
}

/** A step that changes the status of a project. */
const turn =
  (
    ask: (scene: Scene, project: model.Project, ifMatch: number) => Promise<Answer>,
    may: (scene: Scene, project: model.Project) => boolean,
    done: (project: model.Project) => void,
  ): Action =>
  (scene, project) => ({
    ask: async () => await ask(scene, project, await projectVersion(scene, project)),
    may: may(scene, project),
    done: () => done(project),
  })

const handIn =
  (kind: 'pre_defense' | 'post_defense' | null): Action =>
  (scene, project) => {
    const first = kind !== 'post_defense' || project.documents.pre_defense === 'approved'
    const status = kind ? project.documents[kind] : project.milestone
    const file = { name: 'a.pdf', content: pdf }
    return {
      ask: async () => {
        const client = author(scene, project)
        const params = { projectId: project.id }
        if (kind) return await client.call(submissions.submitDocument, { params: { ...params, kind }, body: {}, file })
        const { body } = await scene.world.faculty.admin.call(listMilestones, { params })
        const milestoneId = body?.items?.[0]?.id ?? project.id
        return await client.call(submissions.submitMilestone, { params: { milestoneId }, body: {}, file })
      },
      may: project.status === 'approved' && first && owed(status),
      done: () => {
        if (kind) project.documents[kind] = 'submitted'
        else project.milestone = 'submitted'
        project.hasWork = true
      },
    }
  }

const review =
  (kind: 'pre_defense' | 'post_defense' | null): Action =>
  (scene, project, n) => {
    const decision = n % 5 === 0 ? 'revision' : 'approved'
    const status = kind ? project.documents[kind] : project.milestone
    return {
      ask: async () => {
        const { admin } = scene.world.faculty
        const listed = await admin.call(submissions.listSubmissions, { params: { projectId: project.id } })
        const latest = listed.body?.items?.find((one) => one.documentKind === kind)
        const body = decision === 'revision' ? { decision, feedback: reason } : { decision }
        const params = { submissionId: latest?.id ?? project.id }
        return await admin.call(submissions.reviewSubmission, { params, body: body as never })
      },
      may: project.status === 'approved' && status === 'submitted',
      done: () => {
        if (kind) project.documents[kind] = decision
        else project.milestone = decision
        model.settle(project)
      },
    }
  }

const assign: Action = (scene, project, n) => {
  const able = [0, 1, 2, 3, 4].filter((one) => n % 7 === 0 || one !== project.advisor)
  const at = n % able.length
  const wish = [0, 1, 2].map((add) => able[(at + add) % able.length] as number) as [number, number, number]
  const changed = model.seats.filter((_, index) => project.committee?.[index] !== wish[index])
  const scored = changed.some((seat) => project.sheets[seat])
  const free = !model.isPlanned(project) || model.isPlaceFree(scene.model, { ...project, committee: wish })
  const fits = !wish.includes(project.advisor) && !scored && free
  return {
    ask: async () => {
      const [chair, second, third] = wish.map((one) => idOf(scene, one)) as [string, string, string]
      const params = { projectId: project.id }
      const ifMatch = await defenseVersion(scene, project)
      return await scene.world.faculty.admin.call(defenses.assignCommittee, {
        ...{ params, ifMatch, body: { chair, second, third } },
      })
    },
    may: project.status === 'approved' && (changed.length === 0 || fits),
    done: () => {
      project.committee = wish
    },
  }
}

const schedule: Action = (scene, project, n) => {
  const place = [scene.day + (Math.floor(n / 4) % 2), n % 2, Math.floor(n / 2) % 2] as const
  const { world } = scene
  const ready = project.status === 'approved' && project.documents.pre_defense === 'approved' && project.committee
  const schedulable = ['unscheduled', 'scheduled', 'postponed'].includes(project.defense)
  return {
    ask: async () => {
      const date = new Date(Date.UTC(2027, 0, 1 + place[0])).toISOString().slice(0, 10)
      const body = { date, slotId: world.slots[place[1]] ?? '', roomId: world.rooms[place[2]] ?? '' }
      const ifMatch = await defenseVersion(scene, project)
      return await world.faculty.admin.call(defenses.scheduleDefense, {
        ...{ params: { projectId: project.id }, ifMatch, body },
      })
    },
    may: Boolean(ready) && schedulable && model.isPlaceFree(scene.model, { ...project, place }),
    done: () => {
      project.place = place
      project.defense = 'scheduled'
    },
  }
}

const turnDefense =
  (status: 'in_progress' | 'completed' | 'postponed' | 'cancelled', from: readonly string[]): Action =>
  (scene, project) => ({
    ask: async () =>
      await scene.world.faculty.admin.call(defenses.changeDefenseState, {
        params: { projectId: project.id },
        ifMatch: await defenseVersion(scene, project),
        body: (['postponed', 'cancelled'].includes(status) ? { status, reason } : { status }) as never,
      }),
    may: from.includes(project.defense) && project.status !== 'deleted',
    done: () => {
      project.defense = status
    },
  })

const adminOf = ({ world }: Scene) => world.faculty.admin
const paramsOf = ({ id }: model.Project) => ({ projectId: id })

const transfer: Action = (scene, project, n) => {
  const to = (project.advisor + 1 + (n % 2)) % 3
  const free = !model.isPlanned(project) || model.isPlaceFree(scene.model, { ...project, advisor: to })
  return {
    ask: async () =>
      await adminOf(scene).call(projects.transferProject, {
        params: paramsOf(project),
        ifMatch: await projectVersion(scene, project),
        body: { advisorId: idOf(scene, to) ?? '', reason },
      }),
    may:
      ['pending', 'approved'].includes(project.status) &&
      model.hasPlace(scene.model, to) &&
      !project.committee?.includes(to) &&
      free,
    done: () => {
      project.advisor = to
      if (project.sheets.advisor?.status === 'open') delete project.sheets.advisor
    },
  }
}

const remove: Action = (scene, project) => ({
  ask: () => adminOf(scene).call(projects.deleteProject, { params: paramsOf(project) }),
  may: ['draft', 'withdrawn'].includes(project.status) && !project.hasWork,
  done: () => {
    project.status = 'deleted'
  },
})

export const withdraw = turn(
  (scene, one, ifMatch) =>
    adminOf(scene).call(projects.withdrawProject, { params: paramsOf(one), ifMatch, body: { reason } }),
  (_, { status }) => ['draft', 'pending', 'approved', 'rejected'].includes(status),
  model.withdraw,
)

/** In the order of a year: the first that may succeed takes a project further. */
export const actions: readonly Action[] = [
  turn(
    (scene, one, ifMatch) =>
      author(scene, one).call(projects.submitProject, { params: paramsOf(one), ifMatch, body: {} }),
    (scene, one) => ['draft', 'rejected'].includes(one.status) && model.hasPlace(scene.model, one.advisor),
    (one) => {
      one.status = 'pending'
    },
  ),
  turn(
    async (scene, one, ifMatch) => {
      const version = { id: one.id, version: ifMatch } as projects.Project
      // the helper throws what it is refused
      return await approve(scene.world.faculty, version).then(
        (body) => ({ status: 200, body, problem: undefined as never }),
        (error: Error) => ({
          status: Number(/^\d+/.exec(error.message)?.[0] ?? 599),
          body: error.message,
          problem: undefined as never,
        }),
      )
    },
    (_, { status }) => status === 'pending',
    (one) => {
      one.status = 'approved'
    },
  ),
  ...[handIn(null), review(null), handIn('pre_defense'), review('pre_defense'), assign, schedule],
  ...[turnDefense('in_progress', ['scheduled']), submitSheet, save, turnDefense('completed', ['in_progress'])],
  ...[handIn('post_defense'), review('post_defense'), decideResult(true)],
  // none of these takes it further
  decideResult(false),
  ...[transfer, remove, withdraw, reopen],
  turnDefense('postponed', ['scheduled', 'in_progress']),
  turnDefense('cancelled', ['scheduled', 'in_progress', 'postponed']),
  turn(
    (scene, one, ifMatch) =>
      adminOf(scene).call(projects.rejectProject, { params: paramsOf(one), ifMatch, body: { reason } }),
    (_, { status }) => status === 'pending',
    (one) => {
      one.status = 'rejected'
    },
  ),
  turn(
    (scene, one, ifMatch) =>
      author(scene, one).call(projects.updateProject, { params: paramsOf(one), ifMatch, body: freshTopic() }),
    (_, { status }) => ['draft', 'rejected'].includes(status),
    () => undefined,
  ),
]

/** How many of them take a project further. */
export const further = 13
