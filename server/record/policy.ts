import { type SqlBool, sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'

export const scopes: ScopeTable = {
  record: {
    // what the event itself ties to a managed major: a project, or a student; nothing that is for administrators only
    managed: (actor, t) => sql<SqlBool>`(${sql.ref(`${t}.audience`)} <> 'admins' and (
      ${sql.ref(`${t}.project_id`)} in (
        select pm.project_id from project_members pm
          join students s on s.id = pm.student_id
          join managed_majors mm on mm.major_id = s.major_id
          join advisors office on office.id = mm.advisor_id
        where office.account_id = ${actor.accountId})
      or (${sql.ref(`${t}.subject_type`)} = 'student' and ${sql.ref(`${t}.subject_id`)} in (
        select s.id from students s
          join managed_majors mm on mm.major_id = s.major_id
          join advisors office on office.id = mm.advisor_id
        where office.account_id = ${actor.accountId}))))`,
  },
}
