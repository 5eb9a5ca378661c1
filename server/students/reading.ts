import type { Student } from '../../contract/students.ts'
import type { Ctx } from '../platform/ctx.ts'
import { fullName } from './lifecycle.ts'
import type { StudentRow } from './queries.ts'

/** How students are shown and named, and whose they are. */

export const mayRead = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'student.read', 's')
export const mayManage = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'student.manage', 's')

export function present(row: StudentRow): Student {
  return {
    id: row.id,
    yearId: row.year_id,
    accountId: row.account_id,
    code: row.code,
    gender: row.gender,
    givenName: row.given_name,
    surname: row.surname,
    givenNameLatin: row.given_name_latin,
    surnameLatin: row.surname_latin,
    major: { id: row.major_id, name: row.major_name, abbreviation: row.major_abbreviation },
    classroom: { id: row.classroom_id, name: row.classroom_name },
    telephone: row.telephone,
    email: row.email,
    status: row.status,
    project: row.project_id && row.project_code ? { id: row.project_id, code: row.project_code } : null,
    version: row.version,
    can: { manage: row.may_manage && row.year_status !== 'closed' },
  }
}

export const labelOf = (student: Student) => ({ code: student.code, name: fullName(student) })
export const subjectOf = ({ id, yearId }: Student) => ({ type: 'student', id, yearId })
