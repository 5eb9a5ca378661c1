/** The next year: what an earlier one was set up with is copied into it, and taken back as long as nothing hangs on it. */
import type { Received } from '../../../contract/endpoint.ts'
import { CopyKind, type CopyPreview, type copyYear as CopyYear, type YearCopy } from '../../../contract/imports.ts'
import { readYearRow, takeClassroomAway, takeMajorAway, type YearRow } from '../../academics/academics.ts'
import { takeAdvisorAway } from '../../advisors/advisors.ts'
import { takeRoomAway, takeSettingsAway } from '../../defenses/defenses.ts'
import { listAllTemplates, saveTemplate, shippedTemplate, takeTemplateAway } from '../../milestones/milestones.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { saveRubrics, shippedRubrics } from '../../scoring/scoring.ts'
import { yearCopied, yearCopyUndone } from '../events.ts'
import { demandOpen } from '../imports.ts'
import { lockYear } from '../queries.ts'
import { type Made, matchMajors, type Planned, planners } from './kinds.ts'
import { countStates } from './matching.ts'
import {
  type CopyRow,
  countHanging,
  deleteCopy,
  findCopy,
  insertCopy,
  listCopyRows,
  lockStanding,
  type MadeByKind,
} from './queries.ts'

type Parts = { kind: CopyKind; planned: Planned[] }[]

async function readYears(db: Db, yearId: string, sourceId: string): Promise<{ from: YearRow; to: YearRow }> {
  const to = demandOpen(await readYearRow(db, yearId))
  const from = await readYearRow(db, sourceId)
  if (from.starts_on >= to.starts_on) throw new Refusal('year.notEarlier', { data: { name: from.name } })
  return { from, to }
}

async function plan(db: Db, ctx: Ctx, { from, to }: { from: YearRow; to: YearRow }, kinds: readonly CopyKind[]) {
  const journey = await matchMajors(db, from, to, kinds.includes('majors'))
  const parts: Parts = []
  for (const kind of CopyKind.options.filter((one) => kinds.includes(one))) {
    parts.push({ kind, planned: await planners[kind](db, ctx, journey) })
  }
  return parts
}

const refOf = ({ id, name }: YearRow) => ({ id, name })

function presentPlan({ from, to }: { from: YearRow; to: YearRow }, parts: Parts): CopyPreview {
  return {
    year: refOf(to),
    source: refOf(from),
    parts: parts.map(({ kind, planned }) => {
      const items = planned.map(({ name, state }) => ({ name, state }))
      return { kind, counts: countStates(items), items }
    }),
  }
}

/** What a copy would do; nothing is written. @throws year.closed, year.notEarlier */
export async function previewCopy(
  ctx: Ctx,
  yearId: string,
  sourceId: string,
  kinds: readonly CopyKind[] = CopyKind.options,
): Promise<CopyPreview> {
  const years = await readYears(ctx.db, yearId, sourceId)
  return presentPlan(years, await plan(ctx.db, ctx, years, kinds))
}

async function write(tx: Tx, parts: Parts): Promise<MadeByKind> {
  const made: MadeByKind = {}
  for (const { kind, planned } of parts) {
    for (const one of planned) {
      if (!one.write || (one.state !== 'new' && one.state !== 'replaced')) continue
      const { id, version } = await one.write(tx)
      made[kind] = [...(made[kind] ?? []), { id, version }]
    }
  }
  return made
}

const numbersOf = (made: MadeByKind): Partial<Record<CopyKind, number>> =>
  Object.fromEntries(Object.entries(made).map(([kind, things]) => [kind, things.length]))

/**
 * Copies what the year does not have yet; what it has stays as it is. Under the lock of the year: of two at once the second
 * finds everything there. @throws year.closed, year.notEarlier
 */
export function copyYear(ctx: Ctx, yearId: string, body: Received<typeof CopyYear>['body']) {
  return ctx.db.transaction().execute(async (tx) => {
    await lockYear(tx, yearId)
    const years = await readYears(tx, yearId, body.sourceYearId)
    const parts = await plan(tx, ctx, years, body.kinds)
    const made = await write(tx, parts)
    const answer = presentPlan(years, parts)
    if (Object.keys(made).length === 0) return { ...answer, copyId: null }
    const copyId = await insertCopy(tx, { yearId, sourceId: years.from.id, made, at: ctx.now() })
    const facts = { name: years.to.name, source: years.from.name, made: numbersOf(made) }
    await ctx.record(tx, ctx, yearCopied, { type: 'year', id: yearId, yearId }, facts)
    return { ...answer, copyId }
  })
}

function presentCopy(row: CopyRow, year: YearRow): YearCopy {
  return {
    id: row.id,
    source: { id: row.source_id, name: row.source_name },
    createdAt: row.created_at,
    made: CopyKind.options.flatMap((kind) => {
      const count = row.made[kind]?.length ?? 0
      return count > 0 ? [{ kind, count }] : []
    }),
    can: { undo: year.status !== 'closed' },
  }
}

/** The copies into a year that were not undone, newest first; 404. */
export async function listCopies(ctx: Ctx, yearId: string): Promise<{ items: YearCopy[] }> {
  const year = await readYearRow(ctx.db, yearId)
  const rows = await listCopyRows(ctx.db, yearId)
  return { items: rows.map((row) => presentCopy(row, year)) }
}

/** A template that replaced one that ships gives it back; another goes. */
async function takeBackTemplate(tx: Tx, ctx: Ctx, yearId: string, { id, version }: Made): Promise<void> {
  const name = (await listAllTemplates(tx, yearId)).find((one) => one.id === id)?.name ?? ''
  const shipped = version > 1 ? shippedTemplate(name) : undefined
  await (shipped ? saveTemplate(tx, ctx, yearId, { id, ...shipped }) : takeTemplateAway(tx, ctx, id))
}

const takers: Readonly<Record<CopyKind, (tx: Tx, ctx: Ctx, yearId: string, one: Made) => Promise<unknown>>> = {
  majors: (tx, ctx, _year, { id }) => takeMajorAway(tx, ctx, id),
  classrooms: (tx, ctx, _year, { id }) => takeClassroomAway(tx, ctx, id),
  advisors: (tx, ctx, _year, { id }) => takeAdvisorAway(tx, ctx, id),
  templates: takeBackTemplate,
  rubrics: (tx, ctx, yearId) => saveRubrics(tx, ctx, yearId, shippedRubrics),
  rooms: (tx, ctx, _year, { id }) => takeRoomAway(tx, ctx, id),
  calendar: (tx, ctx, yearId) => takeSettingsAway(tx, ctx, yearId),
}

/** What of a copy is still there, locked, and how many of it were changed since. */
async function standingOf(tx: Tx, made: MadeByKind) {
  const standing = { ...made } as Record<CopyKind, Made[]>
  let changed = 0
  for (const kind of CopyKind.options) {
    const before = new Map((made[kind] ?? []).map(({ id, version }) => [id, version]))
    standing[kind] = await lockStanding(tx, kind, made[kind] ?? [])
    changed += standing[kind].filter(({ id, version }) => before.get(id) !== version).length
  }
  return { standing, changed }
}

/**
 * Takes away what a copy made, the last first. @throws year.closed; copy.inUse with the numbers of what hangs on it, and of
 * what was `changed` since
 */
export function undoCopy(ctx: Ctx, yearId: string, copyId: string): Promise<void> {
  return ctx.db.transaction().execute(async (tx) => {
    await lockYear(tx, yearId)
    const year = demandOpen(await readYearRow(tx, yearId))
    const copy = found(await findCopy(tx, yearId, copyId))
    const { standing, changed } = await standingOf(tx, copy.made)
    const ids = Object.fromEntries(CopyKind.options.map((kind) => [kind, standing[kind].map(({ id }) => id)]))
    const hanging = { ...(await countHanging(tx, ids as Record<CopyKind, string[]>)), changed }
    const inTheWay = Object.entries(hanging).filter(([, count]) => count > 0)
    if (inTheWay.length > 0) throw new Refusal('copy.inUse', { data: Object.fromEntries(inTheWay) })
    for (const kind of CopyKind.options.toReversed()) {
      for (const one of standing[kind]) await takers[kind](tx, ctx, yearId, one)
    }
    await deleteCopy(tx, copyId)
    const facts = { name: year.name, source: copy.source_name, made: numbersOf(copy.made) }
    await ctx.record(tx, ctx, yearCopyUndone, { type: 'year', id: yearId, yearId }, facts)
  })
}
