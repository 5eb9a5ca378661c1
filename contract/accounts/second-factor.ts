import { z } from 'zod'
import { SignedIn } from '../accounts.ts'
import { endpoint, Id, Moment, Nothing, Reason } from '../endpoint.ts'

/** The second factor: codes of an authenticator app (RFC 6238), and recovery codes for when the app is lost. */

/** Six digits of the app, or a recovery code; spaces and hyphens do not count. */
export const Code = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^(\d{6}|[a-z0-9]{16})$/))

/** Shown once. */
const RecoveryCodes = z.array(z.string())

export const SecondFactor = z.object({
  /** Since when it is asked for; null where there is none. */
  since: Moment.nullable(),
  recoveryCodesLeft: z.number().int(),
  /** Whether this installation lets people set one up. */
  offered: z.boolean(),
  /** How many passkeys there are, each of which stands for one. */
  passkeys: z.number().int(),
  /** Whether the person must have one. */
  required: z.boolean(),
})
export type SecondFactor = z.infer<typeof SecondFactor>

export const readSecondFactor = endpoint({
  operationId: 'readSecondFactor',
  method: 'GET',
  path: '/account/second-factor',
  summary: 'Whether one’s own sign-in asks for a code',
  permission: 'signedIn',
  duringFactorSetup: true,
  answers: { 200: SecondFactor },
})

export const beginSecondFactor = endpoint({
  operationId: 'beginSecondFactor',
  secret: true,
  method: 'POST',
  path: '/account/second-factor',
  summary: 'Make the key that an authenticator app is given; it counts once a code has confirmed it',
  permission: 'signedIn',
  duringFactorSetup: true,
  body: z.object({ password: z.string().min(1).max(200) }),
  answers: {
    201: z.object({
      /** Base32, to be typed. */
      key: z.string(),
      /** `otpauth://`, to be shown as a QR code. */
      address: z.string(),
    }),
  },
  problems: ['password.wrong', 'account.locked', 'factor.already', 'factor.off', 'factor.passkeyOwed'],
})

const Confirmed = z.object({ session: SignedIn, recoveryCodes: RecoveryCodes })

export const confirmSecondFactor = endpoint({
  operationId: 'confirmSecondFactor',
  secret: true,
  method: 'PUT',
  path: '/account/second-factor',
  summary: 'Confirm the app by a code; ends one’s other sessions and shows the recovery codes this one time',
  permission: 'signedIn',
  duringFactorSetup: true,
  body: z.object({ code: Code }),
  answers: { 200: Confirmed },
  problems: ['factor.wrongCode', 'factor.notBegun', 'account.locked', 'factor.off', 'factor.passkeyOwed'],
})

const proof = z.object({ password: z.string().min(1).max(200), code: Code })

export const renewRecoveryCodes = endpoint({
  operationId: 'renewRecoveryCodes',
  secret: true,
  method: 'POST',
  path: '/account/recovery-codes',
  summary: 'Ten new recovery codes, shown this one time; the ones before stop working',
  permission: 'signedIn',
  body: proof,
  answers: { 201: z.object({ recoveryCodes: RecoveryCodes }) },
  problems: ['password.wrong', 'factor.wrongCode', 'factor.notBegun', 'account.locked'],
})

export const removeSecondFactor = endpoint({
  operationId: 'removeSecondFactor',
  method: 'POST',
  path: '/account/second-factor/removal',
  summary: 'Take one’s own second factor off; ends one’s other sessions',
  permission: 'signedIn',
  body: proof,
  answers: { 200: SignedIn },
  problems: ['password.wrong', 'factor.wrongCode', 'factor.notBegun', 'account.locked'],
})

export const finishSignIn = endpoint({
  operationId: 'finishSignIn',
  method: 'POST',
  path: '/session/code',
  summary: 'The second step of signing in: a code of the app, or a recovery code, within ten minutes of the password',
  permission: 'public',
  body: z.object({ code: Code }),
  answers: { 201: SignedIn },
  problems: ['session.stepMissing', 'factor.wrongCode', 'account.locked', 'account.deactivated'],
})

export const liftSecondFactor = endpoint({
  operationId: 'liftSecondFactor',
  method: 'POST',
  path: '/accounts/:accountId/lift-second-factor',
  summary: 'Take the second factor of somebody off who lost it, passkeys included; ends the person’s sessions',
  permission: 'account.manage',
  params: z.object({ accountId: Id }),
  body: z.object({ reason: Reason }),
  answers: { 204: Nothing },
  problems: ['factor.notBegun', 'factor.ownAccount'],
})
