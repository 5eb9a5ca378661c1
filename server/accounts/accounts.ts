/** Who may sign in, and how they prove it. */
import { randomUUID } from 'node:crypto'
import type { Installation, Locale } from '../../contract/accounts.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Remembered } from '../platform/cache/cache.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { mailing } from '../platform/mail/smtp.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import * as credentials from './credential.queries.ts'
import * as events from './events.ts'
import { partyOf } from './passkey/party.ts'
import { hashPassword, refuseGuessablePassword } from './passwords.ts'
import { providerOf } from './provider/client.ts'
import * as queries from './queries.ts'

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
    emailClaimed: status === 'pending' && email !== null,
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

/** Hashes a password that somebody of these names chose, refusing the ones that are guessed first. Call it before opening a transaction. */
export async function hashChosenPassword(db: Db, password: string, known: readonly (string | null)[]): Promise<string> {
  const { name } = await queries.readInstallationRow(db)
  refuseGuessablePassword(password, [...known, ...Object.values(name)])
  return await hashPassword(password)
}

export async function grantRole(tx: Tx, accountId: string, role: Role): Promise<void> {
  await queries.setRole(tx, [accountId], role, true)
}

export async function revokeRole(tx: Tx, accountIds: readonly string[], role: Role): Promise<void> {
  await queries.setRole(tx, accountIds, role, false)
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
    // whoever changes it here is of the office, or has it from there
    ...(email === undefined ? {} : { email, email_claimed: false }),
  }
  if (Object.keys(set).length > 0) await queries.setAccount(tx, accountId, set)
}

/** Takes the ways in away, so that they are free for whoever comes next; the caller records the change. */
export async function freeContacts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await queries.setAccounts(tx, accountIds, { login: null, email: null, email_claimed: false })
}

/** Opens or shuts accounts (404); shutting ends their sessions at once. Who has no password yet becomes `invited`. */
export async function setAccountStatus(
  tx: Tx,
  ctx: Ctx,
  accountIds: readonly string[],
  status: 'active' | 'deactivated',
): Promise<void> {
  const rows = await queries.lockAccounts(tx, accountIds)
  if (rows.length < new Set(accountIds).size) throw new Refusal('resource.notFound')
  const nextOf = (row: queries.AccountRow) => (status === 'active' && row.password_hash === null ? 'invited' : status)
  for (const next of new Set(rows.map(nextOf))) {
    const ids = rows.filter((row) => nextOf(row) === next).map((row) => row.id)
    await queries.setAccounts(tx, ids, { status: next })
  }
  if (status === 'deactivated') await credentials.deleteSessionsOf(tx, ...accountIds)
  for (const row of rows) {
    const subject = { type: 'account', id: row.id, before: { status: row.status }, after: { status: nextOf(row) } }
    await ctx.record(tx, ctx, events.accountChanged, subject, {})
  }
}

/** Opens an account nobody has a password for yet with one that is hashed already, as the person had it elsewhere. */
export async function keepPassword(
  tx: Tx,
  ctx: Ctx,
  accountId: string,
  { passwordHash, mustChangePassword }: { passwordHash: string; mustChangePassword: boolean },
): Promise<void> {
  const before = found(await queries.lockAccount(tx, accountId))
  const change = { password_hash: passwordHash, must_change_password: mustChangePassword, status: 'active' } as const
  await queries.setAccount(tx, accountId, change)
  const subject = { type: 'account', id: accountId, before: { status: before.status }, after: { status: 'active' } }
  await ctx.record(tx, ctx, events.accountChanged, subject, {})
}

export async function setOwnLocale(ctx: Ctx, locale: Locale): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await queries.setAccount(tx, ctx.actor.accountId, { locale }, false)
    const subject = { type: 'account', id: ctx.actor.accountId, after: { locale } }
    await ctx.record(tx, ctx, events.accountChanged, subject, {})
  })
}

export const rememberedInstallation: Remembered<queries.InstallationRow> = {
  name: 'installation',
  what: 'name, colour and logo of the faculty',
  key: 'one',
  seconds: 300,
  most: 1,
  droppedBy: ['installation'],
}

/** Somebody to write to. */
interface Addressee {
  accountId: string
  name: string
  address: string
  locale: Locale
  login: string
  /** The name of the faculty in that language, and the address of the program. */
  faculty: string
  home: string
}

/** Null for an account without an address. `otherwise` is the language of who never chose one; else that of the faculty. */
export async function findAddressee(ctx: Ctx, accountId: string, otherwise?: Locale): Promise<Addressee | null> {
  const account = await queries.findAccount(ctx.db, accountId)
  if (!account || account.email === null) return null
  const { name, defaultLocale } = await readInstallation(ctx)
  const locale = account.locale ?? otherwise ?? defaultLocale
  const { publicUrl, host, port } = ctx.config
  return {
    ...{ accountId, name: account.display_name, address: account.email, locale, login: account.login ?? account.email },
    ...{ faculty: name[locale], home: publicUrl ?? `http://${host}:${port}` },
  }
}

const ofSettings = ({ config }: Ctx) => ({
  mail: mailing(config),
  provider: providerOf(config)?.name ?? null,
  passkeys: partyOf(config)?.origin ?? null,
})

export async function readInstallation(ctx: Ctx): Promise<Installation> {
  const row = await ctx.cache.remember(rememberedInstallation, 'one', () => queries.readInstallationRow(ctx.db))
  return { ...row, ...ofSettings(ctx) }
}

export async function updateInstallation(
  ctx: Ctx,
  version: number,
  next: Omit<queries.InstallationRow, 'version'>,
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
    return { ...after, ...ofSettings(ctx) }
  })
}
