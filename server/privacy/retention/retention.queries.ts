import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/db.ts'
import type { Tables } from '../../platform/db/tables.generated.ts'

/** Deletes rows whose moment is before the end of their time; how many. */
export async function deleteBefore(tx: Tx, table: keyof Tables, column: string, moment: Date): Promise<number> {
  const result =
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} < ${moment.toISOString()}::timestamptz`.execute(
      tx,
    )
  return Number(result.numAffectedRows ?? 0)
}

export interface PastYear {
  id: string
  name: string
}

/** Years that are not active, that ended more than so many years ago by their own calendar, and of which something is left. */
export async function listPastYears(tx: Tx, now: Date, years: number): Promise<PastYear[]> {
  const { rows } = await sql<PastYear>`
    select y.id, y.name from years y where y.status <> 'active'
      and (y.ends_on + make_interval(years => ${years}::int))::date < (${now.toISOString()}::timestamptz at time zone y.timezone)::date
      and (exists (select from submissions s where s.year_id = y.id)
        or exists (select from change_requests c where c.year_id = y.id)
        or exists (select from projects p where p.year_id = y.id and (p.abstract is not null
          or p.over_quota_reason is not null or p.similarity_override_reason is not null or p.decision_reason <> '–'))
        or exists (select from defenses d where d.year_id = y.id and d.reason <> '–'))
    order by y.starts_on`.execute(tx)
  return rows
}

const emptied = (column: string): RawBuilder<unknown> =>
  sql`${sql.ref(column)} = case when ${sql.ref(column)} is not null then '–' end`

/** The work of a year goes; where a state needs a reason, that there was one stays. */
export async function deleteWorkOf(tx: Tx, yearId: string): Promise<{ files: number; hashes: string[] }> {
  const { rows } = await sql<{ sha256: string }>`
    with gone as (delete from submissions where year_id = ${yearId} returning file_id)
    select f.sha256 from files f join gone on gone.file_id = f.id`.execute(tx)
  await sql`delete from files f where not exists (select from submissions s where s.file_id = f.id)
    and f.sha256 = any(${rows.map((one) => one.sha256)}::text[])`.execute(tx)
  await sql`delete from change_requests where year_id = ${yearId}`.execute(tx)
  await sql`update projects set abstract = null, over_quota_reason = null, similarity_override_reason = null,
    ${emptied('decision_reason')} where year_id = ${yearId}`.execute(tx)
  await sql`update defenses set ${emptied('reason')} where year_id = ${yearId}`.execute(tx)
  return { files: rows.length, hashes: [...new Set(rows.map((one) => one.sha256))] }
}
