import type { ResultStatus, SheetStatus } from '../../contract/scoring.ts'

/** The rules of sheets (open -> submitted -> locked) and results (incomplete -> computed -> published). */

export interface Facts {
  evaluator: string
  projectStatus: string
  defenseStatus: string
}

/** Is it time to score? The advisor from the approval on, the committee once the defense has its date. */
export function isScoringOpen(facts: Facts): boolean {
  if (facts.evaluator === 'advisor') return facts.projectStatus === 'approved'
  return facts.projectStatus === 'approved' && ['scheduled', 'in_progress', 'completed'].includes(facts.defenseStatus)
}

export function isFillable(status: SheetStatus): boolean {
  return status === 'open'
}

/** A sheet goes back to its evaluator as long as nothing is published. */
export function isReopenable(status: SheetStatus): boolean {
  return status === 'submitted'
}

/** Have all four evaluators handed in? */
export function isComplete(sheets: readonly { status: SheetStatus }[]): boolean {
  return sheets.length === 4 && sheets.every(({ status }) => status !== 'open')
}

/** Published and overridden is only what is computed. */
export function isDecidable(status: ResultStatus): boolean {
  return status === 'computed'
}

/** And only of a project that goes on: what was withdrawn is not graded. */
export function isGradable(status: ResultStatus, projectStatus: string): boolean {
  return isDecidable(status) && projectStatus === 'approved'
}
