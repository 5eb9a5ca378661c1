import { z } from 'zod'
import { CodeOwed, SignedIn } from '../accounts.ts'
import { endpoint, Moment, Nothing } from '../endpoint.ts'

/** Single sign-on: the provider of identities (OpenID Connect) that the faculty uses, beside passwords. */

/** A place of this site and of no other: what browsers read as another host begins with two slashes of either kind. */
export const PathHere = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\s\p{Cc}]*$/u)

export const beginProviderSignIn = endpoint({
  operationId: 'beginProviderSignIn',
  method: 'POST',
  path: '/session/provider',
  summary: 'Where to send a browser that signs in through the provider; it must be back within ten minutes',
  permission: 'public',
  body: z.object({ returnTo: PathHere }),
  answers: { 200: z.object({ address: z.string() }) },
  problems: ['provider.off', 'provider.unreachable'],
})

/** What the provider gave the browser to bring back. */
const Brought = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4000).optional(),
  iss: z.string().max(400).optional(),
  error: z.string().max(200).optional(),
})

const returning = { returnTo: PathHere }

export const finishProviderSignIn = endpoint({
  operationId: 'finishProviderSignIn',
  method: 'POST',
  path: '/session/provider/return',
  summary:
    'Sign in by what the provider gave the browser; the first time, the verified address says which account is meant',
  permission: 'public',
  body: Brought,
  answers: { 201: SignedIn.extend(returning), 202: CodeOwed.extend(returning) },
  problems: [
    ...(['provider.off', 'provider.visitMissing', 'provider.cancelled', 'provider.refused'] as const),
    ...(['provider.unreachable', 'provider.noAddress', 'provider.noAccount', 'provider.otherIdentity'] as const),
    ...(['provider.addressUnproven', 'account.pending', 'account.deactivated'] as const),
  ],
})

export const OwnProvider = z.object({
  /** What the provider is called; null where there is none. */
  name: z.string().nullable(),
  /** Since when the account is connected with it. */
  since: Moment.nullable(),
})
export type OwnProvider = z.infer<typeof OwnProvider>

export const readOwnProvider = endpoint({
  operationId: 'readOwnProvider',
  method: 'GET',
  path: '/account/provider',
  summary: 'Whether one’s own account is connected with the provider',
  permission: 'signedIn',
  answers: { 200: OwnProvider },
})

export const unlinkProvider = endpoint({
  operationId: 'unlinkProvider',
  method: 'POST',
  path: '/account/provider/removal',
  summary: 'Disconnect one’s own account from the provider; ends one’s other sessions',
  permission: 'signedIn',
  body: z.object({ password: z.string().min(1).max(200) }),
  answers: { 204: Nothing },
  problems: ['password.wrong', 'account.locked', 'provider.notLinked'],
})
