/** Spreadsheets in: a file becomes a review, and a review that somebody confirms becomes records. */
import { isDeepStrictEqual } from 'node:util'
import type { Locale } from '../../contract/accounts.ts'
import type { Import, ImportKind, ImportRow } from '../../contract/imports.ts'
import { readYearRow, resolveYear, type YearRow } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'
import { safeFileName } from '../platform/files/file-name.ts'
import type { FileReply, IncomingFile } from '../platform/http/route.ts'
import { found, Refusal } from '../platform/problem.ts'
import { plans } from './apply.ts'
import { importApplied, importReviewed } from './events.ts'
import { findReview, insertReview, type KeptRow, lockYear, type ReviewRow, setApplied } from './queries.ts'
import { collectBytes, readSource, writeErrors, writeTemplate } from './sheet.ts'

/** Majors and advisors belong to the whole faculty: who imports them must be allowed to change all. */
function demandKind(ctx: Ctx, kind: ImportKind): void {
  if (kind === 'majors' || kind === 'advisors') ctx.authorize.demand(ctx.actor, 'major.manage')
}

/** A closed year takes nothing more. */
export function demandOpen(year: YearRow): YearRow {
  if (year.status === 'closed') throw new Refusal('year.closed')
  return year
}

function countStates(rows: readonly ImportRow[]): Import['counts'] {
  const of = (state: ImportRow['state']) => rows.filter((row) => row.state === state).length
  return { new: of('new'), update: of('update'), unchanged: of('unchanged'), error: of('error') }
}

function present(row: ReviewRow): Import {
  return {
    id: row.id,
    kind: row.kind,
    yearId: row.year_id,
    fileName: row.file_name,
    status: row.status,
    columns: row.columns,
    counts: countStates(row.rows),
    rows: row.rows.map(({ formulas: _, ...shown }) => shown),
    createdAt: row.created_at,
    appliedAt: row.applied_at,
  }
}

/**
 * Reads a spreadsheet and keeps what each row would do; nothing else is written.
 * @throws import.unreadable, import.tooManyRows, import.missingColumns, year.closed, permission.denied
 */
export async function reviewSheet(
  ctx: Ctx,
  kind: ImportKind,
  file: IncomingFile,
  yearId: string | undefined,
): Promise<Import> {
  const bytes = await collectBytes(file.stream)
  demandKind(ctx, kind)
  const sheet = await readSource(kind, bytes, file.name)
  return ctx.db.transaction().execute(async (tx) => {
    const year = demandOpen(await resolveYear(tx, yearId))
    const plan = await plans[kind](tx, ctx, year, sheet.rows)
    const rows = plan.rows.map((shown, index) => ({ ...shown, formulas: sheet.rows[index]?.formulas ?? [] }))
    const fileName = safeFileName(file.name)
    const kept = { yearId: year.id, kind, fileName, columns: sheet.columns, rows }
    const row = await insertReview(tx, { ...kept, createdBy: ctx.actor.accountId, createdAt: ctx.now() })
    const subject = { type: 'import', id: row.id, yearId: year.id }
    await ctx.record(tx, ctx, importReviewed, subject, { kind, fileName, rows: rows.length })
    return present(row)
  })
}

/** A review of one's own, or any as an admin; 404. */
export async function showReview(db: Db, ctx: Ctx, id: string): Promise<Import> {
  return present(found(await findReview(db, ctx, id, false)))
}

/** Would the row still do what the reviewer saw? */
function agrees(kept: KeptRow, now: ImportRow | undefined): boolean {
  return now?.state === kept.state && isDeepStrictEqual(now.changes, kept.changes)
}

/**
 * Writes all valid rows of a review in one transaction, after planning them again.
 * @throws import.alreadyApplied, year.closed, import.stale with the row numbers that came out otherwise
 */
export async function applyReview(ctx: Ctx, id: string): Promise<Import> {
  return ctx.db.transaction().execute(async (tx) => {
    const review = found(await findReview(tx, ctx, id, true))
    if (review.status === 'applied') throw new Refusal('import.alreadyApplied')
    demandKind(ctx, review.kind)
    await lockYear(tx, review.year_id)
    const year = demandOpen(await readYearRow(tx, review.year_id))
    const valid = review.rows.filter((row) => row.state !== 'error')
    const plan = await plans[review.kind](tx, ctx, year, valid)
    const changed = valid.filter((row, index) => !agrees(row, plan.rows[index]))
    if (changed.length > 0) {
      throw new Refusal('import.stale', { data: { rows: changed.slice(0, 20).map((row) => row.row) } })
    }
    await plan.write(tx)
    const at = ctx.now()
    await setApplied(tx, id, at)
    const after = present({ ...review, status: 'applied', applied_at: at.toISOString() })
    const { kind, fileName, yearId, counts } = after
    await ctx.record(tx, ctx, importApplied, { type: 'import', id, yearId }, { kind, fileName, ...counts })
    return after
  })
}

/** The refused rows of a review with their reasons, to correct and import again. */
export async function downloadErrors(ctx: Ctx, id: string, locale: Locale): Promise<FileReply> {
  return writeErrors(await showReview(ctx.db, ctx, id), locale)
}

export async function downloadTemplate(ctx: Ctx, kind: ImportKind, locale: Locale): Promise<FileReply> {
  demandKind(ctx, kind)
  return writeTemplate(kind, locale)
}

/** What became of a file that was written without a review. */
export interface Loaded {
  readonly counts: Import['counts']
  readonly rows: readonly ImportRow[]
}

/**
 * For the command line: plans a file for the active year and writes its valid rows at once, in one transaction.
 * @throws what reading a file throws, year.notActive
 */
export async function loadSheet(ctx: Ctx, kind: ImportKind, bytes: Buffer, fileName: string): Promise<Loaded> {
  const sheet = await readSource(kind, bytes, fileName)
  return ctx.db.transaction().execute(async (tx) => {
    const { id: yearId } = await resolveYear(tx, undefined)
    await lockYear(tx, yearId)
    const plan = await plans[kind](tx, ctx, demandOpen(await readYearRow(tx, yearId)), sheet.rows)
    await plan.write(tx)
    return { counts: countStates(plan.rows), rows: plan.rows }
  })
}
