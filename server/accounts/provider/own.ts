/** The own account and the provider. */
import type { OwnProvider } from '../../../contract/accounts/provider.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Credential, Origin } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/problem.ts'
import { providerUnlinked } from '../events.ts'
import { demandPassword } from '../factor/own.ts'
import { deleteOtherSessions } from '../sessions/queries.ts'
import { providerOf } from './client.ts'
import { deleteIdentity, findLink } from './queries.ts'

export async function readOwnProvider(ctx: Ctx): Promise<OwnProvider> {
  const provider = providerOf(ctx.config)
  if (!provider) return { name: null, since: null }
  const since = await findLink(ctx.db, ctx.actor.accountId, provider.issuer)
  return { name: provider.name, since: since ?? null }
}

/** Disconnects the own account. It asks for the password, with which the person signs in from now on. */
export async function unlinkProvider(ctx: Ctx, password: string, origin: Origin, { hash }: Credential): Promise<void> {
  const provider = providerOf(ctx.config)
  if (!provider) throw new Refusal('provider.notLinked')
  const { id } = await demandPassword(ctx, password, origin)
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await deleteIdentity(tx, id, provider.issuer))) throw new Refusal('provider.notLinked')
    await deleteOtherSessions(tx, id, hash)
    await ctx.record(tx, ctx, providerUnlinked, { type: 'account', id }, { issuer: provider.issuer })
  })
}
