import type { Ctx } from '../../platform/ctx.ts'
import type { Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { ticketOf } from '../cookie.ts'
import { clearAttempts } from '../credential.queries.ts'
import { beginGuess } from '../guesses/guesses.ts'
import { hashSecret } from '../passwords.ts'
import { findAccount, lockAccount, setAccount } from '../queries.ts'
import { type FreshSession, openSession, refuseUnlessActive } from '../sessions.ts'
import { takeCode } from './codes.ts'
import { findStep, takeWaiting } from './queries.ts'

// no event: the session that begins is recorded, and a wrong code is counted before anybody knows that it is one

/** The second step of signing in. Codes are counted like passwords, apart from them: a right password forgives no wrong code. */
export async function finishSignIn(ctx: Ctx, code: string, origin: Origin): Promise<FreshSession> {
  const ticket = ticketOf(ctx.config, origin.cookies)
  const hash = hashSecret(ticket ?? '')
  const accountId = ticket ? await findStep(ctx.db, hash, ctx.now()) : undefined
  if (!accountId) throw new Refusal('session.stepMissing')
  const guess = await beginGuess(ctx, found(await findAccount(ctx.db, accountId)), accountId, origin, 'code')
  await guess.admit()
  const fresh = await ctx.db.transaction().execute(async (tx) => {
    const account = found(await lockAccount(tx, accountId))
    refuseUnlessActive(account)
    const actor = { accountId, name: account.display_name, roles: account.roles, system: false }
    const factor = await takeCode(tx, { ...ctx, actor }, accountId, code)
    if (!factor) return null
    const step = await takeWaiting(tx, hash)
    if (!step) throw new Refusal('session.stepMissing')
    await clearAttempts(tx, guess.key)
    await setAccount(tx, accountId, { last_sign_in_at: ctx.now() }, false)
    return await openSession(tx, ctx, account, origin, factor, step.by_provider)
  })
  if (fresh) return fresh
  await guess.failed()
  throw new Refusal('factor.wrongCode')
}
