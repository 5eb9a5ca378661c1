import type { Rounding } from '../../../contract/scoring.ts'

/** A preview of what the server computes, for somebody who is still typing; the server alone gives grades. */

/** Sum of numbers with two decimals, exact to the hundredth; what is not typed yet counts nothing. */
export function sumOf(numbers: readonly (number | '' | null)[]): number {
  return numbers.reduce<number>((total, one) => total + Math.round(Number(one ?? 0) * 100), 0) / 100
}

/** The score by the rounding rule of the year. */
export function rounded(score: number, rule: Rounding): number {
  const hundredths = Math.round(score * 100)
  if (rule === 'half_up_integer') return Math.floor((hundredths + 50) / 100)
  return rule === 'half_up_one_decimal' ? Math.floor((hundredths + 5) / 10) / 10 : hundredths / 100
}

/** The first boundary whose minimum is reached, else F. */
export function gradeFor(score: number, boundaries: readonly { grade: string; minimum: number | '' }[]): string {
  const descending = boundaries
    .filter(({ minimum }) => minimum !== '')
    .toSorted((a, b) => Number(b.minimum) - Number(a.minimum))
  return descending.find(({ minimum }) => score >= Number(minimum))?.grade ?? 'F'
}
