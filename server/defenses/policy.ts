import { type SqlBool, sql } from 'kysely'
import type { ScopeTable } from '../platform/authorize.ts'
import type { ConstraintCodes } from '../platform/problem.ts'

/** Committee: the projects one holds a seat of. */
export const scopes = {
  project: {
    committee: (actor, t) => sql<SqlBool>`${sql.ref(`${t}.id`)} in (
      select seat.project_id from committee_seats seat join advisors seated on seated.id = seat.advisor_id
      where seated.account_id = nullif(${actor.accountId}, '')::uuid)`,
  },
} satisfies ScopeTable

export const constraints = {
  rooms_name: 'room.nameTaken',
  defenses_room_id_year_id_fkey: 'input.invalid',
  room_majors_major_id_year_id_fkey: 'input.invalid',
  defense_slots_apart: 'slot.overlaps',
  committee_seats_once: 'seat.twice',
  committee_seats_advisor_id_year_id_fkey: 'advisor.unknown',
  defenses_room_once: 'defense.roomTaken',
  defense_attendances_once: 'defense.personTaken',
} satisfies ConstraintCodes
