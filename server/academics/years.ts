/** Planning, running and closing the academic years. */

import { firstPlace } from '../../contract/academics/student-code.ts'
import type { createYear, listYears, updateYear, Year, YearStatus } from '../../contract/academics.ts'
import type { Page, Received } from '../../contract/endpoint.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { yearActivated, yearChanged, yearClosed, yearPlanned } from './events.ts'
import { datesInOrder, refusalOfStep } from './lifecycle.ts'
import {
  findNewestYear,
  findYear,
  insertYear,
  isKnownZone,
  listYearRows,
  lockYear,
  setYear,
  setYearStatus,
  type YearRow,
} from './queries.ts'

function present(row: YearRow): Year {
  return {
    id: row.id,
    name: row.name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    maxMembers: row.max_members,
    similarityThreshold: row.similarity_threshold,
    status: row.status,
    timezone: row.timezone,
    studentCodePattern: row.student_code_pattern,
    version: row.version,
  }
}

export async function listAcademicYears(ctx: Ctx, query: Received<typeof listYears>['query']): Promise<Page<Year>> {
  const { rows, total } = await listYearRows(ctx.db, query)
  return toPage(rows, total, query, present)
}

/** One year; 404. */
export async function showYear(ctx: Ctx, yearId: string): Promise<Year> {
  return present(found(await findYear(ctx.db, yearId)))
}

async function checkZone(tx: Tx, { timezone }: { timezone?: string | undefined }): Promise<void> {
  if (timezone === undefined || (await isKnownZone(tx, timezone))) return
  throw new Refusal('input.invalid', { errors: [{ path: 'timezone', message: 'Unknown to the database' }] })
}

/** Plans a year; refuses a name that is taken and dates that do not follow each other. */
export function planYear(ctx: Ctx, body: Received<typeof createYear>['body']): Promise<Year> {
  if (!datesInOrder(body)) throw new Refusal('year.datesInverted')
  return ctx.db.transaction().execute(async (tx) => {
    await checkZone(tx, body)
    const newest = await findNewestYear(tx)
    const usual = newest ? present(newest) : firstPlace
    const { timezone = usual.timezone, studentCodePattern = usual.studentCodePattern } = body
    const id = await insertYear(tx, { ...body, timezone, studentCodePattern })
    const year = present(found(await findYear(tx, id)))
    await ctx.record(tx, ctx, yearPlanned, { type: 'year', id, yearId: id, after: year }, { name: year.name })
    return year
  })
}

async function loadYear(tx: Tx, ctx: Ctx, yearId: string, version: number, yours?: unknown): Promise<Year> {
  const year = present(found(await lockYear(tx, yearId, ctx.authorize.where(ctx.actor, 'year.manage', 'y'))))
  checkVersion(version, year, yours)
  return year
}

/** Changes the settings of a year that is not closed. Student IDs that exist already are not asked for their form again. */
export function changeYear(ctx: Ctx, yearId: string, version: number, body: Received<typeof updateYear>['body']) {
  return ctx.db.transaction().execute(async (tx) => {
    const before = await loadYear(tx, ctx, yearId, version, body)
    const refusal = refusalOfStep(before.status, 'change')
    if (refusal) throw new Refusal(refusal)
    const wanted = { ...before, ...body }
    if (!datesInOrder(wanted)) throw new Refusal('year.datesInverted')
    await checkZone(tx, body)
    await setYear(tx, yearId, wanted)
    const after = present(found(await findYear(tx, yearId)))
    await ctx.record(tx, ctx, yearChanged, { type: 'year', id: yearId, yearId, before, after }, { name: after.name })
    return after
  })
}

function move(ctx: Ctx, yearId: string, version: number, step: 'activate' | 'close', status: YearStatus) {
  return ctx.db.transaction().execute(async (tx) => {
    const before = await loadYear(tx, ctx, yearId, version)
    const refusal = refusalOfStep(before.status, step)
    if (refusal) throw new Refusal(refusal)
    await setYearStatus(tx, yearId, status)
    const after = present(found(await findYear(tx, yearId)))
    const kind = step === 'activate' ? yearActivated : yearClosed
    await ctx.record(tx, ctx, kind, { type: 'year', id: yearId, yearId, before, after }, { name: after.name })
    return after
  })
}

/** Makes a planned year the active one; only one is active at a time (an index holds that). */
export const openYear = (ctx: Ctx, yearId: string, version: number): Promise<Year> =>
  move(ctx, yearId, version, 'activate', 'active')

/** Closes the active year: from here on the database refuses every change below it. */
export const endYear = (ctx: Ctx, yearId: string, version: number): Promise<Year> =>
  move(ctx, yearId, version, 'close', 'closed')
