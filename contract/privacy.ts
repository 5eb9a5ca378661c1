import { z } from 'zod'
import { endpoint, FileAnswer, Gone, Id, Reason } from './endpoint.ts'

/** Personal data: taking it along, and having it erased. */

export const exportOwnData = endpoint({
  operationId: 'exportOwnData',
  // it is recorded, and no link or page of another site brings it about
  method: 'POST',
  path: '/personal-data',
  summary: 'Everything that is kept about oneself, with the files, as a ZIP archive (JSON and a page to read)',
  permission: 'signedIn',
  download: true,
  answers: { 200: FileAnswer },
})

const accountParams = z.object({ accountId: Id })

export const exportPersonalData = endpoint({
  operationId: 'exportPersonalData',
  method: 'POST',
  path: '/accounts/:accountId/personal-data',
  summary: 'The same about somebody else, for a person who asks in writing; recorded',
  permission: 'privacy.manage',
  params: accountParams,
  download: true,
  answers: { 200: FileAnswer },
  problems: ['resource.notFound'],
})

const count = z.number().int().nonnegative()

/** What erasing a person would do. */
export const ErasurePreview = z.object({
  account: z.object({ id: Id, displayName: z.string() }),
  erased: z.boolean(),
  /** Why it is refused now. */
  lastAdmin: z.boolean(),
  /** Codes of projects of a year that is not closed, in which the person is member, advisor or on the committee. */
  projects: z.array(z.string()),
  /** What goes: files that nobody else worked on; events lose the person and stay. */
  goes: z.object({ sessions: count, letters: count, files: count, events: count }),
  /** What stays, under a pseudonym, by law or because it is the work of others too. */
  stays: z.object({ grades: count, topics: count, teamFiles: count, supervised: count }),
})
export type ErasurePreview = z.infer<typeof ErasurePreview>

export const previewErasure = endpoint({
  operationId: 'previewErasure',
  method: 'GET',
  path: '/accounts/:accountId/erasure',
  summary: 'What erasing a person would remove, and what would stay and why',
  permission: 'privacy.manage',
  params: accountParams,
  answers: { 200: ErasurePreview },
  problems: ['resource.notFound'],
})

export const erasePerson = endpoint({
  operationId: 'erasePerson',
  method: 'POST',
  path: '/accounts/:accountId/erasure',
  summary: 'Erase a person who left, for ever; the name as it stands confirms it',
  permission: 'privacy.manage',
  params: accountParams,
  body: z.object({ confirmation: z.string().min(1).max(200), reason: Reason }),
  answers: { 200: Gone },
  problems: ['resource.notFound', 'erasure.done', 'erasure.inProject', 'erasure.confirmation', 'account.lastAdmin'],
})
