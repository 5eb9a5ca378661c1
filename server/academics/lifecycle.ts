import type { YearStatus } from '../../contract/academics.ts'
import type { ProblemCode } from '../../contract/problem.ts'

type Step = 'change' | 'activate' | 'close'

const refusals: Readonly<Record<Step, Readonly<Partial<Record<YearStatus, ProblemCode>>>>> = {
  change: { closed: 'year.closed' },
  activate: { active: 'year.alreadyActive', closed: 'year.closed' },
  close: { planned: 'year.notActive', closed: 'year.notActive' },
}

/** Why a year in this state does not take the step; undefined when it does. `planned` -> `active` -> `closed`. */
export function refusalOfStep(status: YearStatus, step: Step): ProblemCode | undefined {
  return refusals[step][status]
}

/** Days are `YYYY-MM-DD`: their order is the order of their texts. A year lasts at least one night. */
export function datesInOrder(year: { startsOn: string; endsOn: string }): boolean {
  return year.startsOn < year.endsOn
}
