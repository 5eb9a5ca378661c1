/** A way in for people who have none: a link that is mailed or handed over, or a first password. */
import type { Invitation } from '../../../contract/accounts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { insertMail } from '../../platform/mail/mail.queries.ts'
import { mailing } from '../../platform/mail/smtp.ts'
import { found, Refusal } from '../../platform/problem.ts'
import * as credentials from '../credential.queries.ts'
import { accountInvited } from '../events.ts'
import { hashPassword, makePassword, makeSecret } from '../passwords.ts'
import * as queries from '../queries.ts'
import { invitationDays, invitationMail } from './letters.ts'

/** What was made before the transaction, because hashing takes its time. */
type Way =
  | { readonly method: 'mail' }
  | { readonly method: 'link'; readonly secret: string; readonly hash: Buffer }
  | { readonly method: 'password'; readonly secret: string; readonly hash: string }

async function makeWay(method: Invitation['method']): Promise<Way> {
  if (method === 'mail') return { method }
  if (method === 'link') return { method, ...makeSecret() }
  const secret = makePassword()
  return { method, secret, hash: await hashPassword(secret) }
}

/** Gives people a way in. Passwords are hashed before the transaction opens. */
export async function inviteAccounts(
  ctx: Ctx,
  ids: readonly string[],
  method: Invitation['method'],
): Promise<Invitation[]> {
  if (method === 'mail' && mailing(ctx.config) === 'off') throw new Refusal('mail.off')
  const ways = new Map<string, Way>()
  for (const id of new Set(ids)) ways.set(id, await makeWay(method))
  return await ctx.db.transaction().execute(async (tx) => {
    const invitations: Invitation[] = []
    for (const [id, way] of ways) invitations.push(await invite(tx, ctx, id, way))
    return invitations
  })
}

async function invite(tx: Tx, ctx: Ctx, id: string, way: Way): Promise<Invitation> {
  const account = found(await queries.lockAccount(tx, id))
  if (account.status === 'pending') throw new Refusal('account.pending')
  if (account.status === 'deactivated') throw new Refusal('account.deactivated')
  // a way in replaces the ones before it
  await credentials.deleteLinksOf(tx, id)
  const expiresAt = new Date(ctx.now().getTime() + invitationDays * 86_400_000)
  if (way.method === 'mail') {
    if (account.email === null) throw new Refusal('account.noEmail', { data: { name: account.display_name } })
    await insertMail(tx, invitationMail.name, { accountId: id }, ctx.now())
  } else if (way.method === 'link') {
    await credentials.insertLink(tx, { hash: way.hash, accountId: id, expiresAt, purpose: 'invitation' })
  } else {
    const change = { password_hash: way.hash, status: 'active', must_change_password: true } as const
    await queries.setAccount(tx, id, change)
    await credentials.deleteSessionsOf(tx, id)
  }
  await ctx.record(tx, ctx, accountInvited, { type: 'account', id }, { method: way.method })
  return {
    accountId: id,
    method: way.method,
    email: way.method === 'mail' ? account.email : null,
    path: way.method === 'link' ? `/invitation/${way.secret}` : null,
    password: way.method === 'password' ? way.secret : null,
    login: account.login ?? account.email,
    displayName: account.display_name,
    expiresAt: way.method === 'link' ? expiresAt.toISOString() : null,
  }
}
