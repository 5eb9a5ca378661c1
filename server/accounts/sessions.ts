/** Signing in and out: who holds a session or a token, and what it proves. */
import type { SignedIn } from '../../contract/accounts.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Actor } from '../platform/authorize.ts'
import type { Remembered } from '../platform/cache/cache.ts'
import type { Ctx, Platform } from '../platform/ctx.ts'
import type { Tx } from '../platform/db/db.ts'
import type { Credential, Origin } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import { deviceOf } from './cookie.ts'
import * as credentials from './credential.queries.ts'
import { signedIn, signedOut } from './events.ts'
import { deleteUnfinished } from './factor/queries.ts'
import { beginStep, type FreshStep, owesFactor } from './factor/step.ts'
import { keepDevice } from './guesses/device.queries.ts'
import { beginGuess } from './guesses/guesses.ts'
import { deletePasskeyVisits } from './passkey/queries.ts'
import { checkPassword, hashPassword, hashSecret, makeSecret } from './passwords.ts'
import { deleteVisits } from './provider/queries.ts'
import { type AccountRow, findByLogin, lockAccount, setAccount } from './queries.ts'
import { idleMilliseconds, noteEvery } from './sessions/idle.ts'

const sessionHours = 12

/** Every request asks who it is from. */
export const rememberedHolders: Remembered<credentials.FoundHolder> = {
  name: 'holders',
  what: 'whose session or token it is, with roles and hat',
  key: 'kind and SHA-256 of the credential',
  seconds: 60,
  most: 10_000,
  droppedBy: ['sessions', 'accounts'],
}

/** A session that was just made: its secret goes into the cookie and nowhere else. */
export interface FreshSession {
  readonly secret: string
  /** Tells this browser apart the next time. */
  readonly device: string
  readonly maxAgeSeconds: number
  readonly holder: credentials.Holder
}

/**
 * Finds out who a credential belongs to. Roles are those of the worn hat, if one is worn. What a page asks by itself (`polled`)
 * is no use of the session.
 */
export async function identify(
  platform: Platform,
  kind: Credential['kind'],
  secret: string,
  polled: boolean,
): Promise<{ actor: Actor; credential: Credential; mustChangePassword: boolean; owesFactor: boolean } | null> {
  const hash = hashSecret(secret)
  const now = platform.now()
  const key = `${kind} ${hash.toString('base64url')}`
  const find = kind === 'session' ? credentials.findSession : credentials.findToken
  const holder = await platform.cache.remember(
    rememberedHolders,
    key,
    async () => (await find(platform.db, hash, now)) ?? null,
  )
  if (!holder || Date.parse(holder.expires_at) <= now.getTime()) return null
  const rest = kind === 'session' ? idleMilliseconds(platform.config, holder.roles) : Number.POSITIVE_INFINITY
  const unused = now.getTime() - Date.parse(holder.used_at ?? '1970-01-01')
  if (unused > rest) {
    platform.cache.forget(rememberedHolders, key)
    if (await endRested(platform, hash, now, rest)) return null
  }
  if (!polled && unused > noteEvery(rest)) {
    platform.cache.forget(rememberedHolders, key)
    await keepSeen(platform, kind, hash, now)
  }
  return {
    actor: {
      accountId: holder.id,
      name: holder.display_name,
      roles: effectiveRoles(holder.roles, holder.hat),
      system: false,
    },
    credential: { kind, hash, strong: holder.strong },
    mustChangePassword: holder.must_change_password,
    owesFactor: owesFactor(platform.config, holder),
  }
}

/** Bookkeeping: a database that takes no writes still serves readers. */
async function keepSeen(platform: Platform, kind: Credential['kind'], hash: Buffer, now: Date): Promise<void> {
  try {
    await platform.db.transaction().execute((tx) => credentials.touch(tx, kind, hash, now))
  } catch (error) {
    platform.log.warn({ err: error }, 'use of a credential not noted')
  }
}

/** Ends a session that rested for too long, unless another process has seen it used since. */
async function endRested(platform: Platform, hash: Buffer, now: Date, rest: number): Promise<boolean> {
  const since = new Date(now.getTime() - rest)
  return await platform.db.transaction().execute((tx) => credentials.deleteRested(tx, hash, since))
}

function effectiveRoles(roles: readonly Role[], hat: Role | null): readonly Role[] {
  return hat && roles.includes(hat) ? [hat] : roles
}

export function presentHolder(ctx: Platform, holder: credentials.Holder): SignedIn {
  const roles = effectiveRoles(holder.roles, holder.hat)
  const actor: Actor = { accountId: holder.id, name: holder.display_name, roles, system: false }
  return {
    account: {
      id: holder.id,
      displayName: holder.display_name,
      login: holder.login,
      email: holder.email,
      locale: holder.locale,
      mustChangePassword: holder.must_change_password,
      mustSetUpFactor: owesFactor(ctx.config, holder),
    },
    roles: holder.roles,
    hat: holder.hat,
    permissions: ctx.authorize.permissions(actor),
  }
}

/**
 * Signs in by e-mail, user name or student ID. The attempt is counted before the hash, per account, and for unknown logins
 * per text; the hash is compared outside the transaction, which therefore looks at the account again.
 */
export async function startSession(
  ctx: Ctx,
  login: string,
  password: string,
  origin: Origin,
): Promise<FreshSession | FreshStep> {
  const account = await findByLogin(ctx.db, login)
  const guess = await beginGuess(ctx, account, login, origin)
  const { matches, outdated } = await checkPassword(password, account?.password_hash ?? null, guess)
  if (!account || !matches) throw new Refusal('session.badCredentials')
  refuseUnlessActive(account)
  const fresh = outdated ? await hashPassword(password) : null
  return await ctx.db.transaction().execute(async (tx) => {
    const now = await lockAccount(tx, account.id)
    if (!now || now.password_hash !== account.password_hash) throw new Refusal('session.badCredentials')
    refuseUnlessActive(now)
    if (fresh) await setAccount(tx, now.id, { password_hash: fresh }, false)
    await credentials.clearAttempts(tx, guess.key)
    return await admit(tx, ctx, now, origin)
  })
}

/** Somebody has shown who it is, by password or through the provider: the session, or the question for the code that is owed. */
export async function admit(
  tx: Tx,
  ctx: Ctx,
  account: AccountRow,
  origin: Origin,
  byProvider = false,
): Promise<FreshSession | FreshStep> {
  const step = await beginStep(tx, ctx, account.id, byProvider)
  if (step) return step
  await setAccount(tx, account.id, { last_sign_in_at: ctx.now() }, false)
  return await openSession(tx, ctx, account, origin, null, byProvider)
}

export function refuseUnlessActive(account: AccountRow): void {
  if (account.status === 'pending') throw new Refusal('account.pending')
  if (account.status !== 'active') throw new Refusal('account.deactivated')
}

/** What was shown besides the password, or in place of it: `kept` when an earlier session had it. */
type Shown = 'app' | 'recovery' | 'passkey' | 'kept' | null

/** Makes a session in the caller's transaction and records it. */
export async function openSession(
  tx: Tx,
  ctx: Ctx,
  account: AccountRow,
  origin: Origin,
  shown: Shown,
  byProvider = false,
): Promise<FreshSession> {
  const { secret, hash } = makeSecret()
  const expiresAt = new Date(ctx.now().getTime() + sessionHours * 3_600_000)
  const { ip, userAgent } = origin
  const strong = shown !== null
  await credentials.insertSession(tx, {
    hash,
    accountId: account.id,
    beganAt: ctx.now(),
    expiresAt,
    ip,
    userAgent,
    strong,
  })
  const device = deviceOf(ctx.config, origin.cookies) ?? makeSecret().secret
  await keepDevice(tx, hashSecret(device), account.id, ctx.now())
  const actor: Actor = { accountId: account.id, name: account.display_name, roles: account.roles, system: false }
  await ctx.record(
    tx,
    { ...ctx, actor },
    signedIn,
    { type: 'account', id: account.id },
    { ip, ...(byProvider ? { provider: true } : {}), ...(shown && shown !== 'kept' ? { factor: shown } : {}) },
  )
  return { secret, device, maxAgeSeconds: sessionHours * 3_600, holder: { ...account, hat: null, strong } }
}

export async function readOwnSession(ctx: Ctx, credential: Credential): Promise<SignedIn> {
  const find = credential.kind === 'session' ? credentials.findSession : credentials.findToken
  const holder = await find(ctx.db, credential.hash, ctx.now())
  if (!holder) throw new Refusal('session.missing')
  return presentHolder(ctx, holder)
}

export async function endSession(ctx: Ctx, credential: Credential): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await credentials.deleteSession(tx, credential.hash)
    await ctx.record(tx, ctx, signedOut, { type: 'account', id: ctx.actor.accountId }, {})
  })
}

/** Acts in one role only from now on, or (null) in all. A token has no hat. */
export async function wearHat(ctx: Ctx, credential: Credential, hat: Role | null): Promise<SignedIn> {
  const before = await readOwnSession(ctx, credential)
  if (credential.kind !== 'session' || (hat && !before.roles.includes(hat))) throw new Refusal('permission.denied')
  await ctx.db.transaction().execute((tx) => credentials.setHat(tx, credential.hash, hat))
  return await readOwnSession(ctx, credential)
}

/** Nightly: forgets expired sessions, links, tokens and attempts. Nobody decided anything, so there is no event. */
export async function forgetExpired(platform: Platform): Promise<number> {
  return await platform.db.transaction().execute(async (tx) => {
    await deleteUnfinished(tx, platform.now())
    await deleteVisits(tx, platform.now())
    await deletePasskeyVisits(tx, platform.now())
    return await credentials.deleteExpired(tx, platform.now())
  })
}
