import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { window } from '../../platform/page.ts'

/** Students of these who are in an open project. */
export async function listTaken(db: Db, studentIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('project_members')
    .select('student_id')
    .where('student_id', 'in', studentIds)
    .where('open', '=', true)
    .execute()
  return rows.map((row) => row.student_id)
}

export interface InvitedRow {
  id: string
  project_id: string
  year_id: string
  student_id: string
  name: string
  /** The change of an approved project that it belongs to. */
  change_id: string | null
  stands: 'asked' | 'agreed' | 'named'
}

const name = sql`s.given_name || ' ' || s.surname as name`

/** Writes invitations; who is invited already is left out of what is returned. */
export async function insertInvitations(
  tx: Tx,
  project: { id: string; year_id: string },
  studentIds: readonly string[],
  at: Date,
  change?: { id: string; named: readonly string[] },
): Promise<InvitedRow[]> {
  const values = studentIds.map(
    (id) => sql`(${project.id}::uuid, ${id}::uuid, ${project.year_id}::uuid, ${at}::timestamptz,
      ${change?.id ?? null}::uuid, ${change?.named.includes(id) ? 'named' : 'asked'}::text)`,
  )
  const { rows } = await sql<InvitedRow>`with made as (
      insert into project_invitations (project_id, student_id, year_id, created_at, change_id, stands)
      values ${sql.join(values)} on conflict (project_id, student_id) do nothing returning *)
    select made.id, made.project_id, made.year_id, made.student_id, made.change_id, made.stands, ${name}
    from made join students s on s.id = made.student_id order by s.code`.execute(tx)
  return rows
}

/** Which invitations end: one, those of some students, or those of a project but for some students. */
export interface Ending {
  id?: string
  studentIds?: readonly string[]
  projectId?: string
  exceptStudentIds?: readonly string[]
}

/** Deletes invitations; returns those that were still there. */
export async function deleteInvitations(
  tx: Tx,
  { id, studentIds, projectId, exceptStudentIds }: Ending,
): Promise<InvitedRow[]> {
  const conditions = [
    ...(id ? [sql`i.id = ${id}`] : []),
    ...(studentIds ? [sql`i.student_id = any(${studentIds}::uuid[])`] : []),
    ...(projectId ? [sql`i.project_id = ${projectId}`] : []),
    ...(exceptStudentIds ? [sql`i.student_id <> all(${exceptStudentIds}::uuid[])`] : []),
  ]
  const { rows } = await sql<InvitedRow>`delete from project_invitations i using students s
    where s.id = i.student_id and ${sql.join(conditions, sql` and `)}
    returning i.id, i.project_id, i.year_id, i.student_id, i.change_id, i.stands, ${name}`.execute(tx)
  return rows
}

/** The student is willing; the change is decided on later. False when the invitation is over. */
export async function setAgreed(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('project_invitations')
    .set({ stands: 'agreed' })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** One's own invitation. */
export async function findInvitation(db: Db, ctx: Ctx, invitationId: string) {
  const { rows } = await sql<Omit<InvitedRow, 'year_id'>>`
    select i.id, i.project_id, i.student_id, i.change_id, i.stands, ${name}
    from project_invitations i join students s on s.id = i.student_id
    where i.id = ${invitationId} and i.stands <> 'named' and ${ctx.authorize.where(ctx.actor, 'invitation.answer', 'i')}`.execute(
    db,
  )
  return rows[0]
}

/** The student is the last member of the project. */
export async function addMember(tx: Tx, project: { id: string; year_id: string }, studentId: string): Promise<void> {
  await sql`insert into project_members (project_id, student_id, year_id, position)
    select ${project.id}, ${studentId}, ${project.year_id}, coalesce(max(position), 0) + 1
    from project_members where project_id = ${project.id}`.execute(tx)
}

export interface ReceivedRow {
  id: string
  created_at: string
  agreed: boolean
  code: string
  topic_lo: string
  topic_en: string
  topic_th: string | null
  abstract: string | null
  status: string
  advisor_name: string
  members: { code: string; name: string; major: string }[] | null
}

/**
 * One page of one's own invitations that are open, the newest first, and how many there are. Of a change, the project is
 * told as it is to be.
 */
export async function listReceived(
  db: Db,
  ctx: Ctx,
  query: { page: number; pageSize: number; waiting?: boolean | undefined },
): Promise<{ rows: ReceivedRow[]; total: number }> {
  const { limit, offset } = window(query)
  const open = sql`project_invitations i join years y on y.id = i.year_id and y.status <> 'closed' and i.stands <> 'named'`
  const mine = ctx.authorize.where(ctx.actor, 'invitation.answer', 'i')
  const own = query.waiting ? sql`${mine} and i.stands = 'asked'` : mine
  const { rows } = await sql<ReceivedRow>`
    select i.id, i.created_at, i.stands = 'agreed' as agreed, p.code, p.status, a.name as advisor_name,
      coalesce(c.topic_lo, p.topic_lo) as topic_lo, coalesce(c.topic_en, p.topic_en) as topic_en,
      case when c.id is null then p.topic_th else c.topic_th end as topic_th,
      case when c.id is null then p.abstract else c.abstract end as abstract,
      (select json_agg(json_build_object('code', s.code, 'major', m.abbreviation, 'name', s.given_name || ' ' || s.surname)
          order by pm.position)
        from project_members pm join students s on s.id = pm.student_id join majors m on m.id = s.major_id
        where pm.project_id = p.id and not exists (
          select from change_removals r where r.project_id = p.id and r.student_id = pm.student_id)) as members
    from ${open} join projects p on p.id = i.project_id join advisors a on a.id = p.advisor_id
      left join change_requests c on c.id = i.change_id
    where ${own} order by i.created_at desc, i.id limit ${limit} offset ${offset}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${open} where ${own}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}
