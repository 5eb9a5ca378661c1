/** Signing in by a passkey: what somebody has, and a finger, a face or a PIN that the device has checked. */
import type { PasskeyAsked, ShownPasskey } from '../../../contract/accounts/passkeys.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { clearAttempts } from '../credential.queries.ts'
import { passkeyRefused } from '../events.ts'
import { beginGuess } from '../guesses/guesses.ts'
import { lockAccount, setAccount } from '../queries.ts'
import { type FreshSession, openSession, refuseUnlessActive } from '../sessions.ts'
import { ask, demandParty, patience, type Question, readShown, takeQuestion } from './ceremony.ts'
import { handleOf } from './handle.ts'
import { findPasskey, takeUse } from './queries.ts'

export async function beginPasskeySignIn(ctx: Ctx): Promise<{ asked: PasskeyAsked; question: Question }> {
  const { id: rpId } = demandParty(ctx)
  const question = await ask(ctx, null)
  const asked = { challenge: question.challenge, rpId, timeout: patience, userVerification: 'required' } as const
  return { asked, question }
}

/**
 * Owes no code: the device has asked for the second thing itself. Whoever brings a passkey that is not known, not right or
 * not of the person it names is told the same.
 */
export async function finishPasskeySignIn(ctx: Ctx, shown: ShownPasskey, origin: Origin): Promise<FreshSession> {
  demandParty(ctx)
  const challenge = await takeQuestion(ctx, origin, null)
  const passkey = await findPasskey(ctx.db, Buffer.from(shown.id, 'base64url'))
  const guess = await beginGuess(ctx, passkey && { id: passkey.account_id }, shown.id, origin, 'passkey')
  await guess.admit()
  const ours = passkey && shown.userHandle === handleOf(passkey.account_id)
  const counter = ours ? await readShown(ctx, challenge, passkey.public_key, shown) : null
  const fresh = counter === null ? null : await enter(ctx, found(passkey), counter, guess.key, origin)
  if (fresh) return fresh
  await guess.failed()
  throw new Refusal('passkey.refused')
}

/** Null when the passkey was removed meanwhile, or its counter says that there are two of it, which is recorded. */
async function enter(
  ctx: Ctx,
  passkey: { id: string; account_id: string; name: string },
  counter: number,
  attempts: Buffer,
  origin: Origin,
): Promise<FreshSession | null> {
  return await ctx.db.transaction().execute(async (tx) => {
    const account = found(await lockAccount(tx, passkey.account_id))
    refuseUnlessActive(account)
    if (!(await takeUse(tx, passkey.id, counter, ctx.now()))) {
      const subject = { type: 'account', id: account.id }
      await ctx.record(tx, ctx, passkeyRefused, subject, { passkey: passkey.name, counter })
      return null
    }
    await clearAttempts(tx, attempts)
    await setAccount(tx, account.id, { last_sign_in_at: ctx.now() }, false)
    return await openSession(tx, ctx, account, origin, 'passkey')
  })
}
