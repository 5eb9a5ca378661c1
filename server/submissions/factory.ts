/** Test data: files handed in by a student, made by the use cases. */
import { Readable } from 'node:stream'
import type { DocumentKind, Submission } from '../../contract/submissions.ts'
import type { Ctx } from '../platform/ctx.ts'
import { submitDocument, submitMilestone } from './submissions.ts'

/** The smallest file that is a PDF by content. */
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

interface SubmissionSpec {
  /** The account of a member of the project. */
  accountId: string
  for: { milestoneId: string } | { projectId: string; kind: DocumentKind }
  name?: string
  content?: Buffer
  note?: string
}

/** The next version of what a member hands in. */
export function makeSubmission(ctx: Ctx, spec: SubmissionSpec): Promise<Submission> {
  const actor = { accountId: spec.accountId, name: 'Student', roles: ['student'], system: false } as const
  const member = { ...ctx, actor }
  const file = { name: spec.name ?? 'chapter.pdf', stream: Readable.from([spec.content ?? pdf]) }
  return 'milestoneId' in spec.for
    ? submitMilestone(member, spec.for.milestoneId, spec.note, file)
    : submitDocument(member, spec.for.projectId, spec.for.kind, spec.note, file)
}
