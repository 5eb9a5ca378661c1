import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { listYears, YearStatus } from '../../contract/academics.ts'
import type { Received } from '../../contract/endpoint.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'

type Condition = RawBuilder<SqlBool>

/** An academic year as it lies in the database; days are `YYYY-MM-DD`. */
export interface YearRow {
  id: string
  name: string
  starts_on: string
  ends_on: string
  status: YearStatus
  timezone: string
  max_members: number
  similarity_threshold: number
  student_code_pattern: string
  version: number
}

const columns = [
  'y.id',
  'y.name',
  'y.starts_on',
  'y.ends_on',
  'y.timezone',
  'y.max_members',
  'y.similarity_threshold',
  'y.student_code_pattern',
  'y.version',
] as const

const selectYears = (db: Db) =>
  db.selectFrom('years as y').select([...columns, (eb) => eb.ref('y.status').$castTo<YearStatus>().as('status')])

export function findYear(db: Db, id: string): Promise<YearRow | undefined> {
  return selectYears(db).where('y.id', '=', id).executeTakeFirst()
}

export function findActiveYear(db: Db): Promise<YearRow | undefined> {
  return selectYears(db).where('y.status', '=', 'active').executeTakeFirst()
}

export function lockYear(tx: Tx, id: string, allowed: Condition): Promise<YearRow | undefined> {
  return selectYears(tx).where('y.id', '=', id).where(allowed).forUpdate().executeTakeFirst()
}

const sortable = { name: 'y.name', startsOn: 'y.starts_on' } as const

export async function listYearRows(db: Db, query: Received<typeof listYears>['query']) {
  const matching = selectYears(db)
    .$if(query.status !== undefined, (qb) => qb.where('y.status', '=', query.status as string))
    .$if(Boolean(query.q), (qb) => qb.where(sql<SqlBool>`y.name ilike ${containing(query.q ?? '')} escape '\\'`))
  const [column, direction] = order(query.sort, '-startsOn')
  const { limit, offset } = window(query)
  const rows = await matching.orderBy(sortable[column], direction).orderBy('y.id').limit(limit).offset(offset).execute()
  const { total } = await matching
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export interface YearFields {
  name: string
  startsOn: string
  endsOn: string
  maxMembers: number
  similarityThreshold: number
  timezone: string
  studentCodePattern: string
}

const toColumns = (year: YearFields) => ({
  name: year.name,
  starts_on: year.startsOn,
  ends_on: year.endsOn,
  max_members: year.maxMembers,
  similarity_threshold: year.similarityThreshold,
  timezone: year.timezone,
  student_code_pattern: year.studentCodePattern,
})

export async function insertYear(tx: Tx, year: YearFields): Promise<string> {
  const { id } = await tx.insertInto('years').values(toColumns(year)).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function setYear(tx: Tx, id: string, year: YearFields): Promise<void> {
  await tx
    .updateTable('years')
    .set({ ...toColumns(year), version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

export async function setYearStatus(tx: Tx, id: string, status: YearStatus): Promise<void> {
  await tx.updateTable('years').set({ status, version: sql`version + 1` }).where('id', '=', id).execute()
}

/** Whether the database knows the zone too, which need not have the same edition of the time zone database. */
export async function isKnownZone(db: Db, zone: string): Promise<boolean> {
  const { rows } = await sql`select from pg_timezone_names where name = ${zone}`.execute(db)
  return rows.length > 0
}

/** The newest year, whose settings the next one takes over. */
export function findNewestYear(db: Db): Promise<YearRow | undefined> {
  return selectYears(db).orderBy('y.starts_on', 'desc').limit(1).executeTakeFirst()
}

/** The timezone of the faculty: that of the active year, else of the newest one. */
export async function findTimezone(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('years')
    .select('timezone')
    .orderBy(sql`status = 'active'`, 'desc')
    .orderBy('starts_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.timezone
}
