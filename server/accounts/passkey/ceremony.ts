/** What a browser is asked, and whether its answer is to be believed. */
import { createHmac } from 'node:crypto'
import type { VerifiedRegistrationResponse } from '@simplewebauthn/server'
import type { MadePasskey, ShownPasskey } from '../../../contract/accounts/passkeys.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Origin } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/problem.ts'
import { passkeyTicketOf } from '../cookie.ts'
import { hashSecret, makeSecret } from '../passwords.ts'
import { type Party, partyOf } from './party.ts'
import * as queries from './queries.ts'

const minutes = 5

/** How long a browser may take, in milliseconds. */
export const patience = minutes * 60_000

/** EdDSA, ES256 and RS256: what authenticators make, and what Node checks. */
export const algorithms = [-8, -7, -257]

/** @throws passkey.off */
export function demandParty(ctx: Ctx): Party {
  const party = partyOf(ctx.config)
  if (!party) throw new Refusal('passkey.off')
  return party
}

/** A question. The ticket goes into the cookie of the browser that is asked, and nowhere else. */
export interface Question {
  readonly ticket: string
  readonly challenge: string
  readonly maxAgeSeconds: number
}

const challengeOf = (ticket: string) => createHmac('sha256', ticket).update('passkey').digest('base64url')

export async function ask(ctx: Ctx, accountId: string | null): Promise<Question> {
  const { secret: ticket, hash } = makeSecret()
  const expiresAt = new Date(ctx.now().getTime() + patience)
  // no event: nothing is decided by a question
  await ctx.db.transaction().execute((tx) => queries.insertVisit(tx, hash, accountId, expiresAt))
  return { ticket, challenge: challengeOf(ticket), maxAgeSeconds: minutes * 60 }
}

/** What this browser was asked, for this purpose; asked for once, however the answer turns out. @throws passkey.visitMissing */
export async function takeQuestion(ctx: Ctx, origin: Origin, accountId: string | null): Promise<string> {
  const ticket = passkeyTicketOf(ctx.config, origin.cookies)
  const hash = hashSecret(ticket ?? '')
  // no event: as above
  const taken = await ctx.db.transaction().execute((tx) => queries.takeVisit(tx, hash, accountId, ctx.now()))
  if (!ticket || !taken) throw new Refusal('passkey.visitMissing')
  return challengeOf(ticket)
}

/** A passkey that was just made; null when it is not as it was asked for. */
export async function readMade(
  ctx: Ctx,
  challenge: string,
  { id, clientDataJSON, attestationObject, transports }: MadePasskey,
): Promise<queries.NewPasskey | null> {
  const { id: expectedRPID, origin: expectedOrigin } = demandParty(ctx)
  const made = await believed(ctx, clientDataJSON, async () => {
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
    return await verifyRegistrationResponse({
      response: { ...given(id), response: { clientDataJSON, attestationObject } },
      ...{ expectedChallenge: challenge, expectedOrigin, expectedRPID, supportedAlgorithmIDs: algorithms },
      requireUserVerification: true,
    })
  })
  return made ? newPasskey(made, transports) : null
}

function newPasskey(
  { credential }: NonNullable<VerifiedRegistrationResponse['registrationInfo']>,
  transports: string[],
): queries.NewPasskey {
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports,
  }
}

/** What the authenticator counted; null when the answer is not by this key, to this question, here, and of a verified person. */
export async function readShown(
  ctx: Ctx,
  challenge: string,
  publicKey: Buffer,
  { id, clientDataJSON, authenticatorData, signature }: ShownPasskey,
): Promise<number | null> {
  const { id: expectedRPID, origin: expectedOrigin } = demandParty(ctx)
  const shown = await believed(ctx, clientDataJSON, async () => {
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...given(id), response: { clientDataJSON, authenticatorData, signature } },
      ...{ expectedChallenge: challenge, expectedOrigin, expectedRPID },
      // the counter is compared where it is written, so that of two at a time one is right
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification: true,
    })
    return { verified, registrationInfo: authenticationInfo }
  })
  return shown ? shown.newCounter : null
}

const given = (id: string) => ({ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} })

/** What the library makes of an answer; it throws at what is wrong. Nothing of ours stands in a frame of another site. */
async function believed<T>(
  ctx: Ctx,
  clientDataJSON: string,
  read: () => Promise<{ verified: boolean; registrationInfo?: T }>,
): Promise<T | null> {
  try {
    const { crossOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    if (crossOrigin) throw new Error('asked from within another site')
    const { verified, registrationInfo } = await read()
    return verified && registrationInfo ? registrationInfo : null
  } catch (error) {
    ctx.log.info({ reason: (error as Error).message }, 'a passkey was not believed')
    return null
  }
}
