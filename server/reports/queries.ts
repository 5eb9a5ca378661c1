import { type SqlBool, sql } from 'kysely'
import type { Dashboard } from '../../contract/reports.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'

/** The account that asks; null for the command line. */
export const me = (ctx: Ctx) => sql<string>`nullif(${ctx.actor.accountId}, '')::uuid`

export const projectRef = sql`json_build_object('id', p.id, 'code', p.code, 'topicLo', p.topic_lo, 'topicEn', p.topic_en)`

/** What the reader may see of the projects, counted by status. */
export async function countProjects(db: Db, ctx: Ctx, yearId: string): Promise<Dashboard['projects']> {
  const { rows } = await sql<Dashboard['projects'][number]>`
    select p.status, count(*) as count from projects p
    where p.year_id = ${yearId} and ${ctx.authorize.where(ctx.actor, 'project.read', 'p')}
    group by p.status order by p.status`.execute(db)
  return rows
}

/** Students and advisors of the reader's office, and the supervising places these advisors have. */
export async function readTotals(db: Db, ctx: Ctx, yearId: string): Promise<NonNullable<Dashboard['totals']>> {
  const { rows } = await sql<NonNullable<Dashboard['totals']>>`
    with s as (select s.id from students s where s.year_id = ${yearId} and s.status = 'approved'
        and ${ctx.authorize.where(ctx.actor, 'student.read', 's')}),
      l as (select l.taken, l.quota from advisors a join advisor_places l on l.advisor_id = a.id and l.kind = 'supervising'
        where a.year_id = ${yearId} and ${ctx.authorize.where(ctx.actor, 'advisor.manage', 'a')})
    select (select count(*) from s) as students,
      (select count(*) from s where not exists (
        select from project_members m where m.student_id = s.id and m.open)) as "studentsWithoutProject",
      (select count(*) from l) as advisors, (select count(*) from l where taken > quota) as overloaded,
      (select coalesce(sum(quota), 0) from l) as places, (select coalesce(sum(taken), 0) from l) as taken`.execute(db)
  return rows[0] as NonNullable<Dashboard['totals']>
}

/** One's own loads as an advisor of the year; none for somebody who is not. */
export async function listLoads(db: Db, ctx: Ctx, yearId: string): Promise<NonNullable<Dashboard['loads']>> {
  const { rows } = await sql<NonNullable<Dashboard['loads']>[number]>`
    select l.kind, l.taken as load, l.quota from advisors a join advisor_places l on l.advisor_id = a.id
    where a.year_id = ${yearId} and a.account_id = ${me(ctx)}
    order by array_position(array['supervising', 'chair', 'second', 'third'], l.kind)`.execute(db)
  return rows
}

/** A student's own open project and how far it is; the grade only once it is published. */
export async function findOwn(db: Db, ctx: Ctx, yearId: string): Promise<Dashboard['own']> {
  const { rows } = await sql<NonNullable<Dashboard['own']>>`
    select json_build_object('id', p.id, 'code', p.code, 'topicLo', p.topic_lo, 'topicEn', p.topic_en,
        'status', p.status, 'advisorName', a.name) as project,
      (select json_build_object('approved', count(*) filter (where m.status = 'approved'), 'total', count(*))
        from milestones m where m.project_id = p.id) as milestones,
      (select json_build_object('name', m.name, 'dueOn', m.due_on) from milestones m
        where m.project_id = p.id and m.status <> 'approved' order by m.position limit 1) as next,
      (select json_build_object('date', to_char(lower(d.during) at time zone y.timezone, 'YYYY-MM-DD'),
          'startsAt', to_char(lower(d.during) at time zone y.timezone, 'HH24:MI'), 'room', r.name)
        from defenses d join rooms r on r.id = d.room_id where d.project_id = p.id) as defense,
      (select coalesce(r.override_grade, r.computed_grade) from results r
        where r.project_id = p.id and r.status = 'published') as grade
    from students s join project_members m on m.student_id = s.id and m.open
      join projects p on p.id = m.project_id join years y on y.id = p.year_id join advisors a on a.id = p.advisor_id
    where s.year_id = ${yearId} and s.account_id = ${me(ctx)}`.execute(db)
  return rows[0] ?? null
}

/** Is the reader a member of the project, its advisor, or seated in its committee? */
const concerned = (ctx: Ctx) => sql<SqlBool>`(
  exists (select from project_members m join students s on s.id = m.student_id
    where m.project_id = p.id and s.account_id = ${me(ctx)})
  or exists (select from advisors a where a.id = p.advisor_id and a.account_id = ${me(ctx)})
  or exists (select from committee_seats c join advisors a on a.id = c.advisor_id
    where c.project_id = p.id and a.account_id = ${me(ctx)}))`

/** Milestones and defenses of the fourteen days from now on, by the calendar of the year. */
export async function listComing(db: Db, ctx: Ctx, yearId: string, now: Date): Promise<Dashboard['coming']> {
  const may = ctx.authorize.where(ctx.actor, 'project.read', 'p')
  const { rows } = await sql<Dashboard['coming'][number]>`
    with today as (select (${now}::timestamptz at time zone timezone)::date as day, timezone from years where id = ${yearId})
    select * from (
      select 'milestone' as kind, to_char(m.due_on, 'YYYY-MM-DD') as on, null as at, m.name, ${projectRef} as project
      from milestones m join projects p on p.id = m.project_id, today
      where p.year_id = ${yearId} and p.status = 'approved' and m.status <> 'approved'
        and m.due_on between today.day and today.day + 14 and ${may} and ${concerned(ctx)}
      union all
      select 'defense', to_char(lower(d.during) at time zone today.timezone, 'YYYY-MM-DD'),
        to_char(lower(d.during) at time zone today.timezone, 'HH24:MI'), r.name, ${projectRef}
      from defenses d join projects p on p.id = d.project_id join rooms r on r.id = d.room_id, today
      where p.year_id = ${yearId} and d.status in ('scheduled', 'in_progress')
        and (lower(d.during) at time zone today.timezone)::date between today.day and today.day + 14
        and ${may} and ${concerned(ctx)}) coming
    order by coming.on, coming.at nulls first, coming.name limit 50`.execute(db)
  return rows
}

/** The last facts of the year that the reader may know of. */
export async function listRecent(db: Db, ctx: Ctx, yearId: string): Promise<Dashboard['recent']> {
  const isAdmin = ctx.actor.roles.includes('admin')
  const staff = ctx.authorize.where(ctx.actor, 'project.decide', 'p')
  const { rows } = await sql<Dashboard['recent'][number]>`
    select row_number() over (order by e.id desc)::integer as place, e.at, e.name as event, e.actor_name as "actorName", e.data,
      case when p.id is not null then ${projectRef} end as project
    from events e left join projects p on p.id = e.project_id
    where e.year_id = ${yearId} and (${isAdmin}::boolean
      or (p.id is not null and ${ctx.authorize.where(ctx.actor, 'project.read', 'p')}
        and (e.audience = 'members' or (e.audience = 'staff' and ${staff}))))
    order by e.id desc limit 15`.execute(db)
  return rows
}
