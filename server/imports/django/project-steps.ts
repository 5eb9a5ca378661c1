import { fold } from '../../../contract/words.ts'
import { readYearRow } from '../../academics/academics.ts'
import { listMilestones, listTemplates, rescheduleMilestone } from '../../milestones/milestones.ts'
import { approveProject, readProject, rejectProject } from '../../projects/projects.ts'
import { plans } from '../apply.ts'
import { findProjectByCode } from '../state.queries.ts'
import type { Filling } from './filling.ts'
import type { TakenProject } from './projects.ts'
import { because, count, isNew } from './report.ts'
import { attempt } from './steps.queries.ts'

const unexplained = 'Rejected in the earlier system, without a reason.'
const redated = 'Due as in the earlier system.'

/** Gives the milestones of a project the days they had. */
async function redate({ tx, ctx }: Filling, projectId: string, taken: TakenProject): Promise<void> {
  const { items } = await listMilestones(tx, ctx, projectId)
  const days = new Map(taken.milestones.map(({ name, dueOn }) => [fold(name), dueOn]))
  for (const { id, name, dueOn, version } of items) {
    const wanted = days.get(fold(name))
    if (wanted && wanted !== dueOn) await rescheduleMilestone(ctx, id, version, { dueOn: wanted, reason: redated })
  }
}

/** Brings a project that is pending to where it was. */
async function decide(filling: Filling, projectId: string, taken: TakenProject, templates: Templates): Promise<void> {
  const { tx, ctx } = filling
  if (taken.status === 'pending') return
  const { version } = await readProject(tx, ctx, projectId)
  if (taken.status === 'rejected') {
    const reason = taken.comment.length >= 3 ? taken.comment.slice(0, 2000) : unexplained
    await rejectProject(ctx, projectId, version, { reason })
    return
  }
  const template = templates.find(({ name }) => fold(name) === fold(taken.template)) ?? templates[0]
  const startsOn = taken.registeredOn || filling.taken.startsOn
  const approval = {
    templateId: template?.id ?? '',
    startsOn,
    ...(taken.comment ? { comment: taken.comment.slice(0, 2000) } : {}),
  }
  await approveProject(ctx, projectId, version, approval)
  await redate(filling, projectId, taken)
}

type Templates = readonly { id: string; name: string }[]

/** Writes the projects that are new, each with its decision, and says why the others are not taken. */
async function takeSome(filling: Filling, some: readonly TakenProject[], templates: Templates): Promise<void> {
  const { tx, ctx, constraints, yearId, report, progress } = filling
  const year = await readYearRow(tx, yearId)
  const plan = await plans.projects(
    ...([tx, ctx, year] as const),
    some.map(({ source }) => source),
  )
  for (const [place, taken] of some.entries()) {
    if (place % 100 === 0) progress(`${year.name}: project ${place + 1} of ${some.length}`)
    const shown = plan.rows[place]
    if (!shown || !isNew(report, 'projects', shown)) continue
    const code = (taken.source.cells.code ?? '').toUpperCase()
    const outcome = await attempt(tx, constraints, async () => {
      await plan.write(tx, [place])
      await decide(filling, await findProjectByCode(tx, yearId, code), taken, templates)
    })
    if ('done' in outcome) count(report, 'projects', 'added')
    else count(report, 'projects', 'refused', `${code}: ${because(outcome.refused)}`)
  }
}

/** Those that were rejected come last and one by one: they must not take the place or the students of one that goes on. */
export async function takeProjects(filling: Filling): Promise<void> {
  const { tx, ctx, yearId, taken } = filling
  const { items: templates } = await listTemplates(tx, ctx, { page: 1, pageSize: 100, yearId })
  const rejected = taken.projects.filter(({ status }) => status === 'rejected')
  const open = taken.projects.filter(({ status }) => status !== 'rejected')
  await takeSome(filling, open, templates)
  for (const project of rejected) await takeSome(filling, [project], templates)
}
