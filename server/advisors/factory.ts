/** Test data: advisors of a year, made by the use cases. */
import type { Advisor, Quotas } from '../../contract/advisors.ts'
import type { Ctx } from '../platform/ctx.ts'
import { addAdvisor, assignOffice } from './advisors.ts'

let number = 0

interface AdvisorSpec {
  yearId?: string
  name?: string
  login?: string
  email?: string
  quotas?: Partial<Quotas>
  majorIds?: string[]
  /** Majors whose office the advisor runs. */
  managedMajorIds?: string[]
}

/** An advisor of the given or the active year with five places of each kind, who signs in with `login`. */
export async function makeAdvisor(ctx: Ctx, spec: AdvisorSpec = {}): Promise<Advisor> {
  number += 1
  const advisor = await addAdvisor(ctx, {
    yearId: spec.yearId,
    name: spec.name ?? `Advisor ${number}`,
    login: spec.login ?? `advisor${number}`,
    email: spec.email ?? null,
    quotas: { supervising: 5, chair: 5, second: 5, third: 5, ...spec.quotas },
    majorIds: spec.majorIds ?? [],
  })
  if (!spec.managedMajorIds) return advisor
  return assignOffice(ctx, advisor.id, advisor.version, spec.managedMajorIds)
}
