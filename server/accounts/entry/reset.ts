import type { Locale } from '../../../contract/accounts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { insertMail } from '../../platform/mail/mail.queries.ts'
import { mailing } from '../../platform/mail/smtp.ts'
import { Refusal } from '../../platform/problem.ts'
import { passwordResetMail } from './letters.ts'

/**
 * Asks for a letter with a one-time link. Whether there is such a person is found out when it is written, so that neither the
 * answer nor its time tells. Nothing is recorded before: anybody may ask for anybody.
 */
export async function askPasswordReset(ctx: Ctx, login: string, locale: Locale): Promise<void> {
  if (mailing(ctx.config) === 'off') throw new Refusal('mail.off')
  // no event: that a link was made is recorded when it is
  await ctx.db.transaction().execute((tx) => insertMail(tx, passwordResetMail.name, { login, locale }, ctx.now()))
}
