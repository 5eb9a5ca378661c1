import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface Seal {
  sequence: number
  event_id: number
  hash: Buffer
  /** What was hashed; null when the event is gone. */
  text: string | null
}

/**
 * Seals in their order after one of them, each with the text of its event. The text is written out here and not asked of
 * the function of the database that sealed: who can change events can change functions.
 */
export async function listSeals(db: Db, after: number, limit: number): Promise<Seal[]> {
  const { rows } = await sql<Seal>`
    select s.sequence, s.event_id, s.hash, case when e.id is not null then
      jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.name, e.actor_id, e.actor_name, e.request_id,
        e.subject_type, e.subject_id, e.project_id, e.year_id, e.audience, e.data, e.before, e.after, e.reason)::text end as text
    from event_seals s left join events e on e.id = s.event_id
    where s.sequence > ${after} order by s.sequence limit ${limit}`.execute(db)
  return rows
}

/** Events that were never sealed: slipped in beside the program. */
export async function listUnsealed(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select e.id from events e where not exists (select from event_seals s where s.event_id = e.id)
    order by e.id limit ${limit}`.execute(db)
  return rows.map((one) => one.id)
}

export async function findLastSeal(db: Db): Promise<{ sequence: number; hash: Buffer } | undefined> {
  const { rows } = await sql<{ sequence: number; hash: Buffer }>`
    select sequence, hash from event_seals order by sequence desc limit 1`.execute(db)
  return rows[0]
}
