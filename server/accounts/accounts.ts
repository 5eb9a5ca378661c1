/** Who may sign in, and how they prove it. */
import { randomUUID } from 'node:crypto'
import type { Installation, Invitation, Locale } from '../../contract/accounts.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Remembered } from '../platform/cache/cache.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Origin } from '../platform/http/route.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import * as credentials from './credential.queries.ts'
import * as events from './events.ts'
import { beginGuess } from './guesses/guesses.ts'
import { checkPassword, hashPassword, hashSecret, makePassword, makeSecret, refuseCommonPassword } from './passwords.ts'
import * as queries from './queries.ts'
import { type FreshSession, openSession } from './sessions.ts'

const invitationDays = 14

interface NewPerson {
  displayName: string
  login?: string | null
  email?: string | null
  role: Role
}

/** An account without a way in; the person is invited later. Returns its id. */
export async function createAccount(tx: Tx, ctx: Ctx, person: NewPerson): Promise<string> {
  return await insertPerson(tx, ctx, { ...person, status: 'invited', passwordHash: null })
}

/** Many accounts without a way in; their ids in the order of the people. */
export async function createAccounts(tx: Tx, ctx: Ctx, people: readonly NewPerson[]): Promise<string[]> {
  const rows = people.map(({ login = null, email = null, displayName, role }) => ({
    ...{ id: randomUUID(), displayName, login, email, roles: [role] },
  }))
  await queries.insertAccounts(tx, rows)
  for (const { id, roles, ...after } of rows)
    await ctx.record(tx, ctx, events.accountCreated, { type: 'account', id, after }, { roles })
  return rows.map((row) => row.id)
}

/** An account with a password that was hashed before the transaction: self-registration, the first admin. */
export async function createAccountWithHash(
  tx: Tx,
  ctx: Ctx,
  person: NewPerson & { passwordHash: string; status: 'pending' | 'active' },
): Promise<string> {
  return await insertPerson(tx, ctx, person)
}

async function insertPerson(
  tx: Tx,
  ctx: Ctx,
  person: NewPerson & { passwordHash: string | null; status: 'invited' | 'pending' | 'active' },
): Promise<string> {
  const { displayName, login = null, email = null, role, status, passwordHash } = person
  const roles = [role]
  const id = await queries.insertAccount(tx, {
    ...{ displayName, login, email, roles, status, passwordHash },
    mustChangePassword: false,
  })
  await ctx.record(
    tx,
    ctx,
    events.accountCreated,
    { type: 'account', id, after: { displayName, login, email } },
    { roles },
  )
  return id
}

/** Hashes a password somebody chose, refusing the ones that are guessed first. Call it before opening a transaction. */
export async function hashChosenPassword(password: string, known: readonly (string | null)[]): Promise<string> {
  refuseCommonPassword(password, known)
  return await hashPassword(password)
}

export async function grantRole(tx: Tx, accountId: string, role: Role): Promise<void> {
  await queries.setRole(tx, accountId, role, true)
}

export async function revokeRole(tx: Tx, accountId: string, role: Role): Promise<void> {
  await queries.setRole(tx, accountId, role, false)
}

/** By e-mail, user name or student ID. */
export async function findAccountByLogin(db: Db, text: string): Promise<queries.AccountRow | undefined> {
  return await queries.findByLogin(db, text)
}

/** Name, login and e-mail follow the record of the person; the caller records the change. */
export async function updateAccountContact(
  tx: Tx,
  accountId: string,
  change: { displayName?: string; login?: string | null; email?: string | null },
): Promise<void> {
  const { displayName, login, email } = change
  const set = {
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(login === undefined ? {} : { login }),
    ...(email === undefined ? {} : { email }),
  }
  if (Object.keys(set).length > 0) await queries.setAccount(tx, accountId, set)
}

/** Opens or shuts an account; shutting ends its sessions at once. Who has no password yet becomes `invited`. */
export async function setAccountStatus(
  tx: Tx,
  ctx: Ctx,
  accountId: string,
  status: 'active' | 'deactivated',
): Promise<void> {
  const before = found(await queries.lockAccount(tx, accountId))
  const next = status === 'active' && before.password_hash === null ? 'invited' : status
  await queries.setAccount(tx, accountId, { status: next })
  if (status === 'deactivated') await credentials.deleteSessionsOf(tx, accountId)
  const subject = { type: 'account', id: accountId, before: { status: before.status }, after: { status: next } }
  await ctx.record(tx, ctx, events.accountChanged, subject, {})
}

/** Gives people a way in. Passwords are hashed before the transaction opens. */
export async function inviteAccounts(
  ctx: Ctx,
  ids: readonly string[],
  method: 'link' | 'password',
): Promise<Invitation[]> {
  const ways = new Map<string, { secret: string; hash: string | Buffer }>()
  for (const id of new Set(ids)) {
    const password = makePassword()
    ways.set(id, method === 'link' ? makeSecret() : { secret: password, hash: await hashPassword(password) })
  }
  return await ctx.db.transaction().execute(async (tx) => {
    const invitations: Invitation[] = []
    for (const [id, way] of ways) invitations.push(await invite(tx, ctx, id, way))
    return invitations
  })
}

async function invite(
  tx: Tx,
  ctx: Ctx,
  id: string,
  way: { secret: string; hash: string | Buffer },
): Promise<Invitation> {
  const account = found(await queries.lockAccount(tx, id))
  if (account.status === 'pending') throw new Refusal('account.pending')
  if (account.status === 'deactivated') throw new Refusal('account.deactivated')
  const link = typeof way.hash !== 'string'
  const expiresAt = new Date(ctx.now().getTime() + invitationDays * 86_400_000)
  if (typeof way.hash === 'string') {
    await queries.setAccount(tx, id, { password_hash: way.hash, status: 'active', must_change_password: true })
    await credentials.deleteSessionsOf(tx, id)
  } else {
    await credentials.insertLink(tx, way.hash, id, expiresAt)
  }
  const method = link ? 'link' : 'password'
  await ctx.record(tx, ctx, events.accountInvited, { type: 'account', id }, { method })
  return {
    accountId: id,
    method,
    path: link ? `/invitation/${way.secret}` : null,
    password: link ? null : way.secret,
    login: account.login ?? account.email,
    displayName: account.display_name,
    expiresAt: link ? expiresAt.toISOString() : null,
  }
}

export async function readInvitation(ctx: Ctx, token: string): Promise<{ displayName: string; login: string | null }> {
  const id = await credentials.findLink(ctx.db, hashSecret(token), ctx.now())
  const account = id ? await queries.findAccount(ctx.db, id) : undefined
  if (!account || account.status === 'deactivated') throw new Refusal('account.linkInvalid')
  return { displayName: account.display_name, login: account.login ?? account.email }
}

/** Sets the first password with a one-time link and signs in; the link works once, also when opened twice at a time. */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  password: string,
  origin: Origin,
): Promise<FreshSession> {
  const { login } = await readInvitation(ctx, token)
  const passwordHash = await hashChosenPassword(password, [login])
  return await ctx.db.transaction().execute(async (tx) => {
    const hash = hashSecret(token)
    const id = await credentials.findLink(tx, hash, ctx.now())
    if (!id || !(await credentials.takeLink(tx, hash, ctx.now()))) throw new Refusal('account.linkInvalid')
    return await renewPassword(tx, ctx, id, passwordHash, origin)
  })
}

async function renewPassword(tx: Tx, ctx: Ctx, id: string, passwordHash: string, origin: Origin) {
  const change = { password_hash: passwordHash, status: 'active', must_change_password: false } as const
  await queries.setAccount(tx, id, { ...change, last_sign_in_at: ctx.now() })
  await credentials.deleteSessionsOf(tx, id)
  const account = found(await queries.findAccount(tx, id))
  const actor = { accountId: id, name: account.display_name, roles: account.roles, system: false }
  await ctx.record(tx, { ...ctx, actor }, events.passwordChanged, { type: 'account', id }, {})
  return await openSession(tx, ctx, account, origin)
}

/** Changes one's own password: every session ends, and a new one begins here. */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; next: string },
  origin: Origin,
): Promise<FreshSession> {
  const account = found(await queries.findAccount(ctx.db, ctx.actor.accountId))
  const guess = await beginGuess(ctx, account, account.id, origin)
  const { matches } = await checkPassword(input.current, account.password_hash, guess)
  if (!matches) throw new Refusal('password.wrong')
  if (input.next === input.current) throw new Refusal('password.unchanged')
  const passwordHash = await hashChosenPassword(input.next, [account.login, account.email])
  return await ctx.db.transaction().execute(async (tx) => {
    const now = found(await queries.lockAccount(tx, account.id))
    if (now.password_hash !== account.password_hash) throw new Refusal('password.wrong')
    await credentials.clearAttempts(tx, guess.key)
    return await renewPassword(tx, ctx, account.id, passwordHash, origin)
  })
}

export async function setOwnLocale(ctx: Ctx, locale: Locale): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await queries.setAccount(tx, ctx.actor.accountId, { locale }, false)
    const subject = { type: 'account', id: ctx.actor.accountId, after: { locale } }
    await ctx.record(tx, ctx, events.accountChanged, subject, {})
  })
}

export const rememberedInstallation: Remembered<Installation> = {
  name: 'installation',
  what: 'name, colour and logo of the faculty',
  key: 'one',
  seconds: 300,
  most: 1,
  droppedBy: ['installation'],
}

export async function readInstallation(ctx: Ctx): Promise<Installation> {
  return await ctx.cache.remember(rememberedInstallation, 'one', () => queries.readInstallationRow(ctx.db))
}

export async function updateInstallation(
  ctx: Ctx,
  version: number,
  next: Omit<Installation, 'version'>,
): Promise<Installation> {
  return await ctx.db.transaction().execute(async (tx) => {
    const before = await queries.lockInstallation(tx)
    checkVersion(version, before, next)
    await queries.setInstallation(tx, next)
    const after = await queries.readInstallationRow(tx)
    const subject = {
      type: 'installation',
      id: ctx.actor.accountId,
      before: { ...before, logo: null },
      after: { ...after, logo: null },
    }
    await ctx.record(tx, ctx, events.installationChanged, subject, {})
    return after
  })
}
