import { z } from 'zod'
import { Day, endpoint, Id, Moment, Nothing, text } from '../endpoint.ts'

/** Personal tokens: what programs show instead of a session. */

export const AccessToken = z.object({
  id: Id,
  name: z.string(),
  createdAt: Moment,
  lastUsedAt: Moment.nullable(),
  expiresAt: Moment,
})

export const listAccessTokens = endpoint({
  operationId: 'listAccessTokens',
  method: 'GET',
  path: '/account/tokens',
  summary: 'One’s personal tokens for programs',
  permission: 'signedIn',
  answers: { 200: z.object({ items: z.array(AccessToken) }) },
})

export const createAccessToken = endpoint({
  operationId: 'createAccessToken',
  secret: true,
  method: 'POST',
  path: '/account/tokens',
  summary: 'Make a personal token; its secret is shown this one time',
  permission: 'signedIn',
  body: z.object({ name: text(100), expiresOn: Day }),
  answers: { 201: AccessToken.extend({ secret: z.string() }) },
})

export const revokeAccessToken = endpoint({
  operationId: 'revokeAccessToken',
  method: 'DELETE',
  path: '/account/tokens/:tokenId',
  summary: 'Revoke a personal token',
  permission: 'signedIn',
  params: z.object({ tokenId: Id }),
  answers: { 204: Nothing },
})
