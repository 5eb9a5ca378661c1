import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Permission } from '../../contract/permissions.ts'
import type { ProjectStatus } from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Tables } from '../platform/db/tables.generated.ts'
import { window } from '../platform/page.ts'
import { seated } from './list-queries.ts'

export type ProjectRow = Omit<Selectable<Tables['projects']>, 'status'> & { status: ProjectStatus }

/**
 * The bare row, through the predicate of a permission; `lock` keeps others from changing it until the commit, and not from
 * writing what only refers to it, as a notification does.
 */
export async function findProject(db: Db, ctx: Ctx, projectId: string, permission: Permission, lock: boolean) {
  const query = db
    .selectFrom('projects as p')
    .selectAll('p')
    .where('p.id', '=', projectId)
    .where(ctx.authorize.where(ctx.actor, permission, 'p'))
  const row = await (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
  return row as ProjectRow | undefined
}

/** The bare row for rules of later features, which have their own rights. */
export async function lockProject(tx: Tx, projectId: string) {
  const row = await tx
    .selectFrom('projects')
    .selectAll()
    .where('id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as ProjectRow | undefined
}

export async function listMemberIds(db: Db, projectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('project_members')
    .select('student_id')
    .where('project_id', '=', projectId)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.student_id)
}

/** Students of the year among the ids, and whether the actor's office is responsible for each. */
export async function listCandidates(db: Db, ctx: Ctx, yearId: string, ids: readonly string[]) {
  return db
    .selectFrom('students as s')
    .select(['s.id', 's.code', 's.status', 's.account_id'])
    .select(ctx.authorize.where(ctx.actor, 'student.manage', 's').as('managed'))
    .where('s.year_id', '=', yearId)
    .where('s.id', 'in', ids)
    .execute()
}

export async function findAdvisor(db: Db, yearId: string, advisorId: string) {
  return db
    .selectFrom('advisors')
    .select(['id', 'name'])
    .where('id', '=', advisorId)
    .where('year_id', '=', yearId)
    .executeTakeFirst()
}

/** Whoever else registers in the year waits here until this transaction ends. */
export async function lockRegistration(tx: Tx, yearId: string): Promise<void> {
  await sql`select from years where id = ${yearId} for no key update`.execute(tx)
}

export interface NewProject {
  year_id: string
  topic_lo: string
  topic_en: string
  topic_th: string | null
  abstract: string | null
  topic_lo_key: string
  topic_en_key: string
  advisor_id: string
  status: ProjectStatus
  over_quota_reason: string | null
  similarity_override_reason: string | null
  created_at: Date
  updated_at: Date
}

/** Writes a project with the next code of its year, or with the code it came with; the members follow. */
export async function insertProject(tx: Tx, values: NewProject, givenCode?: string): Promise<ProjectRow> {
  if (givenCode) await sql`select reserve_project_code(${values.year_id}, ${givenCode})`.execute(tx)
  const code = givenCode ?? sql<string>`allocate_project_code(${values.year_id})`
  const row = await tx
    .insertInto('projects')
    .values({ ...values, code })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as ProjectRow
}

/** The members in their order, in place of those before. */
export async function setMembers(tx: Tx, project: { id: string; year_id: string }, ids: readonly string[]) {
  await tx.deleteFrom('project_members').where('project_id', '=', project.id).execute()
  await tx
    .insertInto('project_members')
    .values(
      ids.map((id, at) => ({ project_id: project.id, student_id: id, year_id: project.year_id, position: at + 1 })),
    )
    .execute()
}

type Changes = Partial<Omit<NewProject, 'created_at' | 'year_id'>> & {
  decision_reason?: string | null
  updated_at: Date
}

export async function setProject(tx: Tx, projectId: string, changes: Changes): Promise<void> {
  await tx
    .updateTable('projects')
    .set(changes)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', projectId)
    .execute()
}

export async function deleteProjectRow(tx: Tx, projectId: string): Promise<void> {
  await tx.deleteFrom('projects').where('id', '=', projectId).execute()
}

/** What happened to a project, newest first; undefined when the actor may not see the project. */
export async function findTimeline(db: Db, ctx: Ctx, projectId: string, page: { page: number; pageSize: number }) {
  const isStaff = sql<boolean>`(${ctx.authorize.where(ctx.actor, 'project.decide', 'p')}
    or (${ctx.actor.roles.includes('advisor')} and ${seated(ctx)}))`
  const isAdmin = ctx.actor.roles.includes('admin')
  const audience = sql<SqlBool>`(e.audience = 'members' or (e.audience = 'staff' and ${isStaff})
    or (e.audience = 'admins' and ${isAdmin}))`
  const visible = await db
    .selectFrom('projects as p')
    .select(sql<number>`(select count(*) from events e where e.project_id = p.id and ${audience})`.as('total'))
    .where('p.id', '=', projectId)
    .where(ctx.authorize.where(ctx.actor, 'project.read', 'p'))
    .executeTakeFirst()
  if (!visible) return undefined
  const { limit, offset } = window(page)
  const rows = await db
    .selectFrom('events as e')
    .innerJoin('projects as p', 'p.id', 'e.project_id')
    .select(['e.at', 'e.name', 'e.actor_id', 'e.actor_name', 'e.data', 'e.reason'])
    .where('e.project_id', '=', projectId)
    .where(audience)
    .orderBy('e.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total: visible.total }
}

/** That an advisor is specialised is asked when the row is written and not at the end, so that one knows of which row. */
export async function checkSpecialisedAtOnce(tx: Tx): Promise<void> {
  await sql`set constraints projects_specialised immediate`.execute(tx)
}
