import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { DefenseStatus, Seat, SeatReason } from '../../contract/defenses.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, window } from '../platform/page.ts'

export interface SeatRow {
  seat: Seat
  advisorId: string
  name: string
}

export interface DefenseRow {
  project_id: string
  year_id: string
  timezone: string
  code: string
  topic_lo: string
  topic_en: string
  project_status: string
  document_approved: boolean
  advisor_id: string
  advisor_name: string
  status: DefenseStatus
  date: string | null
  starts_at: string | null
  ends_at: string | null
  room_id: string | null
  room_name: string | null
  reason: string | null
  version: number
  committee: SeatRow[]
  members: { id: string; code: string; name: string }[]
  /** The right, and a year that is not closed. */
  may_manage: boolean
}

const source = sql`projects p join years y on y.id = p.year_id join advisors a on a.id = p.advisor_id
  left join defenses d on d.project_id = p.id left join rooms r on r.id = d.room_id`

const columns = (ctx: Ctx) => sql`
  p.id as project_id, p.year_id, y.timezone, p.code, p.topic_lo, p.topic_en, p.status as project_status,
  exists (select from submissions s where s.project_id = p.id and s.document_kind = 'pre_defense'
    and s.decision = 'approved') as document_approved,
  a.id as advisor_id, a.name as advisor_name, coalesce(d.status, 'unscheduled') as status,
  (lower(d.during) at time zone y.timezone)::date as date,
  (lower(d.during) at time zone y.timezone)::time as starts_at,
  (upper(d.during) at time zone y.timezone)::time as ends_at,
  r.id as room_id, r.name as room_name, d.reason, coalesce(d.version, 0) as version,
  coalesce((select json_agg(json_build_object('seat', c.seat, 'advisorId', c.advisor_id, 'name', seated.name)
      order by array_position(array['chair', 'second', 'third'], c.seat))
    from committee_seats c join advisors seated on seated.id = c.advisor_id where c.project_id = p.id), '[]') as committee,
  coalesce((select json_agg(json_build_object('id', s.id, 'code', s.code, 'name', s.given_name || ' ' || s.surname)
      order by m.position)
    from project_members m join students s on s.id = m.student_id where m.project_id = p.id), '[]') as members,
  (y.status <> 'closed' and ${ctx.authorize.where(ctx.actor, 'defense.manage', 'p')}) as may_manage`

/** The defense of a project that the actor may read; also when nothing of it was planned yet. */
export async function findDefense(db: Db, ctx: Ctx, projectId: string): Promise<DefenseRow | undefined> {
  const { rows } = await sql<DefenseRow>`select ${columns(ctx)} from ${source}
    where p.id = ${projectId} and ${ctx.authorize.where(ctx.actor, 'defense.read', 'p')}`.execute(db)
  return rows[0]
}

interface DefenseQuery {
  page: number
  pageSize: number
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
  roomId?: string | undefined
  status?: DefenseStatus | undefined
}

const sorts = { date: sql`lower(d.during)`, room: sql`lower(r.name)`, code: sql`p.code` }
export type DefenseSort = keyof typeof sorts

/** Defenses of the projects that were approved, planned or not. */
export async function listDefenseRows(
  db: Db,
  ctx: Ctx,
  yearId: string,
  query: DefenseQuery,
  [sort, direction]: [DefenseSort, 'asc' | 'desc'],
): Promise<{ rows: DefenseRow[]; total: number }> {
  const parts = [
    sql<SqlBool>`p.year_id = ${yearId}`,
    ctx.authorize.where(ctx.actor, 'defense.read', 'p'),
    sql<SqlBool>`(p.status in ('approved', 'completed', 'archived') or d.status <> 'unscheduled')`,
  ]
  const day = sql`(lower(d.during) at time zone y.timezone)::date`
  if (query.from) parts.push(sql<SqlBool>`${day} >= ${query.from}::date`)
  if (query.to) parts.push(sql<SqlBool>`${day} <= ${query.to}::date`)
  if (query.roomId) parts.push(sql<SqlBool>`d.room_id = ${query.roomId}`)
  if (query.status) parts.push(sql<SqlBool>`coalesce(d.status, 'unscheduled') = ${query.status}`)
  if (query.q) {
    const like = containing(query.q)
    parts.push(sql<SqlBool>`(p.code ilike ${like} or p.topic_lo ilike ${like} or p.topic_en ilike ${like})`)
  }
  const where = sql.join(parts, sql` and `)
  const { limit, offset } = window(query)
  const { rows } = await sql<DefenseRow>`select ${columns(ctx)} from ${source} where ${where}
    order by ${sorts[sort]} ${sql.raw(direction)} nulls last, p.code, p.id limit ${limit} offset ${offset}`.execute(db)
  const count = await sql<{ total: number }>`select count(*) as total from ${source} where ${where}`.execute(db)
  return { rows, total: count.rows[0]?.total ?? 0 }
}

/** Plans of one year are made one after the other: two that want the same people never wait for each other. */
export async function lockSchedule(db: Db, yearId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('defenses of ' || ${yearId}::text, 0))`.execute(db)
}

/** Makes the row on first use, else moves its version. */
export async function touchDefense(tx: Tx, projectId: string, yearId: string): Promise<void> {
  await tx
    .insertInto('defenses')
    .values({ project_id: projectId, year_id: yearId })
    .onConflict((at) => at.column('project_id').doUpdateSet((eb) => ({ version: eb('defenses.version', '+', 1) })))
    .execute()
}

/** Day and times are those of the year's timezone. */
export async function setPlan(
  tx: Tx,
  projectId: string,
  plan: { date: string; startsAt: string; endsAt: string; roomId: string; timezone: string },
): Promise<void> {
  const at = (time: string) => sql`(${plan.date}::date + ${time}::time) at time zone ${plan.timezone}`
  await sql`update defenses set status = 'scheduled', reason = null, room_id = ${plan.roomId},
    during = tstzrange(${at(plan.startsAt)}, ${at(plan.endsAt)}) where project_id = ${projectId}`.execute(tx)
}

export interface Clash {
  what: 'room' | 'person'
  name: string
  code: string
  date: string
  startsAt: string
  endsAt: string
}

/** The other defense that has the room or one of the people of this one at a time of the year. */
export async function findClash(
  db: Db,
  projectId: string,
  plan: { date: string; startsAt: string; endsAt: string; roomId: string; timezone: string },
): Promise<Clash | undefined> {
  const at = (time: string) => sql`(${plan.date}::date + ${time}::time) at time zone ${plan.timezone}`
  const { rows } = await sql<Clash>`select taken.what, taken.name, p.code,
      (lower(d.during) at time zone ${plan.timezone})::date as date,
      (lower(d.during) at time zone ${plan.timezone})::time as "startsAt",
      (upper(d.during) at time zone ${plan.timezone})::time as "endsAt"
    from defenses d join projects p on p.id = d.project_id join lateral (
      select 'room' as what, r.name from rooms r where r.id = d.room_id and r.id = ${plan.roomId}
      union all
      select 'person', who.display_name from defense_attendances a join accounts who on who.id = a.account_id
      where a.project_id = d.project_id and a.account_id in (
        select a.account_id from projects p join advisors a on a.id = p.advisor_id where p.id = ${projectId}
        union select a.account_id from committee_seats c join advisors a on a.id = c.advisor_id
          where c.project_id = ${projectId}
        union select s.account_id from project_members m join students s on s.id = m.student_id
          where m.project_id = ${projectId})
    ) taken on true
    where d.project_id <> ${projectId} and d.during && tstzrange(${at(plan.startsAt)}, ${at(plan.endsAt)})
    order by taken.what desc, taken.name limit 1`.execute(db)
  return rows[0]
}

/** Sets the state; `free` gives the room and the time back. */
export async function setState(
  tx: Tx,
  projectId: string,
  state: { status: DefenseStatus; reason: string | null; free: boolean },
): Promise<void> {
  await tx
    .updateTable('defenses')
    .set({ status: state.status, reason: state.reason, ...(state.free ? { room_id: null, during: null } : {}) })
    .where('project_id', '=', projectId)
    .execute()
}

/** Room and committee are compared with the students once more, by the rules that hold when they are chosen. */
export async function recheckMembers(tx: Tx, projectId: string): Promise<void> {
  await sql`update committee_seats set seat = seat where project_id = ${projectId}`.execute(tx)
  await sql`update defenses set room_id = room_id where project_id = ${projectId}`.execute(tx)
}

/** Who must be present is written anew: advisor, committee and members, for as long as the defense holds a time. */
export async function setAttendances(tx: Tx, projectId: string): Promise<void> {
  await tx.deleteFrom('defense_attendances').where('project_id', '=', projectId).execute()
  await sql`insert into defense_attendances (project_id, account_id, during)
    select d.project_id, who.account_id, d.during from defenses d join lateral (
      select a.account_id from projects p join advisors a on a.id = p.advisor_id where p.id = d.project_id
      union select a.account_id from committee_seats c join advisors a on a.id = c.advisor_id where c.project_id = d.project_id
      union select s.account_id from project_members m join students s on s.id = m.student_id where m.project_id = d.project_id
    ) who on true
    where d.project_id = ${projectId} and d.during is not null
    order by who.account_id`.execute(tx)
}

/** Takes some seats away, then gives others: so two people can change seats. */
export async function setSeats(
  tx: Tx,
  project: { id: string; yearId: string },
  removed: readonly Seat[],
  added: readonly { seat: Seat; advisorId: string }[],
): Promise<void> {
  if (removed.length > 0) {
    await tx.deleteFrom('committee_seats').where('project_id', '=', project.id).where('seat', 'in', removed).execute()
  }
  for (const { seat, advisorId } of added) {
    const row = { project_id: project.id, year_id: project.yearId, seat, advisor_id: advisorId }
    await tx.insertInto('committee_seats').values(row).execute()
  }
}

/** The holders of a project's seats: chair, second, third. */
export async function listSeats(db: Db, projectId: string): Promise<SeatRow[]> {
  const { rows } = await sql<SeatRow>`
    select c.seat, c.advisor_id as "advisorId", a.name from committee_seats c join advisors a on a.id = c.advisor_id
    where c.project_id = ${projectId} order by array_position(array['chair', 'second', 'third'], c.seat)`.execute(db)
  return rows
}

export interface CandidateRow {
  advisorId: string
  name: string
  seats: { seat: Seat; load: number; quota: number; reasons: z.infer<typeof SeatReason>[] }[]
}

/** All advisors of the project's year with each seat: load, quota, and what stands against it. */
export async function listCandidateRows(db: Db, projectId: string): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select a.id as "advisorId", a.name, json_agg(json_build_object('seat', l.kind, 'load', l.taken, 'quota', l.quota,
        'reasons', array_remove(array[
          case when p.advisor_id = a.id then 'seat.isAdvisor' end,
          case when exists (select from committee_seats c
            where c.project_id = p.id and c.advisor_id = a.id and c.seat <> l.kind) then 'seat.twice' end,
          case when not is_specialised(a.id, p.id) then 'seat.notSpecialised' end,
          case when l.taken >= l.quota and not exists (select from committee_seats c
            where c.project_id = p.id and c.advisor_id = a.id and c.seat = l.kind) then 'seat.full' end], null))
      order by array_position(array['chair', 'second', 'third'], l.kind)) as seats
    from projects p join advisors a on a.year_id = p.year_id
      join advisor_places l on l.advisor_id = a.id and l.kind <> 'supervising'
    where p.id = ${projectId} group by a.id, a.name order by a.name, a.id`.execute(db)
  return rows
}
