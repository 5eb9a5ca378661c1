import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { NotificationKind } from '../../contract/notifications.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { window } from '../platform/page.ts'

/** Groups of people around a project or a student. */
export type Circle = 'members' | 'advisor' | 'committee' | 'office'

export interface Message {
  eventId: number
  kind: NotificationKind
  /** What the sentence needs beyond the project's code and topic. */
  data: Record<string, unknown>
  projectId: string | null
  studentId: string | null
  circles: readonly Circle[]
  advisorIds: readonly string[]
  /** Single students besides the circles. */
  studentIds: readonly string[]
  at: Date
  /** Whoever did it is not told. */
  exceptAccountId: string
}

/** The office of some majors: those who manage one of them; the admins where nobody does. */
const officeOf = (majors: RawBuilder<unknown>) => sql`
  select a.account_id from managed_majors g join advisors a on a.id = g.advisor_id where g.major_id in (${majors})
  union select o.id from accounts o where 'admin' = any(o.roles) and o.status = 'active'
    and not exists (select from managed_majors g where g.major_id in (${majors}))`

function circleOf(circle: Circle, message: Message): RawBuilder<unknown> {
  const { projectId, studentId } = message
  switch (circle) {
    case 'members':
      return sql`select s.account_id from project_members m join students s on s.id = m.student_id
        where m.project_id = ${projectId}`
    case 'advisor':
      return sql`select a.account_id from projects p join advisors a on a.id = p.advisor_id where p.id = ${projectId}`
    case 'committee':
      return sql`select a.account_id from committee_seats c join advisors a on a.id = c.advisor_id
        where c.project_id = ${projectId}`
    case 'office':
      return officeOf(
        studentId === null
          ? sql`select s.major_id from project_members m join students s on s.id = m.student_id
              where m.project_id = ${projectId}`
          : sql`select s.major_id from students s where s.id = ${studentId}`,
      )
  }
}

/** Tells everybody of the circles and the named advisors once; nothing when told already. */
export async function insertNotifications(tx: Tx, message: Message): Promise<void> {
  const groups = message.circles.map((circle) => circleOf(circle, message))
  if (message.advisorIds.length > 0) {
    groups.push(sql`select a.account_id from advisors a where a.id in (${sql.join(message.advisorIds)})`)
  }
  if (message.studentIds.length > 0) {
    groups.push(
      sql`select s.account_id from students s where s.account_id is not null and s.id in (${sql.join(message.studentIds)})`,
    )
  }
  if (groups.length === 0) return
  await sql`insert into notifications (account_id, event_id, kind, data, project_id, created_at)
    select distinct who.account_id, ${message.eventId}::bigint, ${message.kind}::text,
      coalesce((select jsonb_build_object('code', p.code, 'topicLo', p.topic_lo, 'topicEn', p.topic_en)
        from projects p where p.id = ${message.projectId}), '{}') || ${JSON.stringify(message.data)}::jsonb,
      ${message.projectId}::uuid, ${message.at}::timestamptz
    from (${sql.join(groups, sql` union `)}) who
    where who.account_id::text <> ${message.exceptAccountId}
    on conflict (account_id, event_id, kind) do nothing`.execute(tx)
}

export interface NotificationRow {
  id: string
  kind: NotificationKind
  data: Record<string, unknown>
  project_id: string | null
  created_at: string
  read_at: string | null
}

/** One's own notifications; `unread` counts all of them, whatever the filters. */
export async function listNotificationRows(
  db: Db,
  ctx: Ctx,
  query: { page: number; pageSize: number; q?: string | undefined; unread?: boolean | undefined },
  direction: 'asc' | 'desc',
): Promise<{ rows: NotificationRow[]; total: number; unread: number }> {
  const own = ctx.authorize.where(ctx.actor, 'notification.read', 'n')
  const wanted = query.unread === undefined ? sql<SqlBool>`true` : sql<SqlBool>`(n.read_at is null) = ${query.unread}`
  const { limit, offset } = window(query)
  const way = sql.raw(direction)
  const { rows } = await sql<NotificationRow>`
    select n.id, n.kind, n.data, n.project_id, n.created_at, n.read_at from notifications n where ${own} and ${wanted}
    order by n.created_at ${way}, n.event_id ${way}, n.id limit ${limit} offset ${offset}`.execute(db)
  const counts = await sql<{ total: number; unread: number }>`
    select count(*) filter (where ${wanted}) as total, count(*) filter (where n.read_at is null) as unread
    from notifications n where ${own}`.execute(db)
  return { rows, total: counts.rows[0]?.total ?? 0, unread: counts.rows[0]?.unread ?? 0 }
}

/** Marks the own ones of these, or all; returns how many are still unread. */
export async function markRead(tx: Tx, ctx: Ctx, ids: readonly string[] | undefined, at: Date): Promise<number> {
  const own = ctx.authorize.where(ctx.actor, 'notification.read', 'n')
  const some =
    ids === undefined
      ? sql<SqlBool>`true`
      : ids.length === 0
        ? sql<SqlBool>`false`
        : sql<SqlBool>`n.id in (${sql.join(ids)})`
  await sql`update notifications n set read_at = ${at} where ${own} and n.read_at is null and ${some}`.execute(tx)
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from notifications n where ${own} and n.read_at is null`.execute(tx)
  return rows[0]?.unread ?? 0
}
