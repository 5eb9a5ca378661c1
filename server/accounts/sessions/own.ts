/** A person sees where the own sessions are, and ends them. */
import type { OwnSession } from '../../../contract/accounts/sessions.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Credential } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { sessionsEnded } from '../events.ts'
import { findAccount } from '../queries.ts'
import { browserOf } from './browser.ts'
import { idleMilliseconds } from './idle.ts'
import * as queries from './queries.ts'

/** The sessions that are still good. */
export async function listOwnSessions(ctx: Ctx, credential: Credential): Promise<OwnSession[]> {
  const rows = await queries.listSessionRows(ctx.db, ctx.actor.accountId, credential.hash, ctx.now())
  const { roles } = found(await findAccount(ctx.db, ctx.actor.accountId))
  const since = ctx.now().getTime() - idleMilliseconds(ctx.config, roles)
  return rows
    .map((row) => ({
      id: row.id,
      ...browserOf(row.user_agent),
      address: row.ip,
      beganAt: row.created_at,
      usedAt: row.last_seen_at,
      current: row.current,
    }))
    .filter((one) => one.current || Date.parse(one.usedAt) >= since)
}

export async function endOwnSession(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await queries.deleteOwnSession(tx, ctx.actor.accountId, id))) throw new Refusal('resource.notFound')
    await ctx.record(tx, ctx, sessionsEnded, { type: 'account', id: ctx.actor.accountId }, { ended: 1 })
  })
}

export async function endOtherSessions(ctx: Ctx, credential: Credential): Promise<{ ended: number }> {
  return await ctx.db.transaction().execute(async (tx) => {
    const ended = await queries.deleteOtherSessions(tx, ctx.actor.accountId, credential.hash)
    if (ended > 0) await ctx.record(tx, ctx, sessionsEnded, { type: 'account', id: ctx.actor.accountId }, { ended })
    return { ended }
  })
}
