import type { Advisor, Quotas } from '../../contract/advisors.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { AdvisorRow } from './queries.ts'

/** How advisors are shown, and whose they are. */

export const mayManage = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'advisor.manage', 'a')

export function numbers(row: AdvisorRow, what: 'quota' | 'taken'): Quotas {
  const of = (kind: keyof Quotas) => row.places?.[kind]?.[what] ?? 0
  return { supervising: of('supervising'), chair: of('chair'), second: of('second'), third: of('third') }
}

export function present(row: AdvisorRow): Advisor {
  return {
    id: row.id,
    yearId: row.year_id,
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    quotas: numbers(row, 'quota'),
    loads: numbers(row, 'taken'),
    majors: row.majors,
    managedMajors: row.managed_majors,
    version: row.version,
    can: { manage: row.may_manage && row.year_status !== 'closed' },
  }
}
