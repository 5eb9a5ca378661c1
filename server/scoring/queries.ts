import { type SqlBool, sql } from 'kysely'
import type { Evaluator, ResultStatus, SheetStatus } from '../../contract/scoring.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, window } from '../platform/page.ts'

export interface SheetRow {
  evaluator: Evaluator
  advisor_id: string
  account_id: string
  name: string
  sheet_id: string | null
  status: SheetStatus
  comment: string | null
  submitted_at: string | null
  version: number
  scores: { itemId: string; score: number }[]
}

/** One row per evaluator of a project, in order, with the sheet as far as it was saved. */
export async function listSheetRows(db: Db, projectId: string): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`
    select e.evaluator, a.id as advisor_id, a.account_id, a.name, s.id as sheet_id, coalesce(s.status, 'open') as status,
      s.comment, s.submitted_at, coalesce(s.version, 0) as version,
      coalesce((select json_agg(json_build_object('itemId', c.item_id, 'score', c.score))
        from scores c where c.sheet_id = s.id), '[]') as scores
    from (select 'advisor' as evaluator, p.advisor_id from projects p where p.id = ${projectId}
      union all select c.seat, c.advisor_id from committee_seats c where c.project_id = ${projectId}) e
      left join score_sheets s on s.project_id = ${projectId} and s.evaluator = e.evaluator
      join advisors a on a.id = coalesce(s.advisor_id, e.advisor_id)
    order by array_position(array['advisor', 'chair', 'second', 'third'], e.evaluator)`.execute(db)
  return rows
}

export async function saveSheetRow(
  tx: Tx,
  sheet: { project_id: string; year_id: string; evaluator: Evaluator; advisor_id: string; comment: string | null },
  scores: readonly { itemId: string; score: number }[],
): Promise<void> {
  const { id } = await tx
    .insertInto('score_sheets')
    .values(sheet)
    .onConflict((at) =>
      at
        .columns(['project_id', 'evaluator'])
        .doUpdateSet((eb) => ({ comment: sheet.comment, version: eb('score_sheets.version', '+', 1) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('scores').where('sheet_id', '=', id).execute()
  const rows = scores.map(({ itemId, score }) => ({ sheet_id: id, item_id: itemId, year_id: sheet.year_id, score }))
  if (rows.length > 0) await tx.insertInto('scores').values(rows).execute()
}

/** `submitted_at` is null exactly when the sheet is open again. */
export async function setSheet(tx: Tx, sheetId: string, status: SheetStatus, submittedAt: Date | null): Promise<void> {
  await tx
    .updateTable('score_sheets')
    .set((eb) => ({ status, submitted_at: submittedAt, version: eb('version', '+', 1) }))
    .where('id', '=', sheetId)
    .execute()
}

export async function lockSheets(tx: Tx, projectId: string): Promise<void> {
  await tx
    .updateTable('score_sheets')
    .set((eb) => ({ status: 'locked', version: eb('version', '+', 1) }))
    .where('project_id', '=', projectId)
    .execute()
}

export async function deleteOpenSheet(tx: Tx, projectId: string, evaluator: Evaluator): Promise<void> {
  await tx
    .deleteFrom('score_sheets')
    .where('project_id', '=', projectId)
    .where('evaluator', '=', evaluator)
    .where('status', '=', 'open')
    .execute()
}

/** Which seats have a sheet of somebody who holds them no more. */
export async function listOrphanedSheets(db: Db, projectId: string): Promise<Evaluator[]> {
  const { rows } = await sql<{ evaluator: Evaluator }>`
    select s.evaluator from score_sheets s where s.project_id = ${projectId} and s.evaluator <> 'advisor'
      and not exists (select from committee_seats c
        where c.project_id = s.project_id and c.seat = s.evaluator and c.advisor_id = s.advisor_id)`.execute(db)
  return rows.map((row) => row.evaluator)
}

export interface StandingRow {
  project_id: string
  year_id: string
  code: string
  topic_lo: string
  topic_en: string
  project_status: string
  defense_status: string
  advisor_name: string
  members: { id: string; code: string; name: string }[]
  document_approved: boolean
  status: ResultStatus
  advisor_total: number | null
  committee_mean: number | null
  final: number | null
  computed_grade: string | null
  override_grade: string | null
  override_reason: string | null
  override_by: string | null
  published_at: string | null
  version: number
  comments: { evaluator: Evaluator; comment: string }[]
  /** The rights; those that write need a year that is not closed. */
  may_enter: boolean
  may_read: boolean
  may_override: boolean
  may_publish: boolean
}

const source = sql`projects p join years y on y.id = p.year_id join advisors a on a.id = p.advisor_id
  left join defenses d on d.project_id = p.id left join results r on r.project_id = p.id
  left join accounts o on o.id = r.overridden_by`

const documentApproved = sql<SqlBool>`exists (select from submissions s
  where s.project_id = p.id and s.document_kind = 'post_defense' and s.decision = 'approved')`

const columns = (ctx: Ctx) => {
  const may = (permission: Parameters<Ctx['authorize']['where']>[1]) => ctx.authorize.where(ctx.actor, permission, 'p')
  return sql`
  p.id as project_id, p.year_id, p.code, p.topic_lo, p.topic_en, p.status as project_status,
  coalesce(d.status, 'unscheduled') as defense_status, a.name as advisor_name,
  coalesce((select json_agg(json_build_object('id', s.id, 'code', s.code, 'name', s.given_name || ' ' || s.surname)
      order by m.position)
    from project_members m join students s on s.id = m.student_id where m.project_id = p.id), '[]') as members,
  ${documentApproved} as document_approved, coalesce(r.status, 'incomplete') as status,
  r.advisor_total, r.committee_mean, r.final, r.computed_grade, r.override_grade, r.override_reason,
  o.display_name as override_by, r.published_at, coalesce(r.version, 0) as version,
  coalesce((select json_agg(json_build_object('evaluator', s.evaluator, 'comment', s.comment)
      order by array_position(array['advisor', 'chair', 'second', 'third'], s.evaluator))
    from score_sheets s where s.project_id = p.id and s.comment is not null and s.status <> 'open'), '[]') as comments,
  (y.status <> 'closed' and ${may('score.enter')}) as may_enter, ${may('score.read')} as may_read,
  (y.status <> 'closed' and ${may('score.override')}) as may_override,
  (y.status <> 'closed' and ${may('result.publish')}) as may_publish`
}

/** How scoring stands for a project on which the actor holds the permission. */
export async function findStanding(
  db: Db,
  ctx: Ctx,
  projectId: string,
  permission: 'project.read' | 'result.read',
): Promise<StandingRow | undefined> {
  const { rows } = await sql<StandingRow>`select ${columns(ctx)} from ${source}
    where p.id = ${projectId} and ${ctx.authorize.where(ctx.actor, permission, 'p')}`.execute(db)
  return rows[0]
}

interface ResultQuery {
  page: number
  pageSize: number
  q?: string | undefined
  majorId?: string | undefined
  status?: ResultStatus | undefined
  documentApproved?: boolean | undefined
}

const sorts = { code: sql`p.code`, final: sql`r.final`, grade: sql`coalesce(r.override_grade, r.computed_grade)` }
export type ResultSort = keyof typeof sorts

/** The grade list: projects that were approved, with or without a result. */
export async function listStandings(
  db: Db,
  ctx: Ctx,
  yearId: string,
  query: ResultQuery,
  [sort, direction]: [ResultSort, 'asc' | 'desc'],
): Promise<{ rows: StandingRow[]; total: number }> {
  const parts = [
    sql<SqlBool>`p.year_id = ${yearId} and p.status in ('approved', 'completed', 'archived')`,
    ctx.authorize.where(ctx.actor, 'score.read', 'p'),
  ]
  if (query.status) parts.push(sql<SqlBool>`coalesce(r.status, 'incomplete') = ${query.status}`)
  if (query.documentApproved !== undefined) parts.push(sql<SqlBool>`${documentApproved} = ${query.documentApproved}`)
  if (query.majorId) {
    parts.push(sql<SqlBool>`exists (select from project_members m join students s on s.id = m.student_id
      where m.project_id = p.id and s.major_id = ${query.majorId})`)
  }
  if (query.q) {
    const like = containing(query.q)
    parts.push(sql<SqlBool>`(p.code ilike ${like} or p.topic_lo ilike ${like} or p.topic_en ilike ${like})`)
  }
  const where = sql.join(parts, sql` and `)
  const { limit, offset } = window(query)
  const { rows } = await sql<StandingRow>`select ${columns(ctx)} from ${source} where ${where}
    order by ${sorts[sort]} ${sql.raw(direction)} nulls last, p.code, p.id limit ${limit} offset ${offset}`.execute(db)
  const count = await sql<{ total: number }>`select count(*) as total from ${source} where ${where}`.execute(db)
  return { rows, total: count.rows[0]?.total ?? 0 }
}

interface NewResult {
  project_id: string
  year_id: string
  advisor_total: number
  committee_mean: number
  final: number
  computed_grade: string
  version: number
}

export async function insertResult(tx: Tx, result: NewResult): Promise<void> {
  await tx
    .insertInto('results')
    .values({ ...result, status: 'computed' })
    .execute()
}

export async function deleteComputedResult(tx: Tx, projectId: string): Promise<void> {
  await tx.deleteFrom('results').where('project_id', '=', projectId).where('status', '=', 'computed').execute()
}

export async function setPublished(tx: Tx, projectId: string, at: Date, by: string | null): Promise<void> {
  await tx
    .updateTable('results')
    .set((eb) => ({ status: 'published', published_at: at, published_by: by, version: eb('version', '+', 1) }))
    .where('project_id', '=', projectId)
    .execute()
}

export async function setOverride(
  tx: Tx,
  projectId: string,
  override: { grade: string; reason: string; by: string },
): Promise<void> {
  const { grade, reason, by } = override
  await tx
    .updateTable('results')
    .set((eb) => ({
      override_grade: grade,
      override_reason: reason,
      overridden_by: by,
      version: eb('version', '+', 1),
    }))
    .where('project_id', '=', projectId)
    .execute()
}
