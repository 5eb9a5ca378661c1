/** A person sets up the own second factor, renews the recovery codes, takes it off. */
import { randomBytes } from 'node:crypto'
import type { SecondFactor } from '../../../contract/accounts/second-factor.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import type { Credential, Origin } from '../../platform/http/route.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { readInstallation } from '../accounts.ts'
import { clearAttempts, deleteSessionsOf } from '../credential.queries.ts'
import * as events from '../events.ts'
import { beginGuess } from '../guesses/guesses.ts'
import { countPasskeys } from '../passkey/queries.ts'
import { checkPassword } from '../passwords.ts'
import { type AccountRow, findAccount, lockAccount } from '../queries.ts'
import { isStaff } from '../sessions/idle.ts'
import { type FreshSession, openSession } from '../sessions.ts'
import { keysOf, makeRecoveryCodes, sealSeed, takeAppCode, takeCode } from './codes.ts'
import * as queries from './queries.ts'
import { owesFactor } from './step.ts'
import { base32, keyAddress } from './totp.ts'

/** What shows that it is still the person who signed in: the code is of who has an app. */
export interface Proof {
  readonly password: string
  readonly code?: string | undefined
}

interface Both extends Proof {
  readonly code: string
}

const me = (ctx: Ctx) => ({ type: 'account', id: ctx.actor.accountId })

export async function readSecondFactor(ctx: Ctx): Promise<SecondFactor> {
  const { accountId } = ctx.actor
  const account = found(await findAccount(ctx.db, accountId))
  const factor = await queries.findFactor(ctx.db, accountId)
  return {
    since: factor?.confirmed_at ?? null,
    recoveryCodesLeft: await queries.countRecoveryCodes(ctx.db, accountId),
    offered: keysOf(ctx.config) !== null,
    passkeys: await countPasskeys(ctx.db, accountId),
    required: ctx.config.secondFactor === 'staff' && isStaff(account.roles),
  }
}

/** That it is still the person, counted like a sign-in. */
export async function demandPassword(ctx: Ctx, password: string, origin: Origin): Promise<AccountRow> {
  const account = found(await findAccount(ctx.db, ctx.actor.accountId))
  const guess = await beginGuess(ctx, account, account.id, origin)
  const { matches } = await checkPassword(password, account.password_hash, guess)
  if (!matches) throw new Refusal('password.wrong')
  await ctx.db.transaction().execute((tx) => clearAttempts(tx, guess.key))
  return account
}

/** The password, and the code where signing in asks for one. */
export async function demandProof(ctx: Ctx, { password, code }: Proof, origin: Origin): Promise<AccountRow> {
  const account = await demandPassword(ctx, password, origin)
  if (ctx.config.secondFactor === 'off' || !(await queries.hasFactor(ctx.db, account.id))) return account
  await withCode(ctx, origin, async (tx) => (code === undefined ? null : await takeCode(tx, ctx, account.id, code)))
  return account
}

/**
 * Who must show more than a password and has a passkey for it shows that one first: a password alone would put another
 * factor beside it, and get around the one that is there.
 * @throws factor.passkeyOwed
 */
export async function refuseBesidePasskey(db: Db, ctx: Ctx, { id, roles }: AccountRow, { strong }: Credential) {
  if (owesFactor(ctx.config, { roles, strong }) && (await countPasskeys(db, id)) > 0)
    throw new Refusal('factor.passkeyOwed')
}

/** Does something for which the person gives a code, counted like a sign-in. */
async function withCode<T>(ctx: Ctx, origin: Origin, work: (tx: Tx, account: AccountRow) => Promise<T | null>) {
  const { accountId } = ctx.actor
  const guess = await beginGuess(ctx, { id: accountId }, accountId, origin, 'code')
  await guess.admit()
  const result = await ctx.db.transaction().execute(async (tx) => {
    const done = await work(tx, found(await lockAccount(tx, accountId)))
    if (done !== null) await clearAttempts(tx, guess.key)
    return done
  })
  if (result !== null) return result
  await guess.failed()
  throw new Refusal('factor.wrongCode')
}

/** Makes the key for the app. It asks for the password: who finds a session open cannot lock its owner out. */
export async function beginSecondFactor(ctx: Ctx, password: string, origin: Origin, credential: Credential) {
  const keys = keysOf(ctx.config)
  if (!keys) throw new Refusal('factor.off')
  const account = await demandPassword(ctx, password, origin)
  await refuseBesidePasskey(ctx.db, ctx, account, credential)
  const seed = randomBytes(20)
  const sealed = sealSeed(keys, account.id, seed)
  // no event: nothing is asked for by it before a code confirmed it, which is recorded
  const begun = await ctx.db.transaction().execute((tx) => queries.insertSeed(tx, account.id, sealed, ctx.now()))
  if (!begun) throw new Refusal('factor.already')
  const { name } = await readInstallation(ctx)
  const issuer = name[account.locale ?? 'en']
  return {
    key: base32(seed),
    address: keyAddress(seed, issuer, account.login ?? account.email ?? account.display_name),
  }
}

/** The first code shows that the app has the key: from now on it is asked for, and sessions without it end. */
export async function confirmSecondFactor(
  ctx: Ctx,
  code: string,
  origin: Origin,
  credential: Credential,
): Promise<{ fresh: FreshSession; recoveryCodes: string[] }> {
  if (!keysOf(ctx.config)) throw new Refusal('factor.off')
  return await withCode(ctx, origin, async (tx, account) => {
    await refuseBesidePasskey(tx, ctx, account, credential)
    if (!/^\d{6}$/.test(code) || !(await takeAppCode(tx, ctx, account.id, code))) return null
    if (!(await queries.confirmFactor(tx, account.id, ctx.now()))) throw new Refusal('factor.notBegun')
    const recoveryCodes = await makeRecoveryCodes(tx, account.id)
    await deleteSessionsOf(tx, account.id)
    await ctx.record(tx, ctx, events.factorSetUp, me(ctx), {})
    return { fresh: await openSession(tx, ctx, account, origin, 'app'), recoveryCodes }
  })
}

export async function renewRecoveryCodes(ctx: Ctx, { password, code }: Both, origin: Origin): Promise<string[]> {
  await demandPassword(ctx, password, origin)
  return await withCode(ctx, origin, async (tx, { id }) => {
    await demandFactor(tx, id)
    if (!(await takeCode(tx, ctx, id, code))) return null
    await ctx.record(tx, ctx, events.recoveryCodesMade, me(ctx), {})
    return await makeRecoveryCodes(tx, id)
  })
}

export async function removeSecondFactor(
  ctx: Ctx,
  { password, code }: Both,
  origin: Origin,
  { strong }: Credential,
): Promise<FreshSession> {
  await demandPassword(ctx, password, origin)
  return await withCode(ctx, origin, async (tx, account) => {
    await demandFactor(tx, account.id)
    if (!(await takeCode(tx, ctx, account.id, code))) return null
    await queries.deleteFactor(tx, account.id)
    await deleteSessionsOf(tx, account.id)
    await ctx.record(tx, ctx, events.factorTakenOff, me(ctx), { by: 'owner' })
    const left = (await countPasskeys(tx, account.id)) > 0
    return await openSession(tx, ctx, account, origin, strong && left ? 'kept' : null)
  })
}

async function demandFactor(tx: Tx, accountId: string): Promise<void> {
  if (!(await queries.hasFactor(tx, accountId))) throw new Refusal('factor.notBegun')
}
