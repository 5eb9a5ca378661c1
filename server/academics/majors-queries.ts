import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { listClassrooms, listMajors } from '../../contract/academics.ts'
import type { Received } from '../../contract/endpoint.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'

type Condition = RawBuilder<SqlBool>

/** The year that was asked for, or the active one, without a statement of its own. */
const ofYear = (column: 'm.year_id' | 'c.year_id', yearId: string | undefined) =>
  sql<SqlBool>`${sql.ref(column)} = coalesce(${yearId ?? null}::uuid, (select id from years where status = 'active'))`

const selectMajors = (db: Db) =>
  db
    .selectFrom('majors as m')
    .select(['m.id', 'm.year_id', 'm.name', 'm.abbreviation', 'm.version'])
    .select(sql<number>`(select count(*) from students s where s.major_id = m.id)`.as('students'))
    .select(sql<number>`(select count(*) from classrooms c where c.major_id = m.id)`.as('classrooms'))

/** A major with the numbers of its students and classrooms. */
export interface MajorRow {
  id: string
  year_id: string
  name: string
  abbreviation: string
  version: number
  students: number
  classrooms: number
}

export function findMajor(db: Db, id: string): Promise<MajorRow | undefined> {
  return selectMajors(db).where('m.id', '=', id).executeTakeFirst()
}

export function lockMajor(tx: Tx, id: string, allowed: Condition): Promise<MajorRow | undefined> {
  return selectMajors(tx).where('m.id', '=', id).where(allowed).forUpdate('m').executeTakeFirst()
}

export function listMajorsOfYear(db: Db, yearId: string): Promise<MajorRow[]> {
  return selectMajors(db).where('m.year_id', '=', yearId).orderBy('m.name').orderBy('m.id').execute()
}

export async function listMajorRows(db: Db, query: Received<typeof listMajors>['query']) {
  const text = containing(query.q ?? '')
  const matching = selectMajors(db)
    .where(ofYear('m.year_id', query.yearId))
    .$if(Boolean(query.q), (qb) =>
      qb.where(sql<SqlBool>`(m.name ilike ${text} escape '\\' or m.abbreviation ilike ${text} escape '\\')`),
    )
  const [column, direction] = order(query.sort, 'name')
  const { limit, offset } = window(query)
  const rows = await matching.orderBy(`m.${column}`, direction).orderBy('m.id').limit(limit).offset(offset).execute()
  const { total } = await matching
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export async function insertMajor(tx: Tx, major: { yearId: string; name: string; abbreviation: string }) {
  const { id } = await tx
    .insertInto('majors')
    .values({ year_id: major.yearId, name: major.name, abbreviation: major.abbreviation })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function setMajor(tx: Tx, id: string, major: { name: string; abbreviation: string }): Promise<void> {
  await tx
    .updateTable('majors')
    .set({ name: major.name, abbreviation: major.abbreviation, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

export async function removeMajor(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('majors').where('id', '=', id).execute()
}

/** How many things of each kind keep a major from being deleted. */
export async function countMajorUses(db: Db, id: string): Promise<Record<string, number>> {
  return db
    .selectNoFrom([
      sql<number>`(select count(*) from classrooms where major_id = ${id})`.as('classrooms'),
      sql<number>`(select count(*) from students where major_id = ${id})`.as('students'),
      sql<number>`(select count(*) from (select advisor_id from advisor_majors where major_id = ${id}
        union select advisor_id from managed_majors where major_id = ${id}) a)`.as('advisors'),
      sql<number>`(select count(*) from room_majors where major_id = ${id})`.as('rooms'),
    ])
    .executeTakeFirstOrThrow()
}

const selectClassrooms = (db: Db, manage: Condition) =>
  db
    .selectFrom('classrooms as c')
    .innerJoin('majors as m', 'm.id', 'c.major_id')
    .innerJoin('years as y', 'y.id', 'c.year_id')
    .select(['c.id', 'c.year_id', 'c.name', 'c.version', 'c.major_id', 'y.status as year_status'])
    .select(['m.name as major_name', 'm.abbreviation as major_abbreviation'])
    .select(sql<number>`(select count(*) from students s where s.classroom_id = c.id)`.as('students'))
    .select(sql<boolean>`(${manage})`.as('may_manage'))

/** A classroom with its major, the number of its students, and whether the one who asks manages it. */
export interface ClassroomRow {
  id: string
  year_id: string
  name: string
  version: number
  major_id: string
  year_status: string
  major_name: string
  major_abbreviation: string
  students: number
  may_manage: boolean
}

export function findClassroom(db: Db, id: string, manage: Condition): Promise<ClassroomRow | undefined> {
  return selectClassrooms(db, manage).where('c.id', '=', id).executeTakeFirst()
}

export function lockClassroom(tx: Tx, id: string, allowed: Condition): Promise<ClassroomRow | undefined> {
  return selectClassrooms(tx, allowed).where('c.id', '=', id).where(allowed).forUpdate('c').executeTakeFirst()
}

/** All classrooms of a year, by name, with no word on who manages them. */
export function listClassroomsOfYear(db: Db, yearId: string): Promise<ClassroomRow[]> {
  const nobody = sql<SqlBool>`false`
  return selectClassrooms(db, nobody).where('c.year_id', '=', yearId).orderBy('c.name').orderBy('c.id').execute()
}

/** The major into which a classroom is to go, if the one who asks manages it; `allowed` is about alias `c`. */
export function findMajorFor(db: Db, majorId: string, allowed: Condition) {
  return db
    .selectFrom((eb) => eb.selectFrom('majors').select(['id', 'id as major_id', 'year_id']).as('c'))
    .select(['c.id', 'c.year_id'])
    .where('c.id', '=', majorId)
    .where(allowed)
    .executeTakeFirst()
}

const classroomOrder = { name: 'c.name', major: 'm.name' } as const

export async function listClassroomRows(db: Db, query: Received<typeof listClassrooms>['query'], manage: Condition) {
  const matching = selectClassrooms(db, manage)
    .where(ofYear('c.year_id', query.yearId))
    .$if(query.majorId !== undefined, (qb) => qb.where('c.major_id', '=', query.majorId as string))
    .$if(Boolean(query.q), (qb) => qb.where(sql<SqlBool>`c.name ilike ${containing(query.q ?? '')} escape '\\'`))
  const [column, direction] = order(query.sort, 'name')
  const { limit, offset } = window(query)
  const rows = await matching
    .orderBy(classroomOrder[column], direction)
    .orderBy('c.id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export async function insertClassroom(tx: Tx, classroom: { yearId: string; majorId: string; name: string }) {
  const { id } = await tx
    .insertInto('classrooms')
    .values({ year_id: classroom.yearId, major_id: classroom.majorId, name: classroom.name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function setClassroomName(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('classrooms').set({ name, version: sql`version + 1` }).where('id', '=', id).execute()
}

export async function removeClassroom(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('classrooms').where('id', '=', id).execute()
}
