import type { z } from 'zod'
import type { Rubrics, updateRubrics as UpdateRubrics } from '../../contract/scoring.ts'
import { recallYear, resolveYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { rubricsChanged } from './events.ts'
import { sum } from './grading.ts'
import { presetAdvisor, presetBoundaries, presetCommittee } from './presets.ts'
import { findRubrics, lockRubrics, type RubricsRow, setRubrics, touchRubrics } from './rubric-queries.ts'

/** What is scored, with which maxima, and which grade a score is worth. */

function present(row: RubricsRow): Rubrics {
  const items = (sheet: 'advisor' | 'committee') =>
    row.items.filter((item) => item.sheet === sheet).map(({ id, name, maximum }) => ({ id, name, maximum }))
  return {
    yearId: row.year_id,
    advisor: items('advisor'),
    committee: items('committee'),
    boundaries: row.boundaries,
    rounding: row.rounding,
    frozenAt: row.frozen_at,
    version: row.version,
  }
}

/** Rubrics, boundaries and rounding of a year, the active one unless told. */
export async function readRubrics(ctx: Ctx, yearId: string | undefined): Promise<Rubrics> {
  const year = await recallYear(ctx, yearId)
  return present(found(await findRubrics(ctx.db, year.id)))
}

type RubricsBody = Omit<z.output<typeof UpdateRubrics.body>, 'yearId'>
type Items = readonly { name: string; maximum: number }[]
const onSheet = (sheet: 'advisor' | 'committee', items: Items) =>
  items.map(({ name, maximum }) => ({ sheet, name, maximum }))

/** A new year starts with the preset of the faculty. */
export async function presetRubrics(tx: Tx, yearId: string): Promise<void> {
  await touchRubrics(tx, yearId, 'none')
  const items = [...onSheet('advisor', presetAdvisor), ...onSheet('committee', presetCommittee)]
  await setRubrics(tx, yearId, items, presetBoundaries)
}

function check(input: z.output<typeof UpdateRubrics.body>) {
  const total = sum([...input.advisor, ...input.committee].map(({ maximum }) => maximum))
  if (total !== 100) throw new Refusal('rubric.sum', { data: { sum: total } })
  const repeated = (values: readonly unknown[]) => new Set(values).size < values.length
  const { boundaries } = input
  if (repeated(boundaries.map((one) => one.grade)) || repeated(boundaries.map((one) => one.minimum))) {
    throw new Refusal('boundary.duplicate')
  }
}

/** Replaces all of it; refused once the first sheet of the year was saved (rule 6). */
export async function updateRubrics(
  ctx: Ctx,
  ifMatch: number,
  input: z.output<typeof UpdateRubrics.body>,
): Promise<Rubrics> {
  return ctx.db.transaction().execute(async (tx) => {
    const year = await resolveYear(tx, input.yearId)
    await lockRubrics(tx, year.id)
    const before = present(found(await findRubrics(tx, year.id)))
    checkVersion(ifMatch, before, input)
    if (before.frozenAt !== null) throw new Refusal('rubric.frozen', { data: { frozenAt: before.frozenAt } })
    check(input)
    return replace(tx, ctx, before, input)
  })
}

async function replace(tx: Tx, ctx: Ctx, before: Rubrics, input: RubricsBody): Promise<Rubrics> {
  const { yearId } = before
  await touchRubrics(tx, yearId, input.rounding)
  const items = [...onSheet('advisor', input.advisor), ...onSheet('committee', input.committee)]
  await setRubrics(tx, yearId, items, input.boundaries)
  const after = present(found(await findRubrics(tx, yearId)))
  await ctx.record(tx, ctx, rubricsChanged, { type: 'rubrics', id: yearId, yearId, before, after }, {})
  return after
}

/** Replaces the rubrics of a year in the transaction of the caller; frozen ones stay (`rubric.frozen`). */
export async function saveRubrics(tx: Tx, ctx: Ctx, yearId: string, input: RubricsBody): Promise<Rubrics> {
  await lockRubrics(tx, yearId)
  return replace(tx, ctx, await rubricsOf(tx, yearId), input)
}

export const rubricsOf = async (db: Db, yearId: string): Promise<Rubrics> =>
  present(found(await findRubrics(db, yearId)))

/** What a year starts with. */
export const shippedRubrics: RubricsBody = {
  advisor: [...presetAdvisor],
  committee: [...presetCommittee],
  boundaries: [...presetBoundaries],
  rounding: 'none',
}
