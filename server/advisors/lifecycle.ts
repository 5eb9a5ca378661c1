import type { Role } from '../../contract/permissions.ts'

/** The majors that one of two lists has and the other has not. */
export function differing(before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((id) => !before.includes(id))
  return [...new Set([...added, ...before.filter((id) => !after.includes(id))])]
}

/**
 * Whether a new advisor may be given an account that exists: a person keeps one account over the years. Staff in scope
 * may take an advisor's account again; only who manages accounts may make another member of staff an advisor.
 */
export function mayReuseAccount(roles: readonly Role[], managesAccounts: boolean): boolean {
  return roles.includes('advisor') || (managesAccounts && !roles.includes('student'))
}

/** The roles an account has to gain and to lose, so that they follow from the records of the person. */
export function rolesToMove(roles: readonly Role[], records: { advises: boolean; manages: boolean }) {
  const due: readonly (readonly [Role, boolean])[] = [
    ['advisor', records.advises],
    ['department_admin', records.manages],
  ]
  return {
    grant: due.filter(([role, holds]) => holds && !roles.includes(role)).map(([role]) => role),
    revoke: due.filter(([role, holds]) => !holds && roles.includes(role)).map(([role]) => role),
  }
}
