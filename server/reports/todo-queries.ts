import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Todo } from '../../contract/reports.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'
import { me, projectRef } from './queries.ts'

export interface TodoRow extends Todo {
  /** How many there are of the kind; the rows are the most urgent few. */
  total: number
  earliest: string | null
  late: boolean
}

const isMember = (ctx: Ctx) => sql<SqlBool>`exists (select from project_members m join students s on s.id = m.student_id
  where m.project_id = p.id and s.account_id = ${me(ctx)})`
const isAdvisor = (ctx: Ctx) =>
  sql<SqlBool>`exists (select from advisors a where a.id = p.advisor_id and a.account_id = ${me(ctx)})`

const open = sql`projects p join years y on y.id = p.year_id left join defenses d on d.project_id = p.id`

/** What a student has to do. */
function ofStudent(ctx: Ctx): RawBuilder<unknown>[] {
  const may = ctx.authorize.where(ctx.actor, 'project.edit', 'p')
  const handIn = ctx.authorize.where(ctx.actor, 'submission.submit', 'p')
  const last = (kind: string) => sql`(select coalesce(s.decision, 'submitted') from submissions s
    where s.project_id = p.id and s.document_kind = ${kind} order by s.version desc limit 1)`
  return [
    sql`select 'project.register', null::uuid, null, null::date from students s, given
      where s.year_id = given.year_id and s.account_id = ${me(ctx)} and s.status = 'approved'
        and not exists (select from project_members m where m.student_id = s.id and m.open)`,
    sql`select 'invitation.answer', i.project_id, null, null from project_invitations i, given
      where i.year_id = given.year_id and i.stands = 'asked' and ${ctx.authorize.where(ctx.actor, 'invitation.answer', 'i')}`,
    sql`select 'project.correct', p.id, p.decision_reason, null from projects p, given
      where p.year_id = given.year_id and p.status in ('draft', 'rejected') and ${may} and ${isMember(ctx)}`,
    sql`select 'milestone.submit', p.id, next.name, next.due_on from projects p
        join lateral (select * from milestones m where m.project_id = p.id and m.status <> 'approved'
          order by m.position limit 1) next on true, given
      where p.year_id = given.year_id and p.status = 'approved' and next.status in ('pending', 'revision')
        and ${handIn} and ${isMember(ctx)}`,
    sql`select 'document.submit', p.id, kind.name, null from ${open}
        join lateral (values ('pre_defense', ${last('pre_defense')}), ('post_defense', ${last('post_defense')}))
          kind (name, stands) on true, given
      where p.year_id = given.year_id and p.status = 'approved' and ${handIn} and ${isMember(ctx)}
        and (kind.stands is null or kind.stands = 'revision')
        and case kind.name when 'post_defense' then d.status = 'completed'
          else not exists (select from milestones m where m.project_id = p.id and m.status <> 'approved') end`,
  ]
}

/** What an advisor has to decide and to score. */
function ofAdvisor(ctx: Ctx): RawBuilder<unknown>[] {
  const may = (permission: 'project.decide' | 'submission.review' | 'score.enter') =>
    ctx.authorize.where(ctx.actor, permission, 'p')
  return [
    sql`select 'project.decide', p.id, null, null from projects p, given
      where p.year_id = given.year_id and p.status = 'pending' and ${may('project.decide')} and ${isAdvisor(ctx)}
        and not exists (select from project_invitations i where i.project_id = p.id)`,
    sql`select 'change.decide', p.id, null, null::date from change_requests c join projects p on p.id = c.project_id, given
      where p.year_id = given.year_id and ${may('project.decide')} and ${isAdvisor(ctx)}
        and not exists (select from project_invitations i where i.change_id = c.id and i.stands = 'asked')`,
    sql`select 'submission.review', p.id, coalesce(m.name, s.document_kind), m.due_on
      from submissions s join projects p on p.id = s.project_id left join milestones m on m.id = s.milestone_id, given
      where p.year_id = given.year_id and s.decision is null and p.status = 'approved'
        and ${may('submission.review')} and ${isAdvisor(ctx)}`,
    sql`select 'sheet.fill', p.id, e.evaluator, (lower(d.during) at time zone y.timezone)::date
      from ${open} join lateral (select 'advisor' as evaluator, p.advisor_id
          union all select c.seat, c.advisor_id from committee_seats c where c.project_id = p.id) e on true
        join advisors a on a.id = e.advisor_id
        left join score_sheets s on s.project_id = p.id and s.evaluator = e.evaluator, given
      where p.year_id = given.year_id and p.status = 'approved' and d.status in ('scheduled', 'in_progress', 'completed')
        and coalesce(s.status, 'open') = 'open' and a.account_id = ${me(ctx)} and ${may('score.enter')}`,
  ]
}

/** What the office has to arrange. */
function ofOffice(ctx: Ctx): RawBuilder<unknown>[] {
  const manage = ctx.authorize.where(ctx.actor, 'defense.manage', 'p')
  const seats = sql`(select count(*) from committee_seats c where c.project_id = p.id)`
  return [
    sql`select 'student.decide', null::uuid, s.code, null::date from students s, given
      where s.year_id = given.year_id and s.status = 'pending'
        and ${ctx.authorize.where(ctx.actor, 'student.manage', 's')}`,
    sql`select 'committee.assign', p.id, null, null from projects p, given
      where p.year_id = given.year_id and p.status = 'approved' and ${seats} < 3 and ${manage}`,
    sql`select 'defense.schedule', p.id, null, null from ${open}, given
      where p.year_id = given.year_id and p.status = 'approved' and ${seats} = 3 and ${manage}
        and coalesce(d.status, 'unscheduled') in ('unscheduled', 'postponed')
        and exists (select from submissions s where s.project_id = p.id and s.document_kind = 'pre_defense'
          and s.decision = 'approved')`,
    sql`select 'result.publish', p.id, null, null from projects p join results r on r.project_id = p.id, given
      where p.year_id = given.year_id and p.status = 'approved' and r.status = 'computed'
        and ${ctx.authorize.where(ctx.actor, 'result.publish', 'p')}`,
  ]
}

/** At most `few` of each kind, the most urgent first, with the number of all; nothing of a closed year. */
export async function listTodoRows(db: Db, ctx: Ctx, yearId: string, few: number, now: Date): Promise<TodoRow[]> {
  const { roles } = ctx.actor
  const parts = [
    ...(roles.includes('student') ? ofStudent(ctx) : []),
    ...(roles.includes('advisor') ? ofAdvisor(ctx) : []),
    ...(roles.includes('department_admin') || roles.includes('admin') ? ofOffice(ctx) : []),
  ]
  if (parts.length === 0) return []
  const { rows } = await sql<TodoRow>`
    with given as (select id as year_id, (${now}::timestamptz at time zone timezone)::date as day from years
        where id = ${yearId} and status <> 'closed'),
      todo (kind, project_id, subject, due_on) as (${sql.join(parts, sql` union all `)}),
      ranked as (select t.*, count(*) over w as total, min(t.due_on) over w as earliest,
          row_number() over (partition by t.kind order by t.due_on nulls last, t.project_id, t.subject) as place
        from todo t window w as (partition by t.kind))
    select r.kind, case when p.id is not null then ${projectRef} end as project, r.subject, 1 as count,
      r.due_on as "dueOn", coalesce(r.due_on < g.day, false) as overdue, r.total, r.earliest,
      coalesce(r.earliest < g.day, false) as late
    from ranked r cross join given g left join projects p on p.id = r.project_id
    where r.place <= ${few} order by r.kind, r.place`.execute(db)
  return rows
}
