/** What keeps passwords and codes from being guessed: how often somebody may be wrong, by account and by address. */
import type { Ctx } from '../../platform/ctx.ts'
import type { Origin } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/problem.ts'
import { addressKey } from '../../platform/throttle/address.ts'
import { deviceOf } from '../cookie.ts'
import * as credentials from '../credential.queries.ts'
import { hashSecret } from '../passwords.ts'
import { isKnownDevice } from './device.queries.ts'

/** So many wrong ones in a row, then a quarter of an hour of rest for the account. A code has six digits and no more. */
const attemptsAllowed = { password: 10, code: 5, passkey: 10 }

// no event: an attempt is counted before anybody knows whether it is one

export interface Guess {
  /** What the attempts are counted under: the account, or the account on a browser it was used with before. */
  readonly key: Buffer
  /** Right before the password or the code is compared. @throws request.tooMany */
  admit(): Promise<void>
  /** It was wrong. */
  failed(): Promise<void>
}

/**
 * Counts an attempt before the password is looked at. A stranger who guesses locks the account for strangers, and not for
 * the browsers that its owner used before; an address that is wrong too often is refused for all accounts it was never right
 * with, so a campus behind one address goes on working.
 * @throws account.locked
 */
export async function beginGuess(
  ctx: Ctx,
  account: { id: string } | undefined,
  login: string,
  origin: Origin,
  what: keyof typeof attemptsAllowed = 'password',
): Promise<Guess> {
  const secret = deviceOf(ctx.config, origin.cookies)
  const device = account && secret ? hashSecret(secret) : null
  const known = device !== null && account !== undefined && (await isKnownDevice(ctx.db, device, account.id))
  const whose = account?.id ?? `unknown:${login.trim().toLowerCase()}`
  const who = what === 'password' ? whose : `${what} of ${whose}`
  const key = hashSecret(known ? `${who} on ${device.toString('hex')}` : who)
  const attempts = await ctx.db.transaction().execute((tx) => credentials.countAttempt(tx, key, ctx.now()))
  if (attempts > attemptsAllowed[what]) throw new Refusal('account.locked', { retryAfterSeconds: 900 })
  const address = addressKey(origin.ip)
  const throttle = ctx.limits.guessesFrom(origin.ip)
  return {
    key,
    admit: async () => {
      if (known) return
      const { allowed, resetSeconds } = await throttle.look(address)
      if (!allowed) throw new Refusal('request.tooMany', { retryAfterSeconds: resetSeconds })
    },
    failed: async () => {
      if (!known) await throttle.count(address)
    },
  }
}
