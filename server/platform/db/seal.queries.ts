import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'

export interface Seal {
  sequence: number
  event_id: number
  hash: Buffer
  /** What was hashed; null when the event is gone. */
  text: string | null
  /** Of an event that a person was taken out of: the seal it had, and the hash of what it says since. */
  erased: { seal: string; text: string } | null
}

/**
 * Seals in their order after one of them, each with the text of its event. The text is written out here and not asked of
 * the function of the database that sealed: who can change events can change functions.
 */
export async function listSeals(db: Db, after: number, limit: number): Promise<Seal[]> {
  const { rows } = await sql<Seal>`
    select s.sequence, s.event_id, s.hash, case when e.id is not null then
      (jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.name, e.actor_id, e.actor_name, e.request_id,
        e.subject_type, e.subject_id, e.project_id, e.year_id, e.audience, e.data, e.before, e.after, e.reason)
        || case when e.salt is null then '[]' else jsonb_build_array(e.salt) end)::text end as text,
      case when x.event_id is not null
        then jsonb_build_object('seal', encode(x.seal, 'hex'), 'text', encode(x.text_hash, 'hex')) end as erased
    from event_seals s left join events e on e.id = s.event_id
      left join lateral (select * from event_erasures where event_id = s.event_id order by erasure_id desc limit 1) x on true
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

export interface ErasureNote {
  id: number
  /** Hash over what the erasure says of events, now. */
  digest: string
  /** What the record noted of it; null when the record does not know it. */
  noted: string | null
}

/** Each erasure with what the record noted when it was done. */
export async function listErasureNotes(db: Db): Promise<ErasureNote[]> {
  const { rows } = await sql<ErasureNote>`
    select x.id, ${erasureDigest(sql`x.id`)} as digest, (select e.data ->> 'digest' from events e
        where e.name = 'person.erased' and e.subject_id = x.account_id and e.data ->> 'erasure' = x.id::text
        order by e.id limit 1) as noted
    from erasures x order by x.id`.execute(db)
  return rows
}

/** Hash over all that an erasure says of events, in hexadecimal. */
export const erasureDigest = (id: RawBuilder<unknown>) => sql<string>`
  (select encode(sha256(convert_to(coalesce(string_agg(concat_ws(':', d.event_id, encode(d.seal, 'hex'), encode(d.text_hash, 'hex')),
    ',' order by d.event_id), ''), 'UTF8')), 'hex') from event_erasures d where d.erasure_id = ${id})`
