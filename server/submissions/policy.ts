import type { ConstraintCodes } from '../platform/problem.ts'

/** Who may do what with a submission is asked of its project: see projects/policy.ts. */
export const constraints: ConstraintCodes = {
  submissions_milestone_version: 'submission.wrongState',
  submissions_document_version: 'submission.wrongState',
  submissions_milestone_waiting: 'submission.wrongState',
  submissions_document_waiting: 'submission.wrongState',
}
