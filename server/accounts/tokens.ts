/** Personal tokens: what programs show instead of a session. */
import type { z } from 'zod'
import type { AccessToken } from '../../contract/accounts/tokens.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Credential } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import { deleteToken, insertToken, listTokenRows } from './credential.queries.ts'
import { tokenCreated, tokenRevoked } from './events.ts'
import { makeSecret } from './passwords.ts'

type Token = z.infer<typeof AccessToken>
type Row = Awaited<ReturnType<typeof listTokenRows>>[number]

const present = (row: Row): Token => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
})

export async function listTokens(ctx: Ctx): Promise<Token[]> {
  return (await listTokenRows(ctx.db, ctx.actor.accountId, ctx.now())).map(present)
}

/** Makes a token that ends with the given day (UTC) and proves as much as who makes it; the secret is never shown again. */
export async function createToken(
  ctx: Ctx,
  { name, expiresOn }: { name: string; expiresOn: string },
  { strong }: Credential,
): Promise<Token & { secret: string }> {
  const { secret, hash } = makeSecret('bm23_')
  const expiresAt = new Date(`${expiresOn}T23:59:59Z`)
  return await ctx.db.transaction().execute(async (tx) => {
    const row = await insertToken(tx, { accountId: ctx.actor.accountId, name, hash, expiresAt, strong })
    await ctx.record(tx, ctx, tokenCreated, { type: 'token', id: row.id }, { name })
    return { ...present(row), secret }
  })
}

export async function revokeToken(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await deleteToken(tx, ctx.actor.accountId, id))) throw new Refusal('resource.notFound')
    await ctx.record(tx, ctx, tokenRevoked, { type: 'token', id }, {})
  })
}
