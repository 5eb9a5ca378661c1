/** Choosing a password: by who knows the old one, or by who holds a one-time link. */
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import type { Credential, Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { hashChosenPassword } from '../accounts.ts'
import * as credentials from '../credential.queries.ts'
import { passwordChanged } from '../events.ts'
import type { FreshStep } from '../factor/step.ts'
import { beginGuess } from '../guesses/guesses.ts'
import { checkPassword, hashSecret } from '../passwords.ts'
import * as queries from '../queries.ts'
import { admit, type FreshSession, openSession } from '../sessions.ts'

async function renewPassword(tx: Tx, ctx: Ctx, id: string, passwordHash: string): Promise<queries.AccountRow> {
  const change = { password_hash: passwordHash, status: 'active', must_change_password: false } as const
  await queries.setAccount(tx, id, change)
  await credentials.deleteSessionsOf(tx, id)
  await credentials.deleteLinksOf(tx, id)
  const account = found(await queries.findAccount(tx, id))
  const actor = { accountId: id, name: account.display_name, roles: account.roles, system: false }
  await ctx.record(tx, { ...ctx, actor }, passwordChanged, { type: 'account', id }, {})
  return account
}

const namesOf = ({ login, email, display_name: name }: queries.AccountRow) => [login, email, name]

/** Changes one's own password: every session ends, and a new one begins here. */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; next: string },
  origin: Origin,
  { strong }: Pick<Credential, 'strong'>,
): Promise<FreshSession> {
  const account = found(await queries.findAccount(ctx.db, ctx.actor.accountId))
  const guess = await beginGuess(ctx, account, account.id, origin)
  const { matches } = await checkPassword(input.current, account.password_hash, guess)
  if (!matches) throw new Refusal('password.wrong')
  if (input.next === input.current) throw new Refusal('password.unchanged')
  const passwordHash = await hashChosenPassword(ctx.db, input.next, namesOf(account))
  return await ctx.db.transaction().execute(async (tx) => {
    const now = found(await queries.lockAccount(tx, account.id))
    if (now.password_hash !== account.password_hash) throw new Refusal('password.wrong')
    await credentials.clearAttempts(tx, guess.key)
    const renewed = await renewPassword(tx, ctx, account.id, passwordHash)
    return await openSession(tx, ctx, renewed, origin, strong ? 'kept' : null)
  })
}

/** Who may use a link: nobody whose account was shut, or waits to be approved, since it was made. */
const mayUse = (account: queries.AccountRow | undefined): account is queries.AccountRow =>
  account?.status === 'active' || account?.status === 'invited'

async function findInvited(ctx: Ctx, token: string) {
  const link = await credentials.findLink(ctx.db, hashSecret(token), ctx.now())
  const account = link ? await queries.findAccount(ctx.db, link.account_id) : undefined
  if (!link || !mayUse(account)) throw new Refusal('account.linkInvalid')
  return { link, account }
}

export async function readInvitation(ctx: Ctx, token: string) {
  const { link, account } = await findInvited(ctx, token)
  return { displayName: account.display_name, login: account.login ?? account.email, purpose: link.purpose }
}

/**
 * Sets a password with a one-time link and signs in; the link works once, also when opened twice at a time. It replaces the
 * password and no more: a second factor is asked for as ever.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  password: string,
  origin: Origin,
): Promise<FreshSession | FreshStep> {
  const invited = await findInvited(ctx, token)
  const passwordHash = await hashChosenPassword(ctx.db, password, namesOf(invited.account))
  return await ctx.db.transaction().execute(async (tx) => {
    const hash = hashSecret(token)
    const link = await credentials.findLink(tx, hash, ctx.now())
    const account = link ? await queries.lockAccount(tx, link.account_id) : undefined
    if (!mayUse(account) || !(await credentials.takeLink(tx, hash, ctx.now()))) {
      throw new Refusal('account.linkInvalid')
    }
    // such a link is only ever mailed
    if (link?.purpose === 'reset') await queries.setAccount(tx, account.id, { email_claimed: false })
    return await admit(tx, ctx, await renewPassword(tx, ctx, account.id, passwordHash), origin)
  })
}
