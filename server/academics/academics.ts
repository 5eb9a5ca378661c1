/** The academic years and what each is divided into: majors and classrooms. */
import type {
  Classroom,
  createClassroom,
  createMajor,
  listClassrooms,
  listMajors,
  Major,
  updateMajor,
} from '../../contract/academics.ts'
import type { Page, Received } from '../../contract/endpoint.ts'
import type { Remembered } from '../platform/cache/cache.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { classroomAdded, classroomChanged, classroomDeleted, majorAdded, majorChanged, majorDeleted } from './events.ts'
import {
  type ClassroomRow,
  countMajorUses,
  findClassroom,
  findMajor,
  findMajorFor,
  insertClassroom,
  insertMajor,
  listClassroomRows,
  listClassroomsOfYear,
  listMajorRows,
  listMajorsOfYear,
  lockClassroom,
  lockMajor,
  type MajorRow,
  removeClassroom,
  removeMajor,
  setClassroomName,
  setMajor,
} from './majors-queries.ts'
import { findActiveYear, findYear, type YearRow } from './queries.ts'

export { findActiveYear, type YearRow } from './queries.ts'
export { listAcademicYears, openYear, planYear } from './years.ts'

/** One year as it lies in the database; 404. */
export async function readYearRow(db: Db, yearId: string): Promise<YearRow> {
  return found(await findYear(db, yearId))
}

/** The year that was asked for (404), or the active one (`year.notActive` when there is none). */
export async function resolveYear(db: Db, yearId: string | undefined): Promise<YearRow> {
  if (yearId !== undefined) return readYearRow(db, yearId)
  const active = await findActiveYear(db)
  if (!active) throw new Refusal('year.notActive')
  return active
}

export const rememberedYears: Remembered<YearRow> = {
  name: 'years',
  what: 'an academic year with its settings',
  key: 'the id, or `active`',
  seconds: 300,
  most: 100,
  droppedBy: ['years'],
}

/** Like `resolveYear`, for what only reads; inside a transaction the database is asked. */
export function recallYear(ctx: Ctx, yearId: string | undefined): Promise<YearRow> {
  return ctx.cache.remember(rememberedYears, yearId ?? 'active', () => resolveYear(ctx.db, yearId))
}

function presentMajor(row: MajorRow): Major {
  const { year_id: yearId, ...rest } = row
  return { ...rest, yearId }
}

export async function listMajorsPage(ctx: Ctx, query: Received<typeof listMajors>['query']): Promise<Page<Major>> {
  const { rows, total } = await listMajorRows(ctx.db, query)
  return toPage(rows, total, query, presentMajor)
}

/** All majors of a year, by name. */
export async function listAllMajors(db: Db, yearId: string): Promise<Major[]> {
  return (await listMajorsOfYear(db, yearId)).map(presentMajor)
}

async function loadMajor(tx: Tx, ctx: Ctx, majorId: string): Promise<Major> {
  const row = await lockMajor(tx, majorId, ctx.authorize.where(ctx.actor, 'major.manage', 'm'))
  return presentMajor(found(row))
}

async function writeMajor(tx: Tx, ctx: Ctx, before: Major, fields: { name: string; abbreviation: string }) {
  const { id, yearId } = before
  await setMajor(tx, id, fields)
  const after = presentMajor(found(await findMajor(tx, id)))
  await ctx.record(tx, ctx, majorChanged, { type: 'major', id, yearId, before, after }, { name: after.name })
  return after
}

/** Adds a major to a year, or changes the one with the given id (404); returns it as it then is. */
export async function saveMajor(
  tx: Tx,
  ctx: Ctx,
  input: { id?: string | undefined; yearId: string; name: string; abbreviation: string },
): Promise<Major> {
  ctx.authorize.demand(ctx.actor, 'major.manage')
  if (input.id !== undefined) return writeMajor(tx, ctx, await loadMajor(tx, ctx, input.id), input)
  const id = await insertMajor(tx, input)
  const after = presentMajor(found(await findMajor(tx, id)))
  await ctx.record(tx, ctx, majorAdded, { type: 'major', id, yearId: input.yearId, after }, { name: after.name })
  return after
}

/** Adds a major to the given or the active year. */
export function addMajor(ctx: Ctx, body: Received<typeof createMajor>['body']): Promise<Major> {
  return ctx.db.transaction().execute(async (tx) => {
    const { id: yearId } = await resolveYear(tx, body.yearId)
    return saveMajor(tx, ctx, { yearId, name: body.name, abbreviation: body.abbreviation })
  })
}

export function renameMajor(ctx: Ctx, majorId: string, version: number, body: Received<typeof updateMajor>['body']) {
  return ctx.db.transaction().execute(async (tx) => {
    const before = await loadMajor(tx, ctx, majorId)
    checkVersion(version, before, body)
    return writeMajor(tx, ctx, before, { ...before, ...body })
  })
}

/** Deletes a major; refused while something depends on it, and `data` says how many of what. */
export async function takeMajorAway(tx: Tx, ctx: Ctx, majorId: string): Promise<void> {
  const before = await loadMajor(tx, ctx, majorId)
  const uses = Object.entries(await countMajorUses(tx, majorId)).filter(([, count]) => count > 0)
  if (uses.length > 0) {
    throw new Refusal('major.inUse', { data: { name: before.name, ...Object.fromEntries(uses) } })
  }
  await removeMajor(tx, majorId)
  const subject = { type: 'major', id: majorId, yearId: before.yearId, before }
  await ctx.record(tx, ctx, majorDeleted, subject, { name: before.name })
}

export const dropMajor = (ctx: Ctx, majorId: string): Promise<void> =>
  ctx.db.transaction().execute((tx) => takeMajorAway(tx, ctx, majorId))

function presentClassroom(row: ClassroomRow): Classroom {
  return {
    id: row.id,
    yearId: row.year_id,
    name: row.name,
    major: { id: row.major_id, name: row.major_name, abbreviation: row.major_abbreviation },
    students: row.students,
    version: row.version,
    can: { manage: row.may_manage && row.year_status !== 'closed' },
  }
}

const mayManage = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'classroom.manage', 'c')

const readClassroom = async (db: Db, ctx: Ctx, id: string) =>
  presentClassroom(found(await findClassroom(db, id, mayManage(ctx))))

export async function listClassroomsPage(
  ctx: Ctx,
  query: Received<typeof listClassrooms>['query'],
): Promise<Page<Classroom>> {
  const { rows, total } = await listClassroomRows(ctx.db, query, mayManage(ctx))
  return toPage(rows, total, query, presentClassroom)
}

/** All classrooms of a year with their majors, by name. */
export async function listAllClassrooms(db: Db, yearId: string): Promise<Omit<Classroom, 'can'>[]> {
  return (await listClassroomsOfYear(db, yearId)).map((row) => {
    const { can: _, ...classroom } = presentClassroom(row)
    return classroom
  })
}

async function loadClassroom(tx: Tx, ctx: Ctx, id: string): Promise<Classroom> {
  return presentClassroom(found(await lockClassroom(tx, id, mayManage(ctx))))
}

async function writeClassroom(tx: Tx, ctx: Ctx, before: Classroom, name: string): Promise<Classroom> {
  const { id, yearId } = before
  await setClassroomName(tx, id, name)
  const after = await readClassroom(tx, ctx, id)
  await ctx.record(tx, ctx, classroomChanged, { type: 'classroom', id, yearId, before, after }, { name })
  return after
}

/**
 * Adds a classroom to a major that the actor manages (404), or renames the one with the given id (404). A classroom that
 * is there stays in its major: `classroom.otherMajor`.
 */
export async function saveClassroom(
  tx: Tx,
  ctx: Ctx,
  input: { id?: string | undefined; majorId: string; name: string },
): Promise<Classroom> {
  if (input.id !== undefined) {
    const before = await loadClassroom(tx, ctx, input.id)
    if (before.major.id !== input.majorId) throw new Refusal('classroom.otherMajor', { data: { name: before.name } })
    return writeClassroom(tx, ctx, before, input.name)
  }
  const major = found(await findMajorFor(tx, input.majorId, mayManage(ctx)))
  const id = await insertClassroom(tx, { yearId: major.year_id, majorId: major.id, name: input.name })
  const after = await readClassroom(tx, ctx, id)
  const subject = { type: 'classroom', id, yearId: after.yearId, after }
  await ctx.record(tx, ctx, classroomAdded, subject, { name: after.name })
  return after
}

export function addClassroom(ctx: Ctx, body: Received<typeof createClassroom>['body']): Promise<Classroom> {
  return ctx.db.transaction().execute((tx) => saveClassroom(tx, ctx, body))
}

export function renameClassroom(ctx: Ctx, id: string, version: number, body: { name: string }): Promise<Classroom> {
  return ctx.db.transaction().execute(async (tx) => {
    const before = await loadClassroom(tx, ctx, id)
    checkVersion(version, before, body)
    return writeClassroom(tx, ctx, before, body.name)
  })
}

/** Deletes a classroom without students; `data.students` of the refusal says how many sit in it. */
export async function takeClassroomAway(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  // locked and counted in two statements: a student who came in between is counted, one who comes later waits
  await loadClassroom(tx, ctx, id)
  const before = await readClassroom(tx, ctx, id)
  const { name, students, yearId } = before
  if (students > 0) throw new Refusal('classroom.inUse', { data: { name, students } })
  await removeClassroom(tx, id)
  await ctx.record(tx, ctx, classroomDeleted, { type: 'classroom', id, yearId, before }, { name })
}

export const dropClassroom = (ctx: Ctx, id: string): Promise<void> =>
  ctx.db.transaction().execute((tx) => takeClassroomAway(tx, ctx, id))
