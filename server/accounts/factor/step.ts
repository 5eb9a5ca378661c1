/** The step between password and session, for who has a second factor. */
import type { Role } from '../../../contract/permissions.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { makeSecret } from '../passwords.ts'
import { isStaff } from '../sessions/idle.ts'
import * as queries from './queries.ts'

// no event: that somebody signed in is recorded when it is done

const minutes = 10

/** A sign-in that waits for its code. The ticket goes into a cookie and nowhere else. */
export interface FreshStep {
  readonly ticket: string
  readonly maxAgeSeconds: number
}

/** Lets a sign-in wait for its code; null when it needs none. */
export async function beginStep(tx: Tx, ctx: Ctx, accountId: string, byProvider: boolean): Promise<FreshStep | null> {
  if (ctx.config.secondFactor === 'off' || !(await queries.hasFactor(tx, accountId))) return null
  const { secret, hash } = makeSecret()
  const expiresAt = new Date(ctx.now().getTime() + minutes * 60_000)
  await queries.insertStep(tx, { hash, accountId, expiresAt, byProvider })
  return { ticket: secret, maxAgeSeconds: minutes * 60 }
}

/** Whether somebody must show a second factor and has not: then there is nothing to do but to set one up. */
export function owesFactor(
  { secondFactor }: Pick<Config, 'secondFactor'>,
  { roles, strong }: { roles: readonly Role[]; strong: boolean },
): boolean {
  return secondFactor === 'staff' && isStaff(roles) && !strong
}
