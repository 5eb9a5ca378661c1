import { sql } from 'kysely'
import type { Actor, ScopeTable } from '../platform/authorize.ts'
import type { ConstraintCodes } from '../platform/problem.ts'

// The command line has no account; no row has this one.
const nobody = '00000000-0000-0000-0000-000000000000'

/** The account that asks, as a value for SQL. */
export function accountOf(actor: Actor): string {
  return actor.accountId === '' ? nobody : actor.accountId
}

/** Scopes of a project, and of everything that hangs on one. `committee` comes with the defenses. */
export const scopes: ScopeTable = {
  project: {
    own: (actor, t) => sql`${sql.ref(`${t}.id`)} in (
      select pm.project_id from project_members pm join students s on s.id = pm.student_id
      where s.account_id = ${accountOf(actor)})`,
    supervised: (actor, t) => sql`${sql.ref(`${t}.advisor_id`)} in (
      select id from advisors where account_id = ${accountOf(actor)})`,
    managed: (actor, t) => sql`${sql.ref(`${t}.id`)} in (
      select pm.project_id from project_members pm
        join students s on s.id = pm.student_id
        join managed_majors mm on mm.major_id = s.major_id
        join advisors office on office.id = mm.advisor_id
      where office.account_id = ${accountOf(actor)})`,
  },
  invitation: {
    own: (actor, t) => sql`${sql.ref(`${t}.student_id`)} in (
      select s.id from students s where s.account_id = ${accountOf(actor)})`,
  },
}

export const constraints: ConstraintCodes = {
  project_members_one_open: 'project.studentTaken',
  change_requests_one_open: 'change.open',
  projects_year_id_code_key: 'project.codeTaken',
  projects_advisor_id_year_id_fkey: 'advisor.unknown',
  submissions_project_id_year_id_fkey: 'project.hasWork',
  score_sheets_project_id_year_id_fkey: 'project.hasWork',
  results_project_id_year_id_fkey: 'project.hasWork',
}
