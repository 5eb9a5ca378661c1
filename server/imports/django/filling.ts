import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import type { ConstraintCodes } from '../../platform/problem.ts'
import type { YearReport } from './report.ts'
import type { TakenYear } from './translate.ts'

/** A year being filled. */
export interface Filling {
  readonly tx: Tx
  /** Its database is the running transaction. */
  readonly ctx: Ctx
  readonly constraints: ConstraintCodes
  readonly yearId: string
  readonly taken: TakenYear
  readonly report: YearReport
  /** Told where the work is. */
  progress(text: string): void
}
