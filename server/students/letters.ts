/** How the office decided on a registration, told by mail where mail goes out. */
import { z } from 'zod'
import { words } from '../../contract/words.ts'
import { findAddressee } from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Tx } from '../platform/db/db.ts'
import { composeLetter, type MailKind } from '../platform/mail/letter.ts'
import { insertMail } from '../platform/mail/mail.queries.ts'
import { mailing } from '../platform/mail/smtp.ts'

const Decided = z.object({ accountId: z.string(), reason: z.string() })

const decisionMail = (kind: 'registrationApproved' | 'registrationRefused'): MailKind => ({
  name: kind,
  write: async (ctx, data) => {
    const { accountId, reason } = Decided.parse(data)
    const addressee = await findAddressee(ctx, accountId)
    if (!addressee) return null
    const { login, faculty, home, ...to } = addressee
    return composeLetter(to, words[to.locale].letters[kind], { name: to.name, login, faculty, link: home, reason })
  },
})

export const approvedMail = decisionMail('registrationApproved')
export const refusedMail = decisionMail('registrationRefused')

/** `reason` of a refusal, null of an approval. Whoever has no address hears it from the office. */
export async function tellDecision(tx: Tx, ctx: Ctx, accountId: string, reason: string | null): Promise<void> {
  if (mailing(ctx.config) === 'off') return
  const kind = reason === null ? approvedMail : refusedMail
  await insertMail(tx, kind.name, { accountId, reason: reason ?? '' }, ctx.now())
}
