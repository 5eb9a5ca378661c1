import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Received } from '../../contract/endpoint.ts'
import type { Gender, listStudents, StudentFilter, StudentStatus } from '../../contract/students.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'

type Condition = RawBuilder<SqlBool>

/** The record of a student as people write it. */
export interface StudentFields {
  code: string
  gender: Gender
  givenName: string
  surname: string
  givenNameLatin: string | null
  surnameLatin: string | null
  majorId: string
  classroomId: string
  telephone: string | null
  email: string | null
}

/** A student of a year with major, classroom, project, and what the one who asks may do. */
export interface StudentRow {
  id: string
  year_id: string
  account_id: string
  code: string
  gender: Gender
  given_name: string
  surname: string
  given_name_latin: string | null
  surname_latin: string | null
  major_id: string
  major_name: string
  major_abbreviation: string
  classroom_id: string
  classroom_name: string
  telephone: string | null
  email: string | null
  /** The account also owns the system: only its like may change how it signs in. */
  is_admin: boolean
  status: StudentStatus
  project_id: string | null
  project_code: string | null
  year_status: string
  version: number
  may_manage: boolean
}

// Which project a student is in is told by tables that a later feature writes: a join to read, and no other knowledge.
const selectStudents = (db: Db, manage: Condition) =>
  db
    .selectFrom('students as s')
    .innerJoin('years as y', 'y.id', 's.year_id')
    .innerJoin('accounts as acc', 'acc.id', 's.account_id')
    .innerJoin('majors as m', 'm.id', 's.major_id')
    .innerJoin('classrooms as c', 'c.id', 's.classroom_id')
    .leftJoin('project_members as pm', (join) => join.onRef('pm.student_id', '=', 's.id').on('pm.open', '=', true))
    .leftJoin('projects as p', 'p.id', 'pm.project_id')
    .select(['s.id', 's.year_id', 's.account_id', 's.code', 's.given_name', 's.surname', 's.given_name_latin'])
    .select(['s.surname_latin', 's.major_id', 's.classroom_id', 's.telephone', 's.version', 'acc.email'])
    .select(['m.name as major_name', 'm.abbreviation as major_abbreviation', 'c.name as classroom_name'])
    .select(['p.id as project_id', 'p.code as project_code', 'y.status as year_status'])
    .select((eb) => [
      eb.ref('s.gender').$castTo<Gender>().as('gender'),
      eb.ref('s.status').$castTo<StudentStatus>().as('status'),
    ])
    .select([sql<boolean>`'admin' = any(acc.roles)`.as('is_admin'), sql<boolean>`(${manage})`.as('may_manage')])

/** One student if `visible` (on alias `s`) holds; `manage` becomes the permission of the row. */
export function findStudent(
  db: Db,
  id: string,
  visible: Condition,
  manage: Condition,
): Promise<StudentRow | undefined> {
  return selectStudents(db, manage).where('s.id', '=', id).where(visible).executeTakeFirst()
}

export function lockStudent(tx: Tx, id: string, allowed: Condition): Promise<StudentRow | undefined> {
  return selectStudents(tx, allowed).where('s.id', '=', id).where(allowed).forUpdate('s').executeTakeFirst()
}

/** Locks those of the students that are allowed, always in the same order, so that two who decide never wait in a ring. */
export function lockStudents(
  tx: Tx,
  ids: readonly string[],
  allowed: Condition,
  manage: Condition,
): Promise<StudentRow[]> {
  return selectStudents(tx, manage)
    .where(sql<SqlBool>`s.id = any(${[...ids]}::uuid[])`)
    .where(allowed)
    .orderBy('s.id')
    .forUpdate('s')
    .execute()
}

export function listStudentsOfYear(db: Db, yearId: string): Promise<StudentRow[]> {
  return selectStudents(db, sql<SqlBool>`false`).where('s.year_id', '=', yearId).orderBy('s.code').execute()
}

const named = (q: string) => sql<SqlBool>`
  concat_ws(' ', s.code, s.given_name, s.surname, s.given_name_latin, s.surname_latin) ilike ${containing(q)} escape '\\'`

const sortable = {
  code: 's.code',
  name: 's.given_name',
  surname: 's.surname',
  classroom: 'c.name',
  status: 's.status',
} as const

/** The students of a year, the active one unless told, that match and are `visible`. */
export function matchingStudents(db: Db, filter: StudentFilter, visible: Condition, manage: Condition) {
  const { yearId, majorId, classroomId, status, gender, withProject, q } = filter
  return selectStudents(db, manage)
    .where(sql<SqlBool>`s.year_id = coalesce(${yearId ?? null}::uuid, (select id from years where status = 'active'))`)
    .where(visible)
    .$if(majorId !== undefined, (qb) => qb.where('s.major_id', '=', majorId as string))
    .$if(classroomId !== undefined, (qb) => qb.where('s.classroom_id', '=', classroomId as string))
    .$if(status !== undefined, (qb) => qb.where('s.status', '=', status as string))
    .$if(gender !== undefined, (qb) => qb.where('s.gender', '=', gender as string))
    .$if(withProject !== undefined, (qb) => qb.where('p.id', withProject ? 'is not' : 'is', null))
    .$if(Boolean(q), (qb) => qb.where(named(q ?? '')))
}

export async function listStudentRows(
  db: Db,
  query: Received<typeof listStudents>['query'],
  visible: Condition,
  manage: Condition,
) {
  const matching = matchingStudents(db, query, visible, manage)
  const [column, direction] = order(query.sort, 'code')
  const { limit, offset } = window(query)
  const rows: StudentRow[] = await matching
    .orderBy(sortable[column], direction)
    .orderBy('s.id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Approved students of the active year by code or name, at most `limit`. */
export function listCards(db: Db, q: string, limit: number) {
  return db
    .selectFrom('students as s')
    .innerJoin('years as y', (join) => join.onRef('y.id', '=', 's.year_id').on('y.status', '=', 'active'))
    .innerJoin('majors as m', 'm.id', 's.major_id')
    .select(['s.id', 's.code', 's.given_name', 's.surname', 'm.id as major_id', 'm.abbreviation'])
    .select(sql<boolean>`not exists (select from project_members pm where pm.student_id = s.id and pm.open)`.as('free'))
    .where('s.status', '=', 'approved')
    .where(named(q))
    .orderBy('s.code')
    .limit(limit)
    .execute()
}

/** The year of a major, if `allowed` (on alias `s`, as of a student of it) holds when it is given. */
export function findMajorFor(db: Db, majorId: string, allowed?: Condition) {
  return db
    .selectFrom((eb) => eb.selectFrom('majors').select(['id as major_id', 'year_id']).as('s'))
    .select(['s.major_id', 's.year_id'])
    .where('s.major_id', '=', majorId)
    .$if(allowed !== undefined, (qb) => qb.where(allowed as Condition))
    .executeTakeFirst()
}

/** What an account stands for: approved as a student in some year, a student of this year. */
export function findStanding(db: Db, accountId: string, yearId: string) {
  return db
    .selectNoFrom([
      sql<boolean>`exists (select from students where account_id = ${accountId} and status = 'approved')`.as(
        'approved',
      ),
      sql<boolean>`exists (select from students where account_id = ${accountId} and year_id = ${yearId})`.as('ofYear'),
    ])
    .executeTakeFirstOrThrow()
}

const toColumns = (student: StudentFields) => ({
  code: student.code,
  gender: student.gender,
  given_name: student.givenName,
  surname: student.surname,
  given_name_latin: student.givenNameLatin,
  surname_latin: student.surnameLatin,
  major_id: student.majorId,
  classroom_id: student.classroomId,
  telephone: student.telephone,
})

export async function insertStudent(
  tx: Tx,
  student: StudentFields & { yearId: string; accountId: string; status: StudentStatus },
): Promise<string> {
  const { yearId: year_id, accountId: account_id, status } = student
  const { id } = await tx
    .insertInto('students')
    .values({ ...toColumns(student), year_id, account_id, status })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Many students, under ids that the caller made. */
export async function insertStudents(
  tx: Tx,
  students: readonly (StudentFields & { id: string; yearId: string; accountId: string; status: StudentStatus })[],
): Promise<void> {
  const rows = students.map((one) => {
    const { id, yearId: year_id, accountId: account_id, status } = one
    return { ...toColumns(one), id, year_id, account_id, status }
  })
  for (let at = 0; at < rows.length; at += 500) {
    await tx
      .insertInto('students')
      .values(rows.slice(at, at + 500))
      .execute()
  }
}

export async function setStudent(tx: Tx, id: string, student: StudentFields): Promise<void> {
  await tx
    .updateTable('students')
    .set({ ...toColumns(student), version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}
