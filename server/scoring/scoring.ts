import type { z } from 'zod'
import type { Page } from '../../contract/endpoint.ts'
import type { listResults as ListResults, Result } from '../../contract/scoring.ts'
import { recallYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { order, toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { completeProject, loadProject } from '../projects/projects.ts'
import { gradeOverridden, resultPublished } from './events.ts'
import { failed } from './grading.ts'
import { isDecidable, isGradable } from './lifecycle.ts'
import { findStanding, listStandings, lockSheets, type StandingRow, setOverride, setPublished } from './queries.ts'
import { findRubrics } from './rubric-queries.ts'

export { readRubrics, rubricsOf, saveRubrics, shippedRubrics, updateRubrics } from './rubrics.ts'

/** From score sheets to grades: what was scored, what it is worth, and when students see it. */

const hidden = {
  advisorTotal: null,
  committeeMean: null,
  final: null,
  computedGrade: null,
  grade: null,
  override: null,
  publishedAt: null,
  comments: [],
  version: 0,
}

function numbersOf(row: StandingRow) {
  const override =
    row.override_grade === null || row.override_reason === null
      ? null
      : { grade: row.override_grade, reason: row.override_reason, by: row.override_by ?? '' }
  return {
    status: row.status,
    advisorTotal: row.advisor_total,
    committeeMean: row.committee_mean,
    final: row.final,
    computedGrade: row.computed_grade,
    grade: row.override_grade ?? row.computed_grade,
    override,
    publishedAt: row.published_at,
    comments: row.comments,
    version: row.version,
  }
}

function present(row: StandingRow): Result {
  return {
    projectId: row.project_id,
    project: { id: row.project_id, code: row.code, topicLo: row.topic_lo, topicEn: row.topic_en },
    members: row.members,
    advisorName: row.advisor_name,
    documentApproved: row.document_approved,
    // rule 7: before publication only the office sees what was scored; to others it is missing or waiting
    ...(row.may_read || row.status === 'published' ? numbersOf(row) : { ...hidden, status: row.status }),
    can: {
      publish: row.may_publish && isGradable(row.status, row.project_status),
      override: row.may_override && isGradable(row.status, row.project_status),
    },
  }
}

/** 404 unless the actor may read it; to all but the office nothing but the status before publication. */
export async function readResult(db: Db, ctx: Ctx, projectId: string): Promise<Result> {
  return present(found(await findStanding(db, ctx, projectId, 'result.read')))
}

/** The grade list of a year, the active one unless told. */
export async function listResults(ctx: Ctx, query: z.output<typeof ListResults.query>): Promise<Page<Result>> {
  const year = await recallYear(ctx, query.yearId)
  const { rows, total } = await listStandings(ctx.db, ctx, year.id, query, order(query.sort, 'code'))
  return toPage(rows, total, query, present)
}

/** The result to be decided, of a project that stays locked until the transaction ends. */
async function loadResult(
  tx: Tx,
  ctx: Ctx,
  projectId: string,
  permission: 'result.publish' | 'score.override',
  ifMatch: number,
  yours: unknown,
): Promise<{ row: StandingRow; before: Result }> {
  await loadProject(tx, ctx, projectId, permission)
  const row = found(await findStanding(tx, ctx, projectId, 'result.read'))
  const before = present(row)
  checkVersion(ifMatch, before, yours)
  if (row.status === 'incomplete') throw new Refusal('result.incomplete')
  if (!isDecidable(row.status)) throw new Refusal('result.alreadyPublished', { data: { at: row.published_at } })
  if (!isGradable(row.status, row.project_status)) {
    throw new Refusal('project.wrongState', { data: { status: row.project_status } })
  }
  return { row, before }
}

const subjectOf = (row: StandingRow, before: Result, after: Result) => ({
  type: 'result',
  id: row.project_id,
  projectId: row.project_id,
  yearId: row.year_id,
  before,
  after,
})

/** A project is complete when its grade is published and its last document approved, whichever comes second. */
export async function completeWhenDone(tx: Tx, ctx: Ctx, projectId: string): Promise<void> {
  const row = await findStanding(tx, ctx, projectId, 'result.read')
  if (row?.status !== 'published' || !row.document_approved || row.project_status !== 'approved') return
  await completeProject(tx, ctx, projectId)
}

/** Locks the sheets and shows the result to those it concerns. */
export async function publishResult(ctx: Ctx, projectId: string, ifMatch: number): Promise<Result> {
  return ctx.db.transaction().execute(async (tx) => {
    const { row, before } = await loadResult(tx, ctx, projectId, 'result.publish', ifMatch, {})
    await lockSheets(tx, projectId)
    await setPublished(tx, projectId, ctx.now(), ctx.actor.system ? null : ctx.actor.accountId)
    const after = await readResult(tx, ctx, projectId)
    await ctx.record(tx, ctx, resultPublished, subjectOf(row, before, after), { grade: after.grade ?? '' })
    await completeWhenDone(tx, ctx, projectId)
    return after
  })
}

/** Sets another grade than the computed one, one of the year's or F; both are kept, with the reason. */
export async function overrideGrade(
  ctx: Ctx,
  projectId: string,
  ifMatch: number,
  wish: { grade: string; reason: string },
): Promise<Result> {
  return ctx.db.transaction().execute(async (tx) => {
    const { row, before } = await loadResult(tx, ctx, projectId, 'score.override', ifMatch, wish)
    const rubrics = found(await findRubrics(tx, row.year_id))
    if (wish.grade !== failed && !rubrics.boundaries.some(({ grade }) => grade === wish.grade)) {
      throw new Refusal('input.invalid', { errors: [{ path: 'grade', message: 'Not a grade of the year' }] })
    }
    await setOverride(tx, projectId, { ...wish, by: ctx.actor.accountId })
    const after = await readResult(tx, ctx, projectId)
    const subject = { ...subjectOf(row, before, after), reason: wish.reason }
    await ctx.record(tx, ctx, gradeOverridden, subject, {})
    return after
  })
}
