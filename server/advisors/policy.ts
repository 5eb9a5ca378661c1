import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Actor, ScopeTable } from '../platform/authorize.ts'
import type { ConstraintCodes } from '../platform/problem.ts'

/** Is the major (a column) one whose office the actor runs? A major belongs to one year, so the year follows. */
const manages = (actor: Actor, major: RawBuilder<unknown>) => sql<SqlBool>`exists (
  select from managed_majors mm join advisors me on me.id = mm.advisor_id
  where me.account_id = ${actor.accountId} and mm.major_id = ${major})`

export const scopes: ScopeTable = {
  // contributed here: academics comes before advisors and does not know who runs which office
  classroom: { managed: (actor, t) => manages(actor, sql.ref(`${t}.major_id`)) },
  advisor: {
    // specialised in a managed major, or in all majors of a year in which the actor manages one
    managed: (actor, t) => sql<SqlBool>`exists (
      select from managed_majors mm join advisors me on me.id = mm.advisor_id
      where me.account_id = ${actor.accountId} and me.year_id = ${sql.ref(`${t}.year_id`)} and (
        not exists (select from advisor_majors am where am.advisor_id = ${sql.ref(`${t}.id`)})
        or exists (select from advisor_majors am
          where am.advisor_id = ${sql.ref(`${t}.id`)} and am.major_id = mm.major_id)))`,
  },
}

export const constraints: ConstraintCodes = {
  advisors_account_id_year_id_key: 'account.emailTaken',
}
