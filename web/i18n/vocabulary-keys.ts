import type { YearStatus } from '../../contract/academics.ts'
import type { AccountStatus, Locale } from '../../contract/accounts.ts'
import type { PlaceKind } from '../../contract/advisors.ts'
import type { DefenseStatus, Seat } from '../../contract/defenses.ts'
import type { ImportKind, ImportRowState } from '../../contract/imports.ts'
import type { MilestoneStatus } from '../../contract/milestones.ts'
import type { Role } from '../../contract/permissions.ts'
import type { ProblemCode } from '../../contract/problem.ts'
import type { ProjectStatus } from '../../contract/projects.ts'
import type { Evaluator, ResultStatus, Rounding, SheetStatus } from '../../contract/scoring.ts'
import type { Gender, StudentStatus } from '../../contract/students.ts'
import type { DocumentKind, DocumentStatus, ReviewDecision } from '../../contract/submissions.ts'
import type { MailStatus } from '../../contract/system.ts'

/**
 * Every word of the contract that people see. `satisfies Record<VocabularyKey, string>` in the English file makes a new
 * problem code, role or status fail the type check until all three languages have a word for it.
 */
export type VocabularyKey =
  | `problem.${ProblemCode | 'network.unreachable'}`
  | `role.${Role}`
  | `locale.${Locale}`
  | `accountStatus.${AccountStatus}`
  | `mailStatus.${MailStatus}`
  | `yearStatus.${YearStatus}`
  | `gender.${Gender}`
  | `studentStatus.${StudentStatus}`
  | `placeKind.${PlaceKind}`
  | `seat.${Seat}`
  | `evaluator.${Evaluator}`
  | `projectStatus.${ProjectStatus}`
  | `milestoneStatus.${MilestoneStatus}`
  | `documentKind.${DocumentKind}`
  | `documentStatus.${DocumentStatus}`
  | `reviewDecision.${ReviewDecision}`
  | `defenseStatus.${DefenseStatus}`
  | `sheetStatus.${SheetStatus}`
  | `resultStatus.${ResultStatus}`
  | `rounding.${Rounding}`
  | `importKind.${ImportKind}`
  | `importRowState.${ImportRowState}`
