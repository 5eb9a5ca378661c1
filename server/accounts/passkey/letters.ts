import { z } from 'zod'
import { words } from '../../../contract/words.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { composeLetter, type MailKind } from '../../platform/mail/letter.ts'
import { insertMail } from '../../platform/mail/mail.queries.ts'
import { mailing } from '../../platform/mail/smtp.ts'
import { findAddressee } from '../accounts.ts'
import type { AccountRow } from '../queries.ts'

type Kind = 'passkeyAdded' | 'passkeyRemoved'

const letter = (name: Kind): MailKind => ({
  name,
  write: async (ctx, data) => {
    const { accountId, passkey } = z.object({ accountId: z.string(), passkey: z.string() }).parse(data)
    const addressee = await findAddressee(ctx, accountId)
    if (!addressee) return null
    const { login: _, home: __, faculty, ...to } = addressee
    return composeLetter(to, words[to.locale].letters[name], { name: to.name, faculty, passkey })
  },
})

/** To the owner, so that nobody adds one in silence, nor takes one away. */
export const passkeyMails = [letter('passkeyAdded'), letter('passkeyRemoved')]

export async function tellOwner(tx: Tx, ctx: Ctx, account: AccountRow, kind: Kind, passkey: string): Promise<void> {
  if (account.email && mailing(ctx.config) !== 'off')
    await insertMail(tx, kind, { accountId: account.id, passkey }, ctx.now())
}
