import { z } from 'zod'
import { endpoint, FileAnswer, Id, Moment, text } from './endpoint.ts'

/** What students hand in - for a milestone, before and after the defense - and what the advisor says to it. */

export const DocumentKind = z.enum(['pre_defense', 'post_defense'])
export type DocumentKind = z.infer<typeof DocumentKind>
export const DocumentStatus = z.enum(['none', 'submitted', 'approved', 'revision'])
export type DocumentStatus = z.infer<typeof DocumentStatus>
export const ReviewDecision = z.enum(['approved', 'revision'])
export type ReviewDecision = z.infer<typeof ReviewDecision>
/** Whether a scanner has looked at a file: `off` = there is none · `waiting` = not yet, and nobody may download it before. */
export const FileScan = z.enum(['off', 'waiting', 'clean', 'infected'])
export type FileScan = z.infer<typeof FileScan>

/** Largest file of a submission, in bytes. */
export const maxFileBytes = 50 * 1024 * 1024
/** What may be handed in, recognised by content: PDF, Word, spreadsheets, slides, ZIP, images. */
export const fileTypes = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
} as const

export const Submission = z.object({
  id: Id,
  projectId: Id,
  milestoneId: Id.nullable(),
  documentKind: DocumentKind.nullable(),
  /** Counts from 1 for each milestone or document. */
  version: z.number().int(),
  note: z.string().nullable(),
  /** Handed in after the due date, by the server’s clock in the faculty’s timezone. */
  late: z.boolean(),
  file: z.object({
    name: z.string(),
    size: z.number().int(),
    mediaType: z.string(),
    /** SHA-256 of the content, hexadecimal. */
    sha256: z.string(),
    scan: FileScan,
  }),
  submittedAt: Moment,
  submittedBy: z.object({ id: Id, name: z.string() }),
  decision: ReviewDecision.nullable(),
  feedback: z.string().nullable(),
  decidedAt: Moment.nullable(),
  decidedBy: z.object({ id: Id, name: z.string() }).nullable(),
  can: z.object({ review: z.boolean() }),
})
export type Submission = z.infer<typeof Submission>

const projectParams = z.object({ projectId: Id })

export const listSubmissions = endpoint({
  operationId: 'listSubmissions',
  method: 'GET',
  path: '/projects/:projectId/submissions',
  summary: 'Everything handed in for a project, newest first, and how its two documents stand',
  permission: 'submission.read',
  params: projectParams,
  answers: {
    200: z.object({
      items: z.array(Submission),
      documents: z.array(
        z.object({ kind: DocumentKind, status: DocumentStatus, can: z.object({ submit: z.boolean() }) }),
      ),
    }),
  },
})

const SubmissionFields = z.object({ note: text(2000).optional() })

export const submitMilestone = endpoint({
  operationId: 'submitMilestone',
  method: 'POST',
  path: '/milestones/:milestoneId/submissions',
  summary: 'Hand in a file for a milestone; each time makes a new version',
  permission: 'submission.submit',
  params: z.object({ milestoneId: Id }),
  upload: true,
  body: SubmissionFields,
  answers: { 201: Submission },
  problems: [
    'submission.wrongState',
    'submission.missingFile',
    'file.tooLarge',
    'file.typeRefused',
    'file.empty',
    'file.infected',
    'year.closed',
  ],
})

export const submitDocument = endpoint({
  operationId: 'submitDocument',
  method: 'POST',
  path: '/projects/:projectId/documents/:kind',
  summary: 'Hand in the document before or after the defense; each time makes a new version',
  permission: 'submission.submit',
  params: z.object({ projectId: Id, kind: DocumentKind }),
  upload: true,
  body: SubmissionFields,
  answers: { 201: Submission },
  problems: [
    'submission.wrongState',
    'submission.missingFile',
    'file.tooLarge',
    'file.typeRefused',
    'file.empty',
    'file.infected',
    'year.closed',
  ],
})

const submissionParams = z.object({ submissionId: Id })

export const reviewSubmission = endpoint({
  operationId: 'reviewSubmission',
  method: 'POST',
  path: '/submissions/:submissionId/review',
  summary: 'Approve the latest version or ask for a revision; a decision is made once',
  permission: 'submission.review',
  params: submissionParams,
  body: z.discriminatedUnion('decision', [
    z.object({ decision: z.literal('approved'), feedback: text(5000).optional() }),
    z.object({ decision: z.literal('revision'), feedback: text(5000, 3) }),
  ]),
  answers: { 200: Submission },
  problems: ['submission.wrongState', 'submission.notLatest', 'year.closed'],
})

export const downloadSubmission = endpoint({
  operationId: 'downloadSubmission',
  method: 'GET',
  path: '/submissions/:submissionId/file',
  summary: 'The file of a submission, as an attachment; the download is recorded',
  permission: 'submission.read',
  params: submissionParams,
  download: true,
  answers: { 200: FileAnswer },
  problems: ['file.beingChecked', 'file.infected'],
})
