import type { Role } from '../../../contract/permissions.ts'
import type { Config } from '../../platform/config.ts'

/** Who runs the office: they see and change what is of others. */
const staff: readonly Role[] = ['department_admin', 'admin']

export const isStaff = (roles: readonly Role[]): boolean => roles.some((role) => staff.includes(role))

/** How long a session of somebody with these roles may rest; for most people as long as it lasts. */
export function idleMilliseconds(
  { staffIdleMinutes }: Pick<Config, 'staffIdleMinutes'>,
  roles: readonly Role[],
): number {
  return staffIdleMinutes > 0 && isStaff(roles) ? staffIdleMinutes * 60_000 : Number.POSITIVE_INFINITY
}

/** How often the use of a session is noted: often enough for the rest that ends it, and no more. */
export function noteEvery(rest: number): number {
  return Math.min(300_000, rest / 30)
}
