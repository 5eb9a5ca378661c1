import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StudentFilter, StudentStatus } from '../../../contract/students.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { matchingStudents, type StudentRow } from '../queries.ts'

type Condition = RawBuilder<SqlBool>

const among = (ids: readonly string[]) => sql<SqlBool>`id = any(${[...ids]}::uuid[])`

export async function countMatching(db: Db, filter: StudentFilter, visible: Condition, manage: Condition) {
  const { total } = await matchingStudents(db, filter, visible, manage)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Locks what matches, at most `most`, in the order of `lockStudents`. */
export function lockMatching(
  tx: Tx,
  filter: StudentFilter,
  visible: Condition,
  manage: Condition,
  most: number,
): Promise<StudentRow[]> {
  return matchingStudents(tx, filter, visible, manage).orderBy('s.id').limit(most).forUpdate('s').execute()
}

/** A classroom of a major, as the rows of students name it. */
export function findPlace(db: Db, majorId: string, classroomId: string) {
  return db
    .selectFrom('classrooms as c')
    .innerJoin('majors as m', 'm.id', 'c.major_id')
    .select(['m.id as major_id', 'm.name as major_name', 'm.abbreviation as major_abbreviation'])
    .select(['c.id as classroom_id', 'c.name as classroom_name'])
    .where('c.id', '=', classroomId)
    .where('m.id', '=', majorId)
    .executeTakeFirst()
}

export async function setPlace(tx: Tx, ids: readonly string[], majorId: string, classroomId: string): Promise<void> {
  await tx
    .updateTable('students')
    .set({ major_id: majorId, classroom_id: classroomId, version: sql`version + 1` })
    .where(among(ids))
    .execute()
}

export async function setStatus(tx: Tx, ids: readonly string[], status: StudentStatus): Promise<void> {
  await tx.updateTable('students').set({ status, version: sql`version + 1` }).where(among(ids)).execute()
}

export async function removeStudents(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.deleteFrom('students').where(among(ids)).execute()
}

/** The codes of all projects, withdrawn ones too, that each of the students is or was in; only of those with any. */
export async function listProjectCodes(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('project_members as pm')
    .innerJoin('projects as p', 'p.id', 'pm.project_id')
    .select(['pm.student_id', sql<string[]>`array_agg(p.code order by p.code)`.as('codes')])
    .where(sql<SqlBool>`pm.student_id = any(${[...ids]}::uuid[])`)
    .groupBy('pm.student_id')
    .execute()
  return new Map(rows.map((row) => [row.student_id, row.codes]))
}

/** What hangs on accounts: a student or an advisor of any year, and the system itself. */
export function listStandings(db: Db, accountIds: readonly string[]) {
  return db
    .selectFrom('accounts as acc')
    .select([
      'acc.id',
      sql<boolean>`'admin' = any(acc.roles)`.as('is_admin'),
      sql<boolean>`exists (select from students where account_id = acc.id)`.as('studies'),
      sql<boolean>`exists (select from advisors where account_id = acc.id)`.as('advises'),
    ])
    .where(sql<SqlBool>`acc.id = any(${[...accountIds]}::uuid[])`)
    .orderBy('acc.id')
    .execute()
}
