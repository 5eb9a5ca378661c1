/** What keeps passwords from being guessed: how often somebody may be wrong, by account and by address. */
import type { Ctx } from '../../platform/ctx.ts'
import type { Origin } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/problem.ts'
import { addressKey } from '../../platform/throttle/address.ts'
import { deviceOf } from '../cookie.ts'
import * as credentials from '../credential.queries.ts'
import { hashSecret } from '../passwords.ts'
import { isKnownDevice } from './device.queries.ts'

/** So many wrong passwords in a row, then a quarter of an hour of rest for the account. */
const attemptsAllowed = 10

// no event: an attempt is counted before anybody knows whether it is one

export interface Guess {
  /** What the attempts are counted under: the account, or the account on a browser it was used with before. */
  readonly key: Buffer
  /** Right before the password is compared. @throws request.tooMany */
  admit(): Promise<void>
  /** The password was wrong. */
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
): Promise<Guess> {
  const secret = deviceOf(ctx.config, origin.cookies)
  const device = account && secret ? hashSecret(secret) : null
  const known = device !== null && account !== undefined && (await isKnownDevice(ctx.db, device, account.id))
  const who = account?.id ?? `unknown:${login.trim().toLowerCase()}`
  const key = hashSecret(known ? `${who} on ${device.toString('hex')}` : who)
  const attempts = await ctx.db.transaction().execute((tx) => credentials.countAttempt(tx, key, ctx.now()))
  if (attempts > attemptsAllowed) throw new Refusal('account.locked', { retryAfterSeconds: 900 })
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
