import { z } from 'zod'
import { SignedIn } from '../accounts.ts'
import { endpoint, Id, Moment, text } from '../endpoint.ts'
import { Code } from './second-factor.ts'

/** Passkeys (WebAuthn): a key in a device or a password manager that signs in after a finger, a face or a PIN. */

/** So many somebody may have. */
export const mostPasskeys = 10

const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/)

const PasskeyName = text(60)

export const Passkey = z.object({
  id: Id,
  name: z.string(),
  createdAt: Moment,
  lastUsedAt: Moment.nullable(),
})
export type Passkey = z.infer<typeof Passkey>

const KeyType = z.literal('public-key')

/** What a browser is asked to make; bytes are base64url, as in `PublicKeyCredentialCreationOptionsJSON`. */
export const PasskeyWanted = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: KeyType, alg: z.number().int() })),
  timeout: z.number().int(),
  /** Those the person has: a device makes no second one. */
  excludeCredentials: z.array(z.object({ type: KeyType, id: z.string(), transports: z.array(z.string()) })),
  authenticatorSelection: z.object({ residentKey: z.literal('required'), userVerification: z.literal('required') }),
  attestation: z.literal('none'),
})
export type PasskeyWanted = z.infer<typeof PasskeyWanted>

/** What a browser is asked to show, of any person; as in `PublicKeyCredentialRequestOptionsJSON`. */
export const PasskeyAsked = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number().int(),
  userVerification: z.literal('required'),
})
export type PasskeyAsked = z.infer<typeof PasskeyAsked>

/** What a browser has made. */
const Made = z.object({
  id: bytes(1400),
  clientDataJSON: bytes(4000),
  attestationObject: bytes(20_000),
  transports: z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(10),
})
export type MadePasskey = z.infer<typeof Made>

/** What a browser shows. */
const Shown = z.object({
  id: bytes(1400),
  clientDataJSON: bytes(4000),
  authenticatorData: bytes(4000),
  signature: bytes(2000),
  userHandle: bytes(100),
})
export type ShownPasskey = z.infer<typeof Shown>

export const beginPasskeySignIn = endpoint({
  operationId: 'beginPasskeySignIn',
  secret: true,
  method: 'POST',
  path: '/session/passkey',
  summary: 'What to ask a passkey; it must be answered by the same browser within five minutes',
  permission: 'public',
  answers: { 200: PasskeyAsked },
  problems: ['passkey.off'],
})

export const finishPasskeySignIn = endpoint({
  operationId: 'finishPasskeySignIn',
  method: 'POST',
  path: '/session/passkey/answer',
  summary: 'Sign in by a passkey, which stands for password and second factor',
  permission: 'public',
  body: Shown,
  answers: { 201: SignedIn },
  problems: [
    ...(['passkey.off', 'passkey.visitMissing', 'passkey.refused'] as const),
    ...(['account.locked', 'account.pending', 'account.deactivated'] as const),
  ],
})

export const listPasskeys = endpoint({
  operationId: 'listPasskeys',
  method: 'GET',
  path: '/account/passkeys',
  summary: 'One’s own passkeys',
  permission: 'signedIn',
  answers: { 200: z.object({ items: z.array(Passkey) }) },
})

/** The code only of who has an authenticator app. */
const proof = z.object({ password: z.string().min(1).max(200), code: Code.optional() })

export const beginPasskey = endpoint({
  operationId: 'beginPasskey',
  secret: true,
  method: 'POST',
  path: '/account/passkeys',
  summary: 'What a browser needs to make a passkey; it must be back within five minutes',
  permission: 'signedIn',
  duringFactorSetup: true,
  body: proof,
  answers: {
    200: z.object({
      wanted: PasskeyWanted,
      /** By browser and system, to be changed by the person. */
      name: z.string(),
    }),
  },
  problems: [
    ...(['passkey.off', 'passkey.tooMany', 'factor.passkeyOwed'] as const),
    ...(['password.wrong', 'factor.wrongCode', 'account.locked'] as const),
  ],
})

export const confirmPasskey = endpoint({
  operationId: 'confirmPasskey',
  method: 'PUT',
  path: '/account/passkeys',
  summary: 'Keep the passkey that the browser has made; ends one’s other sessions',
  permission: 'signedIn',
  duringFactorSetup: true,
  body: Made.extend({ name: PasskeyName }),
  answers: { 200: SignedIn },
  problems: [
    ...(['passkey.off', 'passkey.visitMissing', 'passkey.unusable', 'passkey.already', 'passkey.tooMany'] as const),
    'factor.passkeyOwed',
  ],
})

const params = z.object({ passkeyId: Id })

export const renamePasskey = endpoint({
  operationId: 'renamePasskey',
  method: 'PATCH',
  path: '/account/passkeys/:passkeyId',
  summary: 'Call one of one’s passkeys something else',
  permission: 'signedIn',
  params,
  body: z.object({ name: PasskeyName }),
  answers: { 200: Passkey },
  problems: ['resource.notFound'],
})

export const removePasskey = endpoint({
  operationId: 'removePasskey',
  method: 'POST',
  path: '/account/passkeys/:passkeyId/removal',
  summary: 'Remove one of one’s passkeys; ends one’s other sessions',
  permission: 'signedIn',
  params,
  body: proof,
  answers: { 200: SignedIn },
  problems: ['password.wrong', 'factor.wrongCode', 'account.locked', 'resource.notFound'],
})
