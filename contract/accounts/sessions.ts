import { z } from 'zod'
import { endpoint, Id, Moment, Nothing } from '../endpoint.ts'

/** Where a person is signed in. */

export const OwnSession = z.object({
  id: Id,
  /** Names of the browser and of its system, as far as it tells them. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  address: z.string().nullable(),
  beganAt: Moment,
  /** To about five minutes. */
  usedAt: Moment,
  /** The session that asks. */
  current: z.boolean(),
})
export type OwnSession = z.infer<typeof OwnSession>

export const listSessions = endpoint({
  operationId: 'listSessions',
  method: 'GET',
  path: '/account/sessions',
  summary: 'Where one is signed in, last used first',
  permission: 'signedIn',
  answers: { 200: z.object({ items: z.array(OwnSession) }) },
})

export const endOwnSession = endpoint({
  operationId: 'endOwnSession',
  method: 'DELETE',
  path: '/account/sessions/:sessionId',
  summary: 'End one of one’s sessions, at once and everywhere',
  permission: 'signedIn',
  params: z.object({ sessionId: Id }),
  answers: { 204: Nothing },
  problems: ['resource.notFound'],
})

export const endOtherSessions = endpoint({
  operationId: 'endOtherSessions',
  method: 'DELETE',
  path: '/account/sessions',
  summary: 'End all of one’s sessions but the one that asks',
  permission: 'signedIn',
  answers: { 200: z.object({ ended: z.number().int() }) },
})
