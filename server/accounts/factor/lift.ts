/** Taking the second factor off for somebody who lost it: the app, and the passkeys, which may be on the same telephone. */
import { z } from 'zod'
import { words } from '../../../contract/words.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { composeLetter, type MailKind } from '../../platform/mail/letter.ts'
import { insertMail } from '../../platform/mail/mail.queries.ts'
import { mailing } from '../../platform/mail/smtp.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { findAddressee } from '../accounts.ts'
import { deleteSessionsOf } from '../credential.queries.ts'
import { factorTakenOff } from '../events.ts'
import { deletePasskeysOf } from '../passkey/queries.ts'
import { findByLogin, lockAccount } from '../queries.ts'
import { deleteFactor } from './queries.ts'

/** To who no longer has a second factor, so that nobody takes it off in silence. */
export const factorLiftedMail: MailKind = {
  name: 'factorLifted',
  write: async (ctx, data) => {
    const { accountId } = z.object({ accountId: z.string() }).parse(data)
    const addressee = await findAddressee(ctx, accountId)
    if (!addressee) return null
    const { login: _, home: __, faculty, ...to } = addressee
    return composeLetter(to, words[to.locale].letters.factorLifted, { name: to.name, faculty })
  },
}

/** Ends the sessions of the person too, who then signs in with the password alone. @throws factor.notBegun */
async function lift(ctx: Ctx, accountId: string, by: 'admin' | 'operator', reason: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const account = found(await lockAccount(tx, accountId))
    const app = await deleteFactor(tx, accountId)
    const passkeys = await deletePasskeysOf(tx, accountId)
    if (!app && passkeys === 0) throw new Refusal('factor.notBegun')
    await deleteSessionsOf(tx, accountId)
    const what = { by, reason, ...(passkeys > 0 ? { passkeys } : {}) }
    await ctx.record(tx, ctx, factorTakenOff, { type: 'account', id: accountId }, what)
    if (account.email && mailing(ctx.config) !== 'off')
      await insertMail(tx, factorLiftedMail.name, { accountId }, ctx.now())
  })
}

/** By an administrator, for somebody else. */
export async function liftSecondFactor(ctx: Ctx, accountId: string, reason: string): Promise<void> {
  if (accountId === ctx.actor.accountId) throw new Refusal('factor.ownAccount')
  await lift(ctx, accountId, 'admin', reason)
}

/** By the operator at the machine: also for the last administrator. False when there is no such account. */
export async function liftByLogin(ctx: Ctx, login: string, reason: string): Promise<boolean> {
  const account = await findByLogin(ctx.db, login)
  if (account) await lift(ctx, account.id, 'operator', reason)
  return account !== undefined
}
