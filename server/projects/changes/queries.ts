import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { ChangeRequest } from '../../../contract/projects.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import type { Tables } from '../../platform/db/tables.generated.ts'
import type { Shape } from './lifecycle.ts'

const name = sql`s.given_name || ' ' || s.surname`
const student = sql`json_build_object('id', s.id, 'code', s.code, 'gender', s.gender, 'major', mj.abbreviation, 'name', ${name})`

const addedTo = (one: RawBuilder<unknown>) => sql`(select coalesce(json_agg(json_build_object('student', ${student},
      'stands', i.stands) order by i.created_at, s.code), '[]')
    from project_invitations i join students s on s.id = i.student_id join majors mj on mj.id = s.major_id
    where i.change_id = ${one})`
const removedBy = (one: RawBuilder<unknown>) => sql`(select coalesce(json_agg(${student} order by s.code), '[]')
    from change_removals r join students s on s.id = r.student_id join majors mj on mj.id = s.major_id
    where r.change_id = ${one})`

/** The open change of the project `p` as its page shows it, or null. */
export const shownChange = sql<ChangeRequest | null>`(select json_build_object(
      'topicLo', c.topic_lo, 'topicEn', c.topic_en, 'topicTh', c.topic_th, 'abstract', c.abstract, 'reason', c.reason,
      'similarityOverride', c.similarity_override_reason, 'byOffice', c.by_office, 'askedBy', who.display_name,
      'askedAt', to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'added', ${addedTo(sql`c.id`)}, 'removed', ${removedBy(sql`c.id`)})
    from change_requests c left join accounts who on who.id = c.asked_by where c.project_id = p.id)`

/** Somebody scored it, or there is a result. */
export const scored = sql<boolean>`(exists (select from score_sheets w where w.project_id = p.id)
  or exists (select from results w where w.project_id = p.id))`

export interface OpenChange extends Omit<Shape, 'memberIds'> {
  id: string
  reason: string
  similarityOverride: string | null
  byOffice: boolean
  added: ChangeRequest['added']
  removed: ChangeRequest['removed']
}

/** What is open of a project, and whether it was scored. */
export async function findChange(db: Db, projectId: string): Promise<{ open: OpenChange | null; scored: boolean }> {
  const { rows } = await sql<{ open: OpenChange | null; scored: boolean }>`select ${scored} as scored,
      (select json_build_object('id', c.id, 'topicLo', c.topic_lo, 'topicEn', c.topic_en, 'topicTh', c.topic_th,
        'abstract', c.abstract, 'reason', c.reason, 'similarityOverride', c.similarity_override_reason,
        'byOffice', c.by_office, 'added', ${addedTo(sql`c.id`)}, 'removed', ${removedBy(sql`c.id`)})
      from change_requests c where c.project_id = p.id) as open
    from projects p where p.id = ${projectId}`.execute(db)
  return rows[0] ?? { open: null, scored: false }
}

export async function hasChange(db: Db, projectId: string): Promise<boolean> {
  const row = await db.selectFrom('change_requests').select('id').where('project_id', '=', projectId).executeTakeFirst()
  return row !== undefined
}

/** Writes a change with who is to leave; who is to join is invited. Returns its id. */
export async function insertChange(
  tx: Tx,
  values: Insertable<Tables['change_requests']>,
  leaving: readonly string[],
): Promise<string> {
  const { id } = await tx.insertInto('change_requests').values(values).returning('id').executeTakeFirstOrThrow()
  const { project_id } = values
  if (leaving.length > 0) {
    await tx
      .insertInto('change_removals')
      .values(leaving.map((student_id) => ({ change_id: id, project_id, student_id })))
      .execute()
  }
  return id
}

/** The open change goes, and with it who was to leave and who was invited. Says whether there was one. */
export async function deleteChange(tx: Tx, projectId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('change_requests')
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function removeMembers(tx: Tx, projectId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.deleteFrom('project_members').where('project_id', '=', projectId).where('student_id', 'in', ids).execute()
}

/** Names of students by id. */
export async function listNames(db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string }>`select s.id, ${name} as name from students s
    where s.id = any(${ids}::uuid[]) order by s.code`.execute(db)
  return rows
}
