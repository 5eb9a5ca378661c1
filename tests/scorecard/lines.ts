import type { Line } from './line.ts'
import { operations } from './table/operations.ts'
import { reliability } from './table/reliability.ts'
import { security } from './table/security.ts'

/** The whole scorecard. A line counts once it is measured in full; what is open of it says so. */
export const lines: readonly Line[] = [...security, ...reliability, ...operations]
