import { z } from 'zod'
import { endpoint, FileAnswer, Id } from './endpoint.ts'

/** Personal data: taking it along, and having it erased. */

export const exportOwnData = endpoint({
  operationId: 'exportOwnData',
  method: 'GET',
  path: '/personal-data',
  summary: 'Everything that is kept about oneself, with the files, as a ZIP archive (JSON and a page to read)',
  permission: 'signedIn',
  download: true,
  answers: { 200: FileAnswer },
})

const accountParams = z.object({ accountId: Id })

export const exportPersonalData = endpoint({
  operationId: 'exportPersonalData',
  method: 'GET',
  path: '/accounts/:accountId/personal-data',
  summary: 'The same about somebody else, for a person who asks in writing; recorded',
  permission: 'privacy.manage',
  params: accountParams,
  download: true,
  answers: { 200: FileAnswer },
  problems: ['resource.notFound'],
})
