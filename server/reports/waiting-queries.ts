import { type SqlBool, sql } from 'kysely'
import type { Waiting } from '../../contract/reports.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'

/** The last time that one of these facts was recorded of the project. */
const last = (...names: string[]) =>
  sql`(select max(e.at) from events e where e.project_id = p.id and e.name = any(${names}::text[]))`

const students = sql`array(select s.given_name || ' ' || s.surname from project_members m
  join students s on s.id = m.student_id where m.project_id = p.id order by m.position)`
const advisor = sql`array[a.name]`
const nobody = sql`'{}'::text[]`

const documents = sql`(values ('pre_defense'), ('post_defense')) kind (name)
  left join lateral (select s.decision, s.submitted_at from submissions s
    where s.project_id = p.id and s.document_kind = kind.name order by s.version desc limit 1) newest on true`

/** Each: kind, on whom, their names, of what, since when, due on. `p` the project, `a` its advisor, `d` its defense. */
function parts(now: Date, named: SqlBoolean) {
  const seats = sql`(select count(*) from committee_seats c where c.project_id = p.id)`
  const accepted = sql`exists (select from submissions s where s.project_id = p.id and s.document_kind = 'pre_defense'
    and s.decision = 'approved')`
  const open = sql`not exists (select from milestones m where m.project_id = p.id and m.status <> 'approved')`
  return [
    sql`select 'invitation.answer', 'invited', array[s.given_name || ' ' || s.surname], null, i.created_at, null::date
      from p join project_invitations i on i.project_id = p.id join students s on s.id = i.student_id
      where p.status <> 'withdrawn' and i.stands = 'asked'`,
    sql`select 'project.correct', 'members', ${students}, null, ${last('project.registered', 'project.rejected')}, null
      from p where p.status in ('draft', 'rejected')`,
    sql`select 'project.decide', 'advisor', ${advisor}, null, ${last(
      ...['project.registered', 'project.submitted', 'project.transferred'],
      ...['invitation.accepted', 'invitation.declined', 'invitation.ended'],
    )}, null
      from p, a where p.status = 'pending' and not exists (select from project_invitations i where i.project_id = p.id)`,
    sql`select 'change.decide', 'advisor', ${advisor}, null, ${last('change.asked', 'invitation.accepted')}, null
      from p cross join a join change_requests c on c.project_id = p.id where not exists (
        select from project_invitations i where i.change_id = c.id and i.stands = 'asked')`,
    sql`select 'milestone.submit', 'members', ${students}, next.name,
        ${last('project.approved', 'milestone.planned', 'submission.reviewed')}, next.due_on
      from p join lateral (select * from milestones m where m.project_id = p.id and m.status <> 'approved'
        order by m.position limit 1) next on true
      where p.status = 'approved' and next.status in ('pending', 'revision')`,
    sql`select 'submission.review', 'advisor', ${advisor}, coalesce(m.name, s.document_kind), s.submitted_at, null
      from p cross join a join submissions s on s.project_id = p.id left join milestones m on m.id = s.milestone_id
      where p.status = 'approved' and s.decision is null`,
    sql`select 'document.submit', 'members', ${students}, kind.name,
        ${last('milestone.planned', 'submission.reviewed', 'defense.stateChanged')}, null
      from p cross join ${documents} left join defenses d on d.project_id = p.id
      where p.status = 'approved' and (newest.submitted_at is null or newest.decision = 'revision')
        and case kind.name when 'post_defense' then d.status = 'completed' else ${open} end`,
    sql`select 'committee.assign', 'office', ${nobody}, null, ${last('project.approved', 'committee.released')}, null
      from p where p.status = 'approved' and ${seats} < 3`,
    sql`select 'defense.schedule', 'office', ${nobody}, null,
        ${last('committee.assigned', 'submission.reviewed', 'defense.stateChanged')}, null
      from p left join defenses d on d.project_id = p.id
      where p.status = 'approved' and ${seats} = 3 and ${accepted}
        and coalesce(d.status, 'unscheduled') in ('unscheduled', 'postponed')`,
    sql`select 'sheet.fill', 'evaluators', case when ${named} then array_agg(v.name order by e.place) else ${nobody} end,
        null, min(lower(d.during)), null
      from p join defenses d on d.project_id = p.id
        join lateral (select 0 as place, 'advisor' as evaluator, p.advisor_id
          union all select array_position(array['chair', 'second', 'third'], c.seat), c.seat, c.advisor_id
            from committee_seats c where c.project_id = p.id) e on true
        join advisors v on v.id = e.advisor_id
        left join score_sheets s on s.project_id = p.id and s.evaluator = e.evaluator
      where p.status = 'approved' and coalesce(s.status, 'open') = 'open'
        and (d.status in ('in_progress', 'completed') or (d.status = 'scheduled' and lower(d.during) < ${now}))
      having count(*) > 0`,
    sql`select 'result.publish', 'office', ${nobody}, null, ${last('result.computed')}, null
      from p join results r on r.project_id = p.id where p.status = 'approved' and r.status = 'computed'`,
  ]
}

type SqlBoolean = ReturnType<typeof sql<SqlBool>>

/** On whom a project waits, the longest wait first; undefined when the reader may not see it. */
export async function findWaiting(db: Db, ctx: Ctx, projectId: string, now: Date): Promise<Waiting[] | undefined> {
  // who has still to score is no business of the students, who read no scores before they are published
  const named = sql<SqlBool>`(select staff from seen)`
  const { rows } = await sql<{ waiting: Waiting[] | null }>`
    with seen as (
        select p.*, not exists (select from project_members m join students s on s.id = m.student_id
          where m.project_id = p.id and s.account_id = nullif(${ctx.actor.accountId}, '')::uuid) as staff
        from projects p where p.id = ${projectId} and ${ctx.authorize.where(ctx.actor, 'project.read', 'p')}),
      p as (select seen.* from seen join years y on y.id = seen.year_id and y.status <> 'closed'),
      a as (select a.name from advisors a where a.id = (select advisor_id from seen)),
      waiting (kind, "on", people, subject, since, due_on) as (${sql.join(parts(now, named), sql` union all `)})
    select (select json_agg(json_build_object('kind', w.kind, 'on', w."on", 'people', w.people, 'subject', w.subject,
          'since', to_char(w.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'dueOn', w.due_on)
        order by w.since nulls last, w.kind, w.subject) from waiting w) as waiting
    from seen`.execute(db)
  return rows[0] && (rows[0].waiting ?? [])
}
