/** Letters about accounts. Their links are made when the letter goes out, and only their hashes are kept. */
import { z } from 'zod'
import { Locale } from '../../../contract/accounts.ts'
import { words } from '../../../contract/words.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { composeLetter, type Letter, type MailKind } from '../../platform/mail/letter.ts'
import { countMails } from '../../platform/mail/mail.queries.ts'
import { findAddressee } from '../accounts.ts'
import * as credentials from '../credential.queries.ts'
import { resetLinkMade } from '../events.ts'
import { makeSecret } from '../passwords.ts'
import * as queries from '../queries.ts'

export const invitationDays = 14
const resetMinutes = 60
/** So many letters about a forgotten password one account gets within an hour, whoever asks for them. */
const resetsPerHour = 3

interface LinkLetter {
  kind: 'passwordReset' | 'invitation'
  purpose: credentials.LinkPurpose
  minutes: number
  /** For who never chose a language. */
  locale?: Locale
}

/** Makes a link and the letter around it. */
async function writeLink(ctx: Ctx, accountId: string, letter: LinkLetter): Promise<Letter | null> {
  const { kind, purpose, minutes } = letter
  const addressee = await findAddressee(ctx, accountId, letter.locale)
  if (!addressee) return null
  const { secret, hash } = makeSecret()
  const expiresAt = new Date(ctx.now().getTime() + minutes * 60_000)
  await ctx.db.transaction().execute(async (tx) => {
    await credentials.insertLink(tx, { hash, accountId, expiresAt, purpose })
    if (purpose === 'reset') await ctx.record(tx, ctx, resetLinkMade, { type: 'account', id: accountId }, {})
  })
  const { login, faculty, home, ...to } = addressee
  const link = `${home}/invitation/${secret}`
  const values = { name: to.name, login, faculty, link, days: String(invitationDays) }
  return composeLetter(to, words[to.locale].letters[kind], values)
}

const reachable = (account: queries.AccountRow | undefined): account is queries.AccountRow =>
  account !== undefined && account.email !== null && ['active', 'invited'].includes(account.status)

/** To who forgot the password, when there is such a person with an address. */
export const passwordResetMail: MailKind = {
  name: 'passwordReset',
  write: async (ctx, data) => {
    const { login, locale } = z.object({ login: z.string(), locale: Locale }).parse(data)
    const account = await queries.findByLogin(ctx.db, login)
    if (!reachable(account)) return null
    const hourAgo = new Date(ctx.now().getTime() - 3_600_000)
    if ((await countMails(ctx.db, 'passwordReset', account.id, hourAgo)) >= resetsPerHour) return null
    return await writeLink(ctx, account.id, { kind: 'passwordReset', purpose: 'reset', minutes: resetMinutes, locale })
  },
}

/** To somebody whom an administrator gives a way in. */
export const invitationMail: MailKind = {
  name: 'invitation',
  write: async (ctx, data) => {
    const { accountId } = z.object({ accountId: z.string() }).parse(data)
    if (!reachable(await queries.findAccount(ctx.db, accountId))) return null
    const minutes = invitationDays * 24 * 60
    return await writeLink(ctx, accountId, { kind: 'invitation', purpose: 'invitation', minutes })
  },
}
