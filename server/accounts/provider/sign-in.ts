/** Signing in through the provider: out with a ticket, and back with a code. */
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import type { Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { visitOf } from '../cookie.ts'
import { providerLinked } from '../events.ts'
import type { FreshStep } from '../factor/step.ts'
import { hashSecret, makeSecret } from '../passwords.ts'
import { type AccountRow, lockAccount } from '../queries.ts'
import { admit, type FreshSession, refuseUnlessActive } from '../sessions.ts'
import { type Arrived, addressAt, type Brought, type Provider, providerOf, redeem, secretsOf } from './client.ts'
import * as queries from './queries.ts'

const minutes = 10

/** @throws provider.off */
export function demandProvider(ctx: Ctx): Provider {
  const provider = providerOf(ctx.config)
  if (!provider) throw new Refusal('provider.off')
  return provider
}

/** Sends a browser on its way. The ticket goes into its cookie and nowhere else. */
export async function beginProviderSignIn(
  ctx: Ctx,
  returnTo: string,
): Promise<{ address: string; ticket: string; maxAgeSeconds: number }> {
  const provider = demandProvider(ctx)
  const { secret: ticket, hash } = makeSecret()
  const address = await addressAt(provider, ticket, ctx)
  const expiresAt = new Date(ctx.now().getTime() + minutes * 60_000)
  // no event: nobody is known yet, and a session that begins is recorded
  await ctx.db.transaction().execute((tx) => queries.insertVisit(tx, hash, returnTo, expiresAt))
  return { address, ticket, maxAgeSeconds: minutes * 60 }
}

/**
 * A browser is back. It must be the one that set out, and is let in once; the provider is asked outside of a transaction.
 * Whose account it is follows from the provider's own name for the person, which an address gives only the first time.
 */
export async function finishProviderSignIn(
  ctx: Ctx,
  brought: Brought,
  origin: Origin,
): Promise<{ fresh: FreshSession | FreshStep; returnTo: string }> {
  const provider = demandProvider(ctx)
  const ticket = visitOf(ctx.config, origin.cookies)
  if (!ticket || brought.state !== secretsOf(ticket).state) throw new Refusal('provider.visitMissing')
  // no event: as above
  const returnTo = await ctx.db.transaction().execute((tx) => queries.takeVisit(tx, hashSecret(ticket), ctx.now()))
  if (returnTo === undefined) throw new Refusal('provider.visitMissing')
  const arrived = await redeem(provider, brought, ticket, ctx)
  const email = (await queries.findIdentity(ctx.db, arrived)) ? null : await arrived.email()
  const fresh = await ctx.db.transaction().execute(async (tx) => {
    const account = await accountOf(tx, ctx, arrived, email)
    return await admit(tx, ctx, account, origin, true)
  })
  return { fresh, returnTo }
}

async function accountOf(tx: Tx, ctx: Ctx, arrived: Arrived, email: string | null): Promise<AccountRow> {
  const linked = await queries.findIdentity(tx, arrived)
  if (!linked) return await linkByAddress(tx, ctx, arrived, email)
  const account = found(await lockAccount(tx, linked))
  refuseUnlessActive(account)
  return account
}

/** The first time. An address names an account and proves nothing after that: who has an identity is known by it alone. */
async function linkByAddress(tx: Tx, ctx: Ctx, arrived: Arrived, email: string | null): Promise<AccountRow> {
  if (email === null) throw new Refusal('provider.noAddress')
  const account = await queries.lockByEmail(tx, email)
  if (!account || account.status === 'invited') throw new Refusal('provider.noAccount')
  refuseUnlessActive(account)
  const { issuer } = arrived
  if (await queries.findLink(tx, account.id, issuer)) {
    // another request of the same person may have been faster
    if ((await queries.findIdentity(tx, arrived)) === account.id) return account
    throw new Refusal('provider.otherIdentity')
  }
  if (account.email_claimed) throw new Refusal('provider.addressUnproven')
  await queries.insertIdentity(tx, account.id, arrived, ctx.now())
  const actor = { accountId: account.id, name: account.display_name, roles: account.roles, system: false }
  await ctx.record(tx, { ...ctx, actor }, providerLinked, { type: 'account', id: account.id }, { issuer })
  return account
}
