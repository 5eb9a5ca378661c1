import type { ScopeTable } from '../platform/authorize.ts'
import type { ConstraintCodes } from '../platform/problem.ts'

/** Nothing here is scoped by itself: who manages which classrooms is known to the advisors (advisors/policy.ts). */
export const scopes: ScopeTable = {}

export const constraints: ConstraintCodes = {
  years_name_key: 'year.nameTaken',
  years_one_active: 'year.alreadyActive',
  years_check: 'year.datesInverted',
  majors_name: 'major.nameTaken',
  majors_abbreviation: 'major.abbreviationTaken',
  classrooms_name: 'classroom.nameTaken',
  classrooms_major_id_year_id_fkey: 'major.inUse',
  advisor_majors_major_id_year_id_fkey: 'major.inUse',
  managed_majors_major_id_year_id_fkey: 'major.inUse',
  students_major_id_year_id_fkey: 'major.inUse',
  room_majors_major_id_year_id_fkey: 'major.inUse',
}
