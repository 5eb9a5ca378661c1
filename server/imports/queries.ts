import { type Selectable, sql } from 'kysely'
import type { ImportKind, ImportRow } from '../../contract/imports.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Tables } from '../platform/db/tables.generated.ts'

/** A row of a review as it is kept: with the columns whose text a formula gave. */
export type KeptRow = ImportRow & { formulas: readonly string[] }

export type ReviewRow = Omit<Selectable<Tables['imports']>, 'kind' | 'status' | 'columns' | 'rows'> & {
  kind: ImportKind
  status: 'review' | 'applied'
  columns: string[]
  rows: KeptRow[]
}

/** A review that the actor may see; `lock` keeps a second person from applying it at the same time. */
export async function findReview(db: Db, ctx: Ctx, id: string, lock: boolean): Promise<ReviewRow | undefined> {
  const query = db
    .selectFrom('imports as i')
    .selectAll('i')
    .where('i.id', '=', id)
    .where(ctx.authorize.where(ctx.actor, 'import.run', 'i'))
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as ReviewRow | undefined
}

interface NewReview {
  yearId: string
  kind: ImportKind
  fileName: string
  columns: readonly string[]
  rows: readonly KeptRow[]
  createdBy: string
  createdAt: Date
}

export async function insertReview(tx: Tx, review: NewReview): Promise<ReviewRow> {
  const row = await tx
    .insertInto('imports')
    .values({
      year_id: review.yearId,
      kind: review.kind,
      file_name: review.fileName,
      columns: JSON.stringify(review.columns),
      rows: JSON.stringify(review.rows),
      created_by: review.createdBy,
      created_at: review.createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as ReviewRow
}

export async function setApplied(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('imports').set({ status: 'applied', applied_at: at }).where('id', '=', id).execute()
}

/** Two imports of a year do not run at once: what the second one found to be new may be there by then. */
export async function lockYear(tx: Tx, yearId: string): Promise<void> {
  await sql`select from years where id = ${yearId} for no key update`.execute(tx)
}
