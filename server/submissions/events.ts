import { z } from 'zod'
import { DocumentKind, ReviewDecision } from '../../contract/submissions.ts'
import { defineEvent } from '../platform/events.ts'

/** What was handed in for: a milestone with its name, or a document. */
const Target = {
  submissionId: z.string(),
  milestoneId: z.string().nullable(),
  milestone: z.string().nullable(),
  documentKind: DocumentKind.nullable(),
  /** Counts from 1 for each milestone or document. */
  version: z.number().int(),
}

export const submissionHandedIn = defineEvent(
  'submission.handedIn',
  'members',
  z.object({ ...Target, late: z.boolean(), fileName: z.string() }),
)

export const submissionReviewed = defineEvent(
  'submission.reviewed',
  'members',
  z.object({ ...Target, decision: ReviewDecision }),
)

/** A scanner found something in a file: when it came, and it was refused, or later, and it is locked since. */
export const submissionInfected = defineEvent(
  'submission.infected',
  'members',
  z.object({
    ...Target,
    submissionId: z.string().nullable(),
    version: z.number().int().nullable(),
    fileName: z.string(),
    signature: z.string(),
    refused: z.boolean(),
  }),
)

export const submissionDownloaded = defineEvent('submission.downloaded', 'staff', z.object(Target))
