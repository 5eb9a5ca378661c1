import { z } from 'zod'
import { Role } from '../../contract/accounts.ts'
import { defineEvent } from '../platform/events.ts'

const none = z.object({})

export const accountCreated = defineEvent('account.created', 'admins', z.object({ roles: z.array(Role) }))
export const accountChanged = defineEvent('account.changed', 'admins', none)
export const accountInvited = defineEvent(
  'account.invited',
  'admins',
  z.object({ method: z.enum(['mail', 'link', 'password']) }),
)
export const passwordChanged = defineEvent('account.passwordChanged', 'admins', none)
export const resetLinkMade = defineEvent('account.resetLinkMade', 'admins', none)
export const signedIn = defineEvent(
  'session.started',
  'admins',
  z.object({
    ip: z.string(),
    provider: z.boolean().optional(),
    factor: z.enum(['app', 'recovery', 'passkey']).optional(),
  }),
)
export const signedOut = defineEvent('session.ended', 'admins', none)
/** By their owner, from another session. */
export const sessionsEnded = defineEvent('session.endedElsewhere', 'admins', z.object({ ended: z.number().int() }))
export const factorSetUp = defineEvent('account.factorSetUp', 'admins', none)
export const factorTakenOff = defineEvent(
  'account.factorTakenOff',
  'admins',
  z.object({
    by: z.enum(['owner', 'admin', 'operator']),
    reason: z.string().optional(),
    passkeys: z.number().int().optional(),
  }),
)
export const recoveryCodesMade = defineEvent('account.recoveryCodesMade', 'admins', none)
export const recoveryCodeUsed = defineEvent('account.recoveryCodeUsed', 'admins', z.object({ left: z.number().int() }))
const ofPasskey = z.object({ passkey: z.string() })

export const passkeyAdded = defineEvent('account.passkeyAdded', 'admins', ofPasskey)
export const passkeyRenamed = defineEvent('account.passkeyRenamed', 'admins', ofPasskey)
export const passkeyRemoved = defineEvent('account.passkeyRemoved', 'admins', ofPasskey)
/** What it counts did not go up: there may be two of it. */
export const passkeyRefused = defineEvent(
  'account.passkeyRefused',
  'admins',
  ofPasskey.extend({ counter: z.number().int() }),
)
/** By which address; whom the provider knows under it is its own matter. */
export const providerLinked = defineEvent('account.providerLinked', 'admins', z.object({ issuer: z.string() }))
export const providerUnlinked = defineEvent('account.providerUnlinked', 'admins', z.object({ issuer: z.string() }))
export const tokenCreated = defineEvent('token.created', 'admins', z.object({ name: z.string() }))
export const tokenRevoked = defineEvent('token.revoked', 'admins', none)
export const installationChanged = defineEvent('installation.changed', 'admins', none)
