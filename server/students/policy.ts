import { type SqlBool, sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'
import type { ConstraintCodes } from '../platform/problem.ts'

export const scopes: ScopeTable = {
  student: {
    // the major is one whose office the actor runs; a major belongs to one year, so the year follows
    managed: (actor, t) => sql<SqlBool>`exists (
      select from managed_majors mm join advisors me on me.id = mm.advisor_id
      where me.account_id = ${actor.accountId} and mm.major_id = ${sql.ref(`${t}.major_id`)})`,
  },
}

export const constraints: ConstraintCodes = {
  students_year_id_code_key: 'student.codeTaken',
  students_account_id_year_id_key: 'student.codeTaken',
  students_classroom_of_major: 'classroom.otherMajor',
}
