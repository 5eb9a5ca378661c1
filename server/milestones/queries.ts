import { sql } from 'kysely'
import type { MilestoneStatus } from '../../contract/milestones.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'

/** A milestone with what the rules about it need from its project and year. */
const milestones = (db: Db) =>
  db
    .selectFrom('milestones as m')
    .innerJoin('projects as p', 'p.id', 'm.project_id')
    .innerJoin('years as y', 'y.id', 'm.year_id')
    .select(['m.id', 'm.year_id', 'm.project_id', 'm.position', 'm.name', 'm.due_on', 'm.submitted_at', 'm.version'])
    .select((eb) => eb.ref('m.status').$castTo<MilestoneStatus>().as('status'))
    .select(['y.timezone', 'p.status as project_status'])

export type MilestoneRow = Awaited<ReturnType<typeof listOfProject>>[number]
export type PresentedRow = NonNullable<Awaited<ReturnType<typeof findPresented>>>

const listOfProject = (db: Db) => milestones(db).execute()

/** What the actor holds the right to, with the project open for it. */
function presented(db: Db, ctx: Ctx) {
  const may = (permission: 'submission.submit' | 'submission.review' | 'milestone.manage') =>
    sql<boolean>`(p.status = 'approved' and y.status <> 'closed'
      and ${ctx.authorize.where(ctx.actor, permission, 'p')})`
  return milestones(db).select([
    may('submission.submit').as('may_submit'),
    may('submission.review').as('may_review'),
    may('milestone.manage').as('may_manage'),
  ])
}

/** The milestones of a project in order; who may see the project has been asked before. */
export async function listPresented(db: Db, ctx: Ctx, projectId: string) {
  return presented(db, ctx).where('m.project_id', '=', projectId).orderBy('m.position').execute()
}

export async function findPresented(db: Db, ctx: Ctx, milestoneId: string) {
  return presented(db, ctx).where('m.id', '=', milestoneId).executeTakeFirst()
}

export async function findMilestone(db: Db, milestoneId: string) {
  return milestones(db).where('m.id', '=', milestoneId).executeTakeFirst()
}

/** The milestone, locked until the transaction ends. Lock its project first: everybody does. */
export async function lockMilestone(tx: Tx, milestoneId: string) {
  return milestones(tx).where('m.id', '=', milestoneId).forUpdate('m').executeTakeFirst()
}

export interface Task {
  name: string
  dueOn: string
}

/** Writes the plan of an approved project. */
export async function insertPlan(
  tx: Tx,
  project: { id: string; yearId: string },
  plan: { templateId: string; startsOn: string; tasks: readonly Task[] },
): Promise<void> {
  const { id: project_id, yearId: year_id } = project
  await tx
    .insertInto('project_plans')
    .values({ project_id, year_id, template_id: plan.templateId, starts_on: plan.startsOn })
    .execute()
  await tx
    .insertInto('milestones')
    .values(plan.tasks.map(({ name, dueOn }, at) => ({ project_id, year_id, position: at + 1, name, due_on: dueOn })))
    .execute()
}

interface Changes {
  due_on?: string
  status?: MilestoneStatus
  submitted_at?: Date
}

export async function setMilestone(tx: Tx, milestoneId: string, changes: Changes): Promise<void> {
  await tx
    .updateTable('milestones')
    .set(changes)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', milestoneId)
    .execute()
}
