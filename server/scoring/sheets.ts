import type { z } from 'zod'
import type { Evaluator, listSheets as ListSheets, saveSheet as SaveSheet, ScoreSheet } from '../../contract/scoring.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { loadProject } from '../projects/projects.ts'
import { resultComputed, rubricsFrozen, sheetReopened, sheetSaved, sheetSubmitted } from './events.ts'
import { grade, sum } from './grading.ts'
import { isComplete, isDecidable, isFillable, isReopenable, isScoringOpen } from './lifecycle.ts'
import {
  deleteComputedResult,
  findStanding,
  insertResult,
  listSheetRows,
  type SheetRow,
  type StandingRow,
  saveSheetRow,
  setSheet,
} from './queries.ts'
import { findRubrics, freezeRubrics, type RubricsRow } from './rubric-queries.ts'

/** The score sheets of a project: one of its advisor, one of each committee seat. */

type Body = z.output<typeof SaveSheet.body>
type Wish = { projectId: string; evaluator: Evaluator; ifMatch: number }

/** Everything one must know to judge a sheet. */
interface Scoring {
  standing: StandingRow
  rubrics: RubricsRow
  sheets: SheetRow[]
}

async function readScoring(db: Db, ctx: Ctx, projectId: string): Promise<Scoring> {
  const standing = found(await findStanding(db, ctx, projectId, 'project.read'))
  const rubrics = found(await findRubrics(db, standing.year_id))
  return { standing, rubrics, sheets: await listSheetRows(db, projectId) }
}

const itemsOf = ({ rubrics }: Scoring, evaluator: Evaluator) =>
  rubrics.items.filter(({ sheet }) => sheet === (evaluator === 'advisor' ? 'advisor' : 'committee'))

const isOwn = (ctx: Ctx, { standing }: Scoring, row: SheetRow) =>
  standing.may_enter && row.account_id === ctx.actor.accountId

function isOpenFor({ standing }: Scoring, row: SheetRow): boolean {
  const { project_status: projectStatus, defense_status: defenseStatus } = standing
  return isScoringOpen({ evaluator: row.evaluator, projectStatus, defenseStatus })
}

function present(ctx: Ctx, scoring: Scoring, row: SheetRow): ScoreSheet {
  const given = new Map(row.scores.map(({ itemId, score }) => [itemId, score]))
  const rubric = itemsOf(scoring, row.evaluator)
  const fill = isOwn(ctx, scoring, row) && isFillable(row.status) && isOpenFor(scoring, row)
  return {
    projectId: scoring.standing.project_id,
    evaluator: row.evaluator,
    person: { advisorId: row.advisor_id, name: row.name },
    status: row.status,
    items: rubric.map(({ id, name, maximum }) => ({ itemId: id, name, maximum, score: given.get(id) ?? null })),
    total: given.size === 0 ? null : sum([...given.values()]),
    maximum: sum(rubric.map(({ maximum }) => maximum)),
    comment: row.comment,
    submittedAt: row.submitted_at,
    version: row.version,
    can: {
      fill,
      submit: fill && given.size === rubric.length,
      reopen: scoring.standing.may_override && isReopenable(row.status),
    },
  }
}

const rowOf = ({ sheets }: Scoring, evaluator: Evaluator) => found(sheets.find((row) => row.evaluator === evaluator))

/** The own sheet; all of them once four are handed in (rule 7); the office sees all. 403 for everybody else. */
export async function listSheets(ctx: Ctx, projectId: string): Promise<z.output<(typeof ListSheets.answers)[200]>> {
  const scoring = await readScoring(ctx.db, ctx, projectId)
  const { standing, sheets } = scoring
  const evaluates = sheets.some((row) => row.account_id === ctx.actor.accountId) && ctx.actor.roles.includes('advisor')
  if (!standing.may_read && !evaluates) throw new Refusal('permission.denied')
  const all = standing.may_read || isComplete(sheets)
  return {
    items: sheets
      .filter((row) => all || row.account_id === ctx.actor.accountId)
      .map((row) => present(ctx, scoring, row)),
    progress: sheets.map(({ evaluator, name, status }) => ({ evaluator, name, status })),
  }
}

/** The own sheet, of a project that stays locked until the transaction ends; 403 for the sheet of another. */
async function loadOwn(tx: Tx, ctx: Ctx, wish: Wish, yours: unknown): Promise<{ scoring: Scoring; row: SheetRow }> {
  await loadProject(tx, ctx, wish.projectId, 'score.enter')
  const scoring = await readScoring(tx, ctx, wish.projectId)
  const row = rowOf(scoring, wish.evaluator)
  if (row.account_id !== ctx.actor.accountId) throw new Refusal('permission.denied')
  checkVersion(wish.ifMatch, present(ctx, scoring, row), yours)
  if (!isFillable(row.status)) throw new Refusal('sheet.wrongState', { data: { status: row.status } })
  return { scoring, row }
}

const subjectOf = ({ standing }: Scoring) => ({
  type: 'sheet',
  id: standing.project_id,
  projectId: standing.project_id,
  yearId: standing.year_id,
})

const personOf = (row: SheetRow) => ({ evaluator: row.evaluator, advisorId: row.advisor_id, name: row.name })

function checkScores(scoring: Scoring, evaluator: Evaluator, items: Body['items']) {
  const rubric = new Map(itemsOf(scoring, evaluator).map((item) => [item.id, item]))
  for (const [index, { itemId, score }] of items.entries()) {
    const item = rubric.get(itemId)
    const again = items.findIndex((one) => one.itemId === itemId) < index
    if (!item || again) {
      throw new Refusal('input.invalid', {
        errors: [{ path: `items.${index}.itemId`, message: 'Not an item, or twice' }],
      })
    }
    if (score !== null && score > item.maximum) {
      throw new Refusal('sheet.overMaximum', { data: { item: item.name, maximum: item.maximum } })
    }
  }
}

/** Saves the own sheet as it is; items left out have no score. The first one of a year freezes the rubrics (rule 6). */
export async function saveSheet(ctx: Ctx, wish: Wish, body: Body): Promise<ScoreSheet> {
  return ctx.db.transaction().execute(async (tx) => {
    const { scoring, row } = await loadOwn(tx, ctx, wish, body)
    if (!isOpenFor(scoring, row)) {
      if (wish.evaluator === 'advisor' || scoring.standing.project_status !== 'approved') {
        throw new Refusal('project.wrongState', { data: { status: scoring.standing.project_status } })
      }
      throw new Refusal('defense.wrongState', { data: { status: scoring.standing.defense_status } })
    }
    const { year_id: yearId, project_id: projectId } = scoring.standing
    const frozenNow = await freezeRubrics(tx, yearId, ctx.now())
    // whoever changed the rubrics a moment ago has made them others than were shown
    const current = frozenNow ? await readScoring(tx, ctx, projectId) : scoring
    checkScores(current, wish.evaluator, body.items)
    const given = body.items.flatMap(({ itemId, score }) => (score === null ? [] : [{ itemId, score }]))
    const { evaluator, advisor_id } = row
    const sheet = { project_id: projectId, year_id: yearId, evaluator, advisor_id, comment: body.comment }
    await saveSheetRow(tx, sheet, given)
    if (frozenNow) await ctx.record(tx, ctx, rubricsFrozen, { type: 'rubrics', id: yearId, yearId }, {})
    const after = await readScoring(tx, ctx, projectId)
    const saved = rowOf(after, evaluator)
    const subject = { ...subjectOf(scoring), before: row.scores, after: saved.scores }
    await ctx.record(tx, ctx, sheetSaved, subject, personOf(row))
    return present(ctx, after, saved)
  })
}

const totalOf = (row: SheetRow) => sum(row.scores.map(({ score }) => score))

async function compute(tx: Tx, ctx: Ctx, scoring: Scoring): Promise<void> {
  const { standing, rubrics, sheets } = scoring
  const seats = sheets.filter((row) => row.evaluator !== 'advisor')
  const totals = { advisor: totalOf(rowOf(scoring, 'advisor')), committee: seats.map(totalOf) }
  const graded = grade(totals, rubrics)
  await insertResult(tx, {
    project_id: standing.project_id,
    year_id: standing.year_id,
    advisor_total: graded.advisorTotal,
    committee_mean: graded.committeeMean,
    final: graded.final,
    computed_grade: graded.grade,
    // never a version that an earlier, reopened result had: the versions of the sheets only grow
    version: sheets.reduce((versions, row) => versions + row.version, 0) * 100,
  })
  await ctx.record(tx, ctx, resultComputed, { ...subjectOf(scoring), type: 'result', after: graded }, {})
}

/** Hands the own sheet in, complete. The fourth one computes the result in the same transaction. */
export async function submitSheet(ctx: Ctx, wish: Wish): Promise<ScoreSheet> {
  return ctx.db.transaction().execute(async (tx) => {
    const { scoring, row } = await loadOwn(tx, ctx, wish, {})
    const missing = itemsOf(scoring, row.evaluator).length - row.scores.length
    if (row.sheet_id === null || missing > 0) throw new Refusal('sheet.incomplete', { data: { missing } })
    if (!isOpenFor(scoring, row)) throw new Refusal('sheet.wrongState', { data: { status: row.status } })
    await setSheet(tx, row.sheet_id, 'submitted', ctx.now())
    await ctx.record(tx, ctx, sheetSubmitted, subjectOf(scoring), personOf(row))
    const after = await readScoring(tx, ctx, wish.projectId)
    if (isComplete(after.sheets)) await compute(tx, ctx, after)
    return present(ctx, after, rowOf(after, wish.evaluator))
  })
}

/** Gives a sheet back to its evaluator; a result that was computed from it is void. */
export async function reopenSheet(ctx: Ctx, wish: Wish, reason: string): Promise<ScoreSheet> {
  return ctx.db.transaction().execute(async (tx) => {
    await loadProject(tx, ctx, wish.projectId, 'score.override')
    const scoring = await readScoring(tx, ctx, wish.projectId)
    const row = rowOf(scoring, wish.evaluator)
    checkVersion(wish.ifMatch, present(ctx, scoring, row), { reason })
    if (row.sheet_id === null || !isReopenable(row.status)) {
      throw new Refusal('sheet.wrongState', { data: { status: row.status } })
    }
    await setSheet(tx, row.sheet_id, 'open', null)
    const { standing } = scoring
    const { final, computed_grade, override_grade, override_reason } = standing
    const had = isDecidable(standing.status)
    if (had) await deleteComputedResult(tx, wish.projectId)
    const before = had ? { final, computed_grade, override_grade, override_reason } : null
    await ctx.record(tx, ctx, sheetReopened, { ...subjectOf(scoring), before, reason }, personOf(row))
    const after = await readScoring(tx, ctx, wish.projectId)
    return present(ctx, after, rowOf(after, wish.evaluator))
  })
}
