import type { PlaceKind } from '../../contract/advisors.ts'

/** What the forms about an advisor hold. */
export interface AdvisorValues {
  name: string
  email: string
  quotas: Record<PlaceKind, number | ''>
  majorIds: string[]
}
