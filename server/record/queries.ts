import { type SqlBool, sql } from 'kysely'
import { mostCounted } from '../../contract/record.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'
import { containing } from '../platform/page.ts'

export interface EventRow {
  id: number
  at: string
  name: string
  actor_id: string | null
  actor_name: string
  request_id: string | null
  subject_type: string
  subject_id: string
  project_id: string | null
  project_code: string | null
  data: unknown
  before: unknown
  after: unknown
  reason: string | null
  erased: boolean
  /** The last one before, of who did it; only for who may see it. */
  sign_in: { at: string; address: string } | null
}

export interface EventFilter {
  from?: string | undefined
  to?: string | undefined
  event?: string | undefined
  subjectType?: string | undefined
  subjectId?: string | undefined
  projectId?: string | undefined
  actorId?: string | undefined
  personId?: string | undefined
  q?: string | undefined
}

const timezone = sql`coalesce((select timezone from years order by status = 'active' desc, starts_on desc limit 1), 'Asia/Vientiane')`
const midnight = (day: string, later: number) => sql`(${day}::date + ${later}::int)::timestamp at time zone ${timezone}`

/** Each part of it is asked by an index: as one condition the whole record would be read. */
const ofPerson = (account: string) => sql<SqlBool>`e.id in (
  select x.id from events x where x.actor_id = ${account}
  union all select x.id from events x where (x.subject_type, x.subject_id) in (
    select 'account', ${account}::uuid
    union all select 'student', id from students where account_id = ${account}
    union all select 'advisor', id from advisors where account_id = ${account}))`

/** People by name or code, what they did and what is about them; projects by code; those too that are gone; a number. */
function mentions(text: string) {
  const like = containing(text)
  const number = /^\d{1,15}$/.test(text) ? text : null
  return sql<SqlBool>`e.id in (
    select x.id from events x where x.actor_id in (select id from accounts where display_name ilike ${like} or login ilike ${like})
    union all select x.id from events x where x.project_id in (
      select id from projects where code ilike ${like}
      union all select d.subject_id from events d where d.name = 'project.deleted' and d.data ->> 'code' ilike ${like})
    union all select x.id from events x where (x.subject_type, x.subject_id) in (
      select 'account', id from accounts where display_name ilike ${like} or login ilike ${like}
      union all select 'student', id from students where code ilike ${like} or given_name || ' ' || surname ilike ${like}
      union all select 'advisor', id from advisors where name ilike ${like}
      union all select d.subject_type, d.subject_id from events d where d.name in ('student.removed', 'advisor.removed')
        and concat_ws(' ', d.data ->> 'code', d.data ->> 'name') ilike ${like})
    union all select ${number}::bigint)`
}

/** What the reader may see of it and asks for, as one condition on `e`. */
function matching(ctx: Ctx, filter: EventFilter) {
  const { from, to, event, subjectType, subjectId, projectId, actorId, personId, q } = filter
  const parts = [
    ctx.authorize.where(ctx.actor, 'record.read', 'e'),
    from && sql<SqlBool>`e.at >= ${midnight(from, 0)}`,
    to && sql<SqlBool>`e.at < ${midnight(to, 1)}`,
    event && sql<SqlBool>`e.name = ${event}`,
    subjectType && sql<SqlBool>`e.subject_type = ${subjectType}`,
    subjectId && sql<SqlBool>`e.subject_id = ${subjectId}`,
    projectId && sql<SqlBool>`e.project_id = ${projectId}`,
    actorId && sql<SqlBool>`e.actor_id = ${actorId}`,
    personId && ofPerson(personId),
    q && mentions(q),
  ].filter((part) => part !== undefined && part !== '')
  return sql.join(parts, sql` and `)
}

/** That somebody signed in, and from where, is for administrators only, as the event of it. */
const signIn = (ctx: Ctx) =>
  ctx.authorize.scopes(ctx.actor, 'record.read').includes('any')
    ? sql`(select jsonb_build_object('at', to_char(s.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'address', s.data ->> 'ip')
        from events s where s.name = 'session.started' and s.actor_id = e.actor_id and s.id < e.id and s.data ? 'ip'
        order by s.id desc limit 1)`
    : sql`null::jsonb`

const ways = { asc: sql`asc`, desc: sql`desc` } as const

interface Window {
  way: 'asc' | 'desc'
  limit: number
  offset: number
}

export async function listEvents(db: Db, ctx: Ctx, filter: EventFilter, window: Window): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.id, e.at, e.name, e.actor_id, e.actor_name, e.request_id, e.subject_type, e.subject_id, e.project_id,
      p.code as project_code, e.data, e.before, e.after, e.reason,
      exists (select from event_erasures x where x.event_id = e.id) as erased, ${signIn(ctx)} as sign_in
    from events e left join projects p on p.id = e.project_id
    where ${matching(ctx, filter)}
    order by e.id ${ways[window.way]} limit ${window.limit} offset ${window.offset}`.execute(db)
  return rows
}

/** How many there are, counted up to `mostCounted`. */
export async function countEvents(db: Db, ctx: Ctx, filter: EventFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total
    from (select from events e where ${matching(ctx, filter)} limit ${mostCounted}) few`.execute(db)
  return rows[0]?.total ?? 0
}

/** What things are called now, by id. */
export async function listNamesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = sql`any(${sql.val(ids)}::uuid[])`
  const { rows } = await sql<{ id: string; name: string }>`
    select id, display_name as name from accounts where id = ${wanted}
    union all select id, name from advisors where id = ${wanted}
    union all select id, concat_ws(' ', nullif(code, given_name || ' ' || surname), given_name, surname) from students where id = ${wanted}
    union all select id, code from projects where id = ${wanted}
    union all select id, name from majors where id = ${wanted}
    union all select id, name from classrooms where id = ${wanted}
    union all select id, name from rooms where id = ${wanted}
    union all select id, name from milestone_templates where id = ${wanted}
    union all select id, name from milestones where id = ${wanted}
    union all select id, name from years where id = ${wanted}`.execute(db)
  return new Map(rows.map((one) => [one.id, one.name]))
}
