import type { ConstraintCodes } from '../platform/problem.ts'

export const constraints = {
  grade_boundaries_pkey: 'boundary.duplicate',
  grade_boundaries_minimum: 'boundary.duplicate',
} satisfies ConstraintCodes
