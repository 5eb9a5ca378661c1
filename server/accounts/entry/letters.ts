/** Letters about accounts. Their links are made when the letter goes out, and only their hashes are kept. */
import { z } from 'zod'
import { Locale } from '../../../contract/accounts.ts'
import { words } from '../../../contract/words.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { fillIn, type Letter, type MailKind } from '../../platform/mail/letter.ts'
import { countMails } from '../../platform/mail/mail.queries.ts'
import { readInstallation } from '../accounts.ts'
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
  locale: Locale
}

/** Makes a link and the letter around it. */
async function writeLink(
  ctx: Ctx,
  account: queries.AccountRow & { email: string },
  letter: LinkLetter,
): Promise<Letter> {
  const { kind, purpose, minutes, locale } = letter
  const { secret, hash } = makeSecret()
  const expiresAt = new Date(ctx.now().getTime() + minutes * 60_000)
  await ctx.db.transaction().execute(async (tx) => {
    await credentials.insertLink(tx, { hash, accountId: account.id, expiresAt, purpose })
    if (purpose === 'reset') await ctx.record(tx, ctx, resetLinkMade, { type: 'account', id: account.id }, {})
  })
  const { subject, text } = words[locale].letters[kind]
  const { publicUrl, host, port } = ctx.config
  const values: Record<string, string> = {
    name: account.display_name,
    login: account.login ?? account.email,
    faculty: (await readInstallation(ctx)).name[locale],
    link: `${publicUrl ?? `http://${host}:${port}`}/invitation/${secret}`,
    days: String(invitationDays),
  }
  return {
    ...{ accountId: account.id, name: account.display_name, address: account.email, locale },
    ...{ subject: fillIn(subject, values), text: `${fillIn(text, values)}\n` },
  }
}

const reachable = (account: queries.AccountRow | undefined): account is queries.AccountRow & { email: string } =>
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
    const own = account.locale ?? locale
    return await writeLink(ctx, account, {
      kind: 'passwordReset',
      purpose: 'reset',
      minutes: resetMinutes,
      locale: own,
    })
  },
}

/** To somebody whom an administrator gives a way in. */
export const invitationMail: MailKind = {
  name: 'invitation',
  write: async (ctx, data) => {
    const { accountId } = z.object({ accountId: z.string() }).parse(data)
    const account = await queries.findAccount(ctx.db, accountId)
    if (!reachable(account)) return null
    const locale = account.locale ?? (await readInstallation(ctx)).defaultLocale
    const minutes = invitationDays * 24 * 60
    return await writeLink(ctx, account, { kind: 'invitation', purpose: 'invitation', minutes, locale })
  },
}
