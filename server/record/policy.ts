import { type SqlBool, sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'

export const scopes: ScopeTable = {
  record: {
    // what the event itself ties to a managed major: a project, or a student; nothing that is for administrators only
    managed: (actor, t) => sql<SqlBool>`(${sql.ref(`${t}.audience`)} <> 'admins' and ${sql.ref(`${t}.id`)} in (
      with mine as (
        select s.id from students s
          join managed_majors mm on mm.major_id = s.major_id
          join advisors office on office.id = mm.advisor_id
        where office.account_id = ${actor.accountId})
      select x.id from events x where x.project_id in (
        select pm.project_id from project_members pm where pm.student_id in (select id from mine))
      union all select x.id from events x where x.subject_type = 'student' and x.subject_id in (select id from mine)))`,
  },
}
