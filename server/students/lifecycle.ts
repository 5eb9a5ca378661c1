import type { StudentStatus } from '../../contract/students.ts'

/** Whether a decision about a self-registration is still open: decided once, by whoever came first. */
export function isUndecided(status: StudentStatus): boolean {
  return status === 'pending'
}

/** The name as people say it, in the script of the faculty. */
export function fullName(person: { givenName: string; surname: string }): string {
  return `${person.givenName} ${person.surname}`
}
