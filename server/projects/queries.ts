import { type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Received } from '../../contract/endpoint.ts'
import type { Permission } from '../../contract/permissions.ts'
import type { listProjects, ProjectCan, ProjectStatus, ProjectSummary } from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Tables } from '../platform/db/tables.generated.ts'
import { containing, order, window } from '../platform/page.ts'
import { accountOf } from './policy.ts'

export type ProjectRow = Omit<Selectable<Tables['projects']>, 'status'> & { status: ProjectStatus }

/** Where in the tables a question about one project or many begins: `p` the project, `y` its year, `a` its advisor. */
function projectsFrom(db: Db) {
  return db
    .selectFrom('projects as p')
    .innerJoin('years as y', 'y.id', 'p.year_id')
    .innerJoin('advisors as a', 'a.id', 'p.advisor_id')
}

type Row = Tables & { p: Tables['projects']; y: Tables['years']; a: Tables['advisors'] }
type Builder = ExpressionBuilder<Row, 'p' | 'y' | 'a'>

/** Sits on the committee. The seats belong to the defenses; here they only tell how the reader is related. */
const seated = (ctx: Ctx) => sql<boolean>`exists (
  select from committee_seats cs join advisors ca on ca.id = cs.advisor_id
  where cs.project_id = p.id and ca.account_id = ${accountOf(ctx.actor)})`

const memberOf = (ctx: Ctx) => sql<boolean>`exists (
  select from project_members pm join students s on s.id = pm.student_id
  where pm.project_id = p.id and s.account_id = ${accountOf(ctx.actor)})`

const advises = (ctx: Ctx) => sql<boolean>`a.account_id = ${accountOf(ctx.actor)}::uuid`

/** Handed in or scored: such a project is kept. The same rule is held by the foreign keys. */
const hasWork = sql<boolean>`(exists (select from submissions w where w.project_id = p.id)
  or exists (select from score_sheets w where w.project_id = p.id))`

const rightOf: Readonly<Record<keyof ProjectCan, Permission>> = {
  edit: 'project.edit',
  submit: 'project.edit',
  decide: 'project.decide',
  transfer: 'project.transfer',
  withdraw: 'project.withdraw',
  delete: 'project.delete',
}

const rights = (ctx: Ctx) => {
  const parts = Object.entries(rightOf).map(
    ([action, permission]) => sql`${sql.lit(action)}::text, ${ctx.authorize.where(ctx.actor, permission, 'p')}`,
  )
  return sql<ProjectCan>`jsonb_build_object(${sql.join(parts)})`
}

const members = (eb: Builder) =>
  jsonArrayFrom(
    eb
      .selectFrom('project_members as pm')
      .innerJoin('students as s', 's.id', 'pm.student_id')
      .innerJoin('majors as mj', 'mj.id', 's.major_id')
      .whereRef('pm.project_id', '=', 'p.id')
      .select(['s.id', 's.code', 's.gender', 'mj.abbreviation as major'])
      .select(sql<string>`s.given_name || ' ' || s.surname`.as('name'))
      .orderBy('pm.position'),
  )

function summaries(db: Db, ctx: Ctx) {
  return projectsFrom(db)
    .select(['p.id', 'p.code', 'p.topic_lo', 'p.topic_en', 'p.status', 'p.created_at', 'p.updated_at', 'p.version'])
    .select(['y.id as year_id', 'y.name as year_name', 'a.id as advisor_id', 'a.name as advisor_name'])
    .select((eb) =>
      members(eb as unknown as Builder)
        .$castTo<ProjectSummary['members']>()
        .as('members'),
    )
    .select([rights(ctx).as('rights'), hasWork.as('has_work'), sql<boolean>`y.status = 'closed'`.as('year_closed')])
}

export type SummaryRow = Awaited<ReturnType<typeof findSummaries>>['rows'][number]
export type DetailRow = NonNullable<Awaited<ReturnType<typeof findDetail>>>
export type ListQuery = Received<typeof listProjects>['query']

const sortable = {
  code: 'p.code',
  createdAt: 'p.created_at',
  updatedAt: 'p.updated_at',
  status: 'p.status',
  topicLo: 'p.topic_lo',
  topicEn: 'p.topic_en',
  advisor: 'a.name',
} as const

const matches = (text: string) => {
  const like = containing(text)
  return sql<SqlBool>`(p.code ilike ${like} escape '\\' or p.topic_lo ilike ${like} escape '\\'
    or p.topic_en ilike ${like} escape '\\' or p.topic_th ilike ${like} escape '\\' or a.name ilike ${like} escape '\\'
    or exists (select from project_members qm join students qs on qs.id = qm.student_id where qm.project_id = p.id
      and (qs.code ilike ${like} escape '\\' or qs.given_name || ' ' || qs.surname ilike ${like} escape '\\')))`
}

/** The conditions of a list as one piece of SQL, for its rows and for its count. */
function conditions(ctx: Ctx, query: ListQuery) {
  const parts = [
    ctx.authorize.where(ctx.actor, 'project.read', 'p'),
    query.yearId
      ? sql<SqlBool>`p.year_id = ${query.yearId}`
      : sql<SqlBool>`p.year_id = (select id from years where status = 'active')`,
  ]
  if (query.status) parts.push(sql<SqlBool>`p.status = any(${query.status}::text[])`)
  if (query.advisorId) parts.push(sql<SqlBool>`p.advisor_id = ${query.advisorId}`)
  if (query.majorId) {
    parts.push(sql<SqlBool>`p.id in (select fm.project_id from project_members fm
      join students fs on fs.id = fm.student_id where fs.major_id = ${query.majorId})`)
  }
  if (query.relation) {
    const relations = { member: memberOf, supervised: advises, committee: seated }
    parts.push(relations[query.relation](ctx))
  }
  if (query.q) parts.push(matches(query.q))
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`
}

/** One page of projects that the actor may see, and how many there are. */
export async function findSummaries(db: Db, ctx: Ctx, query: ListQuery) {
  const { limit, offset } = window(query)
  const [column, direction] = order(query.sort, '-createdAt')
  const where = conditions(ctx, query)
  const rows = await summaries(db, ctx)
    .where(where)
    .orderBy(sortable[column], direction)
    .orderBy('p.id')
    .limit(limit)
    .offset(offset)
    .execute()
  // counted without what only the rows show; a search also looks at the advisor's name
  const counted =
    query.q || query.relation
      ? projectsFrom(db)
      : (db.selectFrom('projects as p') as unknown as ReturnType<typeof projectsFrom>)
  const { total } = await counted
    .where(where)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** One project with everything its page shows, if the actor may see it. */
export async function findDetail(db: Db, ctx: Ctx, projectId: string) {
  return summaries(db, ctx)
    .select(['p.topic_th', 'p.abstract', 'p.decision_reason'])
    .select([
      memberOf(ctx).as('is_member'),
      advises(ctx).as('is_advisor'),
      seated(ctx).as('is_committee'),
      sql<boolean>`${ctx.authorize.where(ctx.actor, 'project.transfer', 'p')}`.as('is_office'),
    ])
    .where('p.id', '=', projectId)
    .where(ctx.authorize.where(ctx.actor, 'project.read', 'p'))
    .executeTakeFirst()
}

/** The bare row, through the predicate of a permission; `lock` keeps others from changing it until the commit. */
export async function findProject(db: Db, ctx: Ctx, projectId: string, permission: Permission, lock: boolean) {
  const query = db
    .selectFrom('projects as p')
    .selectAll('p')
    .where('p.id', '=', projectId)
    .where(ctx.authorize.where(ctx.actor, permission, 'p'))
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  return row as ProjectRow | undefined
}

/** The bare row for rules of later features, which have their own rights. */
export async function lockProject(tx: Tx, projectId: string) {
  const row = await tx.selectFrom('projects').selectAll().where('id', '=', projectId).forUpdate().executeTakeFirst()
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
    .select(['e.id', 'e.at', 'e.name', 'e.actor_id', 'e.actor_name', 'e.data', 'e.reason'])
    .where('e.project_id', '=', projectId)
    .where(audience)
    .orderBy('e.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total: visible.total }
}
