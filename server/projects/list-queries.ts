import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Received } from '../../contract/endpoint.ts'
import type { Permission } from '../../contract/permissions.ts'
import type { listProjects, Project, ProjectCan, ProjectSummary } from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'
import { scored, shownChange } from './changes/queries.ts'
import { accountOf } from './policy.ts'

/**
 * How projects are read: `p` the project, `y` its year, `a` its advisor. This is the most asked question of the system,
 * so its statements are written out; building them piece by piece took as long as answering them.
 */
const from = sql`projects p join years y on y.id = p.year_id join advisors a on a.id = p.advisor_id`

const columns = sql`p.id, p.code, p.topic_lo, p.topic_en, p.status, p.created_at, p.updated_at, p.version,
  y.id as year_id, y.name as year_name, y.status = 'closed' as year_closed, a.id as advisor_id, a.name as advisor_name,
  (select json_agg(json_build_object('id', s.id, 'code', s.code, 'gender', s.gender, 'major', mj.abbreviation,
      'name', s.given_name || ' ' || s.surname) order by pm.position)
    from project_members pm join students s on s.id = pm.student_id join majors mj on mj.id = s.major_id
    where pm.project_id = p.id) as members`

/** Handed in or scored: such a project is kept. The same rule is held by the foreign keys. */
const hasWork = sql`(exists (select from submissions w where w.project_id = p.id)
  or exists (select from score_sheets w where w.project_id = p.id))`

interface SummaryColumns {
  id: string
  code: string
  topic_lo: string
  topic_en: string
  status: ProjectSummary['status']
  created_at: string
  updated_at: string
  version: number
  year_id: string
  year_name: string
  year_closed: boolean
  advisor_id: string
  advisor_name: string
  members: ProjectSummary['members'] | null
  has_work: boolean
}

interface DetailColumns extends SummaryColumns {
  topic_th: string | null
  abstract: string | null
  decision_reason: string | null
  invitations: Project['invitations'] | null
  change: Project['change']
  scored: boolean
  is_member: boolean
  is_advisor: boolean
  is_committee: boolean
  is_office: boolean
}

type WithRights<R> = R & { rights: ProjectCan }
export type SummaryRow = WithRights<SummaryColumns>
export type DetailRow = WithRights<DetailColumns>
export type ListQuery = Received<typeof listProjects>['query']

/** Sits on the committee. The seats belong to the defenses; here they only tell how the reader is related. */
export const seated = (ctx: Ctx) => sql<boolean>`exists (
  select from committee_seats cs join advisors ca on ca.id = cs.advisor_id
  where cs.project_id = p.id and ca.account_id = ${accountOf(ctx.actor)})`

const memberOf = (ctx: Ctx) => sql<boolean>`exists (
  select from project_members pm join students s on s.id = pm.student_id
  where pm.project_id = p.id and s.account_id = ${accountOf(ctx.actor)})`

const advises = (ctx: Ctx) => sql<boolean>`a.account_id = ${accountOf(ctx.actor)}::uuid`

const rightOf: Readonly<Record<keyof ProjectCan, Permission>> = {
  edit: 'project.edit',
  invite: 'project.edit',
  submit: 'project.edit',
  decide: 'project.decide',
  transfer: 'project.transfer',
  withdraw: 'project.withdraw',
  delete: 'project.delete',
}

/** Rights that are the same for every row are known beforehand; the others are asked of the database, row by row. */
function rightsOf(ctx: Ctx) {
  const known: Partial<Record<string, boolean>> = {}
  const asked = Object.entries(rightOf).flatMap(([action, permission]) => {
    const granted = ctx.authorize.scopes(ctx.actor, permission)
    if (granted.length > 0 && !granted.includes('any'))
      return [sql`${sql.lit(action)}, ${ctx.authorize.where(ctx.actor, permission, 'p')}`]
    known[action] = granted.length > 0
    return []
  })
  return {
    column: asked.length > 0 ? sql`json_build_object(${sql.join(asked)})` : sql`null::json`,
    /** Work only matters to who might delete the project. */
    work: known.delete === false ? sql`false` : hasWork,
    complete: <R extends SummaryColumns & { asked: Partial<ProjectCan> | null }>({ asked, ...row }: R) => ({
      ...row,
      rights: { ...known, ...asked } as ProjectCan,
    }),
  }
}

const sortable = {
  code: sql`p.code`,
  createdAt: sql`p.created_at`,
  updatedAt: sql`p.updated_at`,
  status: sql`p.status`,
  topicLo: sql`p.topic_lo`,
  topicEn: sql`p.topic_en`,
  advisor: sql`a.name`,
} as const
const ways = { asc: sql`asc`, desc: sql`desc` } as const

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
    query.yearId
      ? sql<SqlBool>`p.year_id = ${query.yearId}`
      : sql<SqlBool>`p.year_id = (select id from years where status = 'active')`,
    ctx.authorize.where(ctx.actor, 'project.read', 'p'),
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

/**
 * How many there are: what is only asked by year and status, by whom everything may be read, is kept as a tally. Counted
 * without what only the rows show; a search also looks at the advisor's name.
 */
function totalOf(ctx: Ctx, query: ListQuery, where: RawBuilder<SqlBool>) {
  const { yearId, status } = query
  const narrowed = query.q || query.advisorId || query.majorId || query.relation
  if (narrowed || !ctx.authorize.scopes(ctx.actor, 'project.read').includes('any'))
    return sql`select count(*) from ${query.q || query.relation ? from : sql`projects p`} where ${where}`
  const parts = [yearId ? sql`t.year_id = ${yearId}` : sql`t.year_id = (select id from years where status = 'active')`]
  if (status) parts.push(sql`t.status = any(${status}::text[])`)
  return sql`select coalesce(sum(t.projects), 0) from project_tallies t where ${sql.join(parts, sql` and `)}`
}

/** One page of projects that the actor may see, and how many there are. */
export async function findSummaries(
  db: Db,
  ctx: Ctx,
  query: ListQuery,
): Promise<{ rows: SummaryRow[]; total: number }> {
  const { limit, offset } = window(query)
  const [column, direction] = order(query.sort, '-createdAt')
  const where = conditions(ctx, query)
  const rights = rightsOf(ctx)
  const count = totalOf(ctx, query, where)
  const { rows } = await sql<SummaryColumns & { asked: Partial<ProjectCan> | null; total: number }>`
    select ${columns}, ${rights.column} as asked, ${rights.work} as has_work, (${count}) as total
    from ${from} where ${where}
    order by ${sortable[column]} ${ways[direction]}, p.id limit ${limit} offset ${offset}`.execute(db)
  if (rows[0]) return { rows: rows.map(rights.complete), total: rows[0].total }
  if (query.page === 1) return { rows: [], total: 0 }
  const beyond = await sql<{ total: number }>`select (${count}) as total`.execute(db)
  return { rows: [], total: beyond.rows[0]?.total ?? 0 }
}

const invitations = sql`(select json_agg(json_build_object('id', i.id,
      'invitedAt', to_char(i.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'student', json_build_object('id', s.id, 'code', s.code, 'gender', s.gender, 'major', mj.abbreviation,
        'name', s.given_name || ' ' || s.surname)) order by i.created_at, s.code)
    from project_invitations i join students s on s.id = i.student_id join majors mj on mj.id = s.major_id
    where i.project_id = p.id and i.change_id is null)`

/** One project with everything its page shows, if the actor may see it. */
export async function findDetail(db: Db, ctx: Ctx, projectId: string): Promise<DetailRow | undefined> {
  const rights = rightsOf(ctx)
  const { rows } = await sql<DetailColumns & { asked: Partial<ProjectCan> | null }>`
    select ${columns}, ${rights.column} as asked, ${rights.work} as has_work, p.topic_th, p.abstract, p.decision_reason,
      ${invitations} as invitations, ${shownChange} as change, ${scored} as scored,
      ${memberOf(ctx)} as is_member, ${advises(ctx)} as is_advisor, ${seated(ctx)} as is_committee,
      ${ctx.authorize.where(ctx.actor, 'project.transfer', 'p')} as is_office
    from ${from} where p.id = ${projectId} and ${ctx.authorize.where(ctx.actor, 'project.read', 'p')}`.execute(db)
  return rows[0] && rights.complete(rows[0])
}
