import { sql } from 'kysely'
import type { GradeBoundary, Rounding } from '../../contract/scoring.ts'
import type { Db, Tx } from '../platform/db/db.ts'

export interface ItemRow {
  id: string
  sheet: 'advisor' | 'committee'
  name: string
  maximum: number
}

export interface RubricsRow {
  year_id: string
  rounding: Rounding
  frozen_at: string | null
  version: number
  items: ItemRow[]
  boundaries: GradeBoundary[]
}

/** The rubrics of a year, the best grade first. */
export async function findRubrics(db: Db, yearId: string): Promise<RubricsRow | undefined> {
  const { rows } = await sql<RubricsRow>`
    select r.year_id, r.rounding, r.frozen_at, r.version,
      coalesce((select json_agg(json_build_object('id', i.id, 'sheet', i.sheet, 'name', i.name, 'maximum', i.maximum)
        order by i.sheet, i.position) from rubric_items i where i.year_id = r.year_id), '[]') as items,
      coalesce((select json_agg(json_build_object('grade', b.grade, 'minimum', b.minimum) order by b.minimum desc)
        from grade_boundaries b where b.year_id = r.year_id), '[]') as boundaries
    from rubrics r where r.year_id = ${yearId}`.execute(db)
  return rows[0]
}

/** Makes the row of a year, or moves its version; the row stays locked. */
export async function touchRubrics(tx: Tx, yearId: string, rounding: Rounding): Promise<void> {
  await tx
    .insertInto('rubrics')
    .values({ year_id: yearId, rounding })
    .onConflict((at) =>
      at.column('year_id').doUpdateSet((eb) => ({ rounding, version: eb('rubrics.version', '+', 1) })),
    )
    .execute()
}

export async function lockRubrics(db: Db, yearId: string): Promise<void> {
  await sql`select from rubrics where year_id = ${yearId} for update`.execute(db)
}

export async function setRubrics(
  tx: Tx,
  yearId: string,
  items: readonly Omit<ItemRow, 'id'>[],
  boundaries: readonly GradeBoundary[],
): Promise<void> {
  await tx.deleteFrom('rubric_items').where('year_id', '=', yearId).execute()
  await tx.deleteFrom('grade_boundaries').where('year_id', '=', yearId).execute()
  const numbered = items.map((item, index) => ({ ...item, year_id: yearId, position: index + 1 }))
  await tx.insertInto('rubric_items').values(numbered).execute()
  await tx
    .insertInto('grade_boundaries')
    .values(boundaries.map((boundary) => ({ ...boundary, year_id: yearId })))
    .execute()
}

/** Sets the moment after which the rubrics of the year do not change; true when it was set just now. */
export async function freezeRubrics(tx: Tx, yearId: string, at: Date): Promise<boolean> {
  const frozen = await tx
    .updateTable('rubrics')
    .set({ frozen_at: at })
    .where('year_id', '=', yearId)
    .where('frozen_at', 'is', null)
    .returning('year_id')
    .execute()
  return frozen.length > 0
}
