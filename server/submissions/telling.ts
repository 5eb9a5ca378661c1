import type { SubmissionRow } from './queries.ts'

/** How facts name a submission. */

export const subject = (row: SubmissionRow) => ({
  ...{ type: 'submission', id: row.id },
  ...{ projectId: row.project_id, yearId: row.year_id },
})

export const aboutTarget = (row: SubmissionRow) => ({
  submissionId: row.id,
  milestoneId: row.milestone_id,
  milestone: row.milestone,
  documentKind: row.document_kind,
  version: row.version,
})
