import type { Received } from '../../contract/endpoint.ts'
import type { rescheduleMilestone as Endpoint, Milestone, MilestoneStatus } from '../../contract/milestones.ts'
import type { Permission } from '../../contract/permissions.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { canSeeProject, loadProject } from '../projects/projects.ts'
import { milestoneRescheduled, milestonesPlanned } from './events.ts'
import { dayIn, dueDates, isOverdue, mayReschedule, mayReview, maySubmit } from './lifecycle.ts'
import {
  findMilestone,
  findPresented,
  insertPlan,
  listPresented,
  lockMilestone,
  type MilestoneRow,
  type PresentedRow,
  setMilestone,
} from './queries.ts'
import { shareTemplate } from './template-queries.ts'

/** The dated steps of a project between its approval and its defense. */

export type { MilestoneRow } from './queries.ts'
export {
  createTemplate,
  listAllTemplates,
  listTemplates,
  saveTemplate,
  shippedTemplate,
  takeTemplateAway,
} from './templates.ts'

function present(ctx: Ctx, row: PresentedRow): Milestone {
  return {
    id: row.id,
    projectId: row.project_id,
    position: row.position,
    name: row.name,
    dueOn: row.due_on,
    status: row.status,
    overdue: isOverdue(row.status, row.due_on, dayIn(row.timezone, ctx.now())),
    submittedAt: row.submitted_at,
    version: row.version,
    can: {
      submit: row.may_submit && maySubmit(row.status),
      review: row.may_review && mayReview(row.status),
      manage: row.may_manage && mayReschedule(row.status),
    },
  }
}

/** The milestones of a project that the actor may see, in order. */
export async function listMilestones(db: Db, ctx: Ctx, projectId: string): Promise<{ items: Milestone[] }> {
  await canSeeProject(db, ctx, projectId, 'project.read')
  const rows = await listPresented(db, ctx, projectId)
  return { items: rows.map((row) => present(ctx, row)) }
}

/** The milestone of a project on which the actor holds the permission; both are locked until the transaction ends. */
export async function loadMilestone(tx: Tx, ctx: Ctx, milestoneId: string, permission: Permission) {
  const { project_id } = found(await findMilestone(tx, milestoneId))
  await loadProject(tx, ctx, project_id, permission)
  return found(await lockMilestone(tx, milestoneId))
}

/** As `loadMilestone`, without a lock. */
export async function canSeeMilestone(db: Db, ctx: Ctx, milestoneId: string, permission: Permission) {
  const row = found(await findMilestone(db, milestoneId))
  await canSeeProject(db, ctx, row.project_id, permission)
  return row
}

/** May something be handed in for it now? */
export function isOpenForSubmission(row: MilestoneRow): boolean {
  return row.project_status === 'approved' && maySubmit(row.status)
}

/** Handed in after the due date, by the calendar of the faculty. */
export function isLate(row: MilestoneRow, at: Date): boolean {
  return dayIn(row.timezone, at) > row.due_on
}

/** Sets the status that a submission or its review brings; they state the fact. `at`: when it was handed in. */
export async function markMilestone(
  tx: Tx,
  _ctx: Ctx,
  milestoneId: string,
  status: MilestoneStatus,
  at?: Date,
): Promise<void> {
  await setMilestone(tx, milestoneId, { status, ...(at ? { submitted_at: at } : {}) })
}

/** Moves the due date of a milestone that is not approved yet. */
export async function rescheduleMilestone(
  ctx: Ctx,
  milestoneId: string,
  ifMatch: number,
  { dueOn, reason }: Received<typeof Endpoint>['body'],
): Promise<Milestone> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await loadMilestone(tx, ctx, milestoneId, 'milestone.manage')
    const before = present(ctx, found(await findPresented(tx, ctx, milestoneId)))
    checkVersion(ifMatch, before, { dueOn })
    if (row.project_status !== 'approved' || !mayReschedule(row.status)) {
      throw new Refusal('milestone.wrongState', { data: { status: row.status } })
    }
    await setMilestone(tx, milestoneId, { due_on: dueOn })
    await ctx.record(
      tx,
      ctx,
      milestoneRescheduled,
      {
        ...{ type: 'milestone', id: milestoneId, projectId: row.project_id, yearId: row.year_id },
        ...{ before: { dueOn: row.due_on }, after: { dueOn }, reason },
      },
      { milestoneId, name: row.name, from: row.due_on, to: dueOn },
    )
    return present(ctx, found(await findPresented(tx, ctx, milestoneId)))
  })
}

/** Gives an approved project its milestones, dated from `startsOn`. @throws template.unknown: not of the project's year */
export async function planMilestones(
  tx: Tx,
  ctx: Ctx,
  project: { id: string; yearId: string },
  { templateId, startsOn }: { templateId: string; startsOn: string },
): Promise<void> {
  const template = await shareTemplate(tx, project.yearId, templateId)
  if (!template) throw new Refusal('template.unknown', { data: { templateId } })
  const days = dueDates(
    startsOn,
    template.tasks.map((task) => task.durationDays),
  )
  const tasks = template.tasks.map(({ name }, at) => ({ name, dueOn: days[at] ?? startsOn }))
  await insertPlan(tx, project, { templateId, startsOn, tasks })
  await ctx.record(
    tx,
    ctx,
    milestonesPlanned,
    { type: 'project', id: project.id, projectId: project.id, yearId: project.yearId, after: { templateId, startsOn } },
    { template: template.name, milestones: tasks },
  )
}
