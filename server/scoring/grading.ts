import type { GradeBoundary, Rounding } from '../../contract/scoring.ts'

/**
 * The formula: final = advisor total + mean of the committee totals, rounded by the year's rule; grade = the first
 * boundary that is reached, else F (docs/product.md, "Numbers used all over"). Everything is counted in whole
 * hundredths of a point, and the mean kept as a fraction until the end, so that no binary fraction moves a grade.
 */

export const failed = 'F'

/** A score in points (at most two decimals) as whole hundredths. */
export function hundredths(points: number): number {
  return Math.round(points * 100)
}

/** Sum of scores in points, exact to the hundredth. */
export function sum(points: readonly number[]): number {
  return points.reduce((total, one) => total + hundredths(one), 0) / 100
}

/** `numerator / denominator` (not negative) to the nearest whole number, halves up. */
const halfUp = (numerator: number, denominator: number) => Math.floor((2 * numerator + denominator) / (2 * denominator))

/** A fraction of hundredths as points, by the rule of the year; `none` keeps four decimals. */
function round(numerator: number, denominator: number, rule: Rounding): number {
  if (rule === 'half_up_integer') return halfUp(numerator, denominator * 100)
  if (rule === 'half_up_one_decimal') return halfUp(numerator, denominator * 10) / 10
  return halfUp(numerator * 100, denominator) / 10_000
}

/** The first boundary whose minimum is reached, in whatever order they come; below all of them F. */
export function gradeOf(points: number, boundaries: readonly GradeBoundary[]): string {
  const reached = boundaries
    .filter(({ minimum }) => Math.round(points * 10_000) >= hundredths(minimum) * 100)
    .toSorted((a, b) => b.minimum - a.minimum)
  return reached[0]?.grade ?? failed
}

export interface Grading {
  /** Points. */
  advisorTotal: number
  /** Points, four decimals. */
  committeeMean: number
  /** Points, by the rounding rule. */
  final: number
  grade: string
}

/** The result of a project from the totals of its sheets, in points; the committee has at least one. */
export function grade(
  totals: { advisor: number; committee: readonly number[] },
  rules: { boundaries: readonly GradeBoundary[]; rounding: Rounding },
): Grading {
  const seats = totals.committee.length
  const committee = totals.committee.reduce((total, one) => total + hundredths(one), 0)
  const final = round(hundredths(totals.advisor) * seats + committee, seats, rules.rounding)
  return {
    advisorTotal: hundredths(totals.advisor) / 100,
    committeeMean: round(committee, seats, 'none'),
    final,
    grade: gradeOf(final, rules.boundaries),
  }
}
