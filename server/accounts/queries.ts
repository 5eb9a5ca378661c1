import { type Selectable, type SqlBool, sql } from 'kysely'
import type { AccountStatus, Installation, Locale } from '../../contract/accounts.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Tables } from '../platform/db/tables.generated.ts'
import { containing, order, window } from '../platform/page.ts'

/** What is stored; whether somebody was invited follows from the one-time links. */
type StoredStatus = Exclude<AccountStatus, 'uninvited'>

export type AccountRow = Omit<Selectable<Tables['accounts']>, 'roles' | 'status' | 'locale'> & {
  roles: Role[]
  status: StoredStatus
  locale: Locale | null
}

const among = (ids: readonly string[]) => sql<SqlBool>`id = any(${[...ids]}::uuid[])`

/** By e-mail, user name or student ID. */
export async function findByLogin(db: Db, login: string): Promise<AccountRow | undefined> {
  const key = login.trim().toLowerCase()
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where((eb) => eb.or([eb(sql`lower(login)`, '=', key), eb(sql`lower(email)`, '=', key)]))
    .orderBy(sql`lower(login) = ${key}`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as AccountRow | undefined
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
  return row as AccountRow | undefined
}

export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | undefined> {
  const row = await tx.selectFrom('accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row as AccountRow | undefined
}

/** Always in the same order, so that two who change many never wait in a ring. */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<AccountRow[]> {
  const rows = await tx.selectFrom('accounts').selectAll().where(among(ids)).orderBy('id').forUpdate().execute()
  return rows as AccountRow[]
}

interface NewAccount {
  displayName: string
  login: string | null
  email: string | null
  roles: Role[]
  status: StoredStatus
  passwordHash: string | null
  mustChangePassword: boolean
  emailClaimed: boolean
}

export async function insertAccount(tx: Tx, one: NewAccount): Promise<string> {
  const row = await tx
    .insertInto('accounts')
    .values({
      display_name: one.displayName,
      login: one.login,
      email: one.email,
      roles: one.roles,
      status: one.status,
      password_hash: one.passwordHash,
      must_change_password: one.mustChangePassword,
      email_claimed: one.emailClaimed,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Many accounts without a way in, under ids that the caller made. */
export async function insertAccounts(
  tx: Tx,
  people: readonly Pick<NewAccount & { id: string }, 'id' | 'displayName' | 'login' | 'email' | 'roles'>[],
): Promise<void> {
  const rows = people.map(({ displayName: display_name, ...one }) => ({ ...one, display_name }))
  for (let at = 0; at < rows.length; at += 500) {
    await tx
      .insertInto('accounts')
      .values(rows.slice(at, at + 500))
      .execute()
  }
}

type AccountChange = Partial<
  Pick<AccountRow, 'display_name' | 'login' | 'email' | 'email_claimed' | 'status' | 'roles'> &
    Pick<AccountRow, 'password_hash' | 'must_change_password'>
> & { last_sign_in_at?: Date; locale?: Locale }

/** Changes an account; its version moves with everything but signing in and rehashing. */
export async function setAccount(tx: Tx, id: string, change: AccountChange, moves = true): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ ...change, ...(moves ? { version: sql<number>`version + 1` } : {}) })
    .where('id', '=', id)
    .execute()
}

/** The same change of many accounts. */
export async function setAccounts(tx: Tx, ids: readonly string[], change: AccountChange): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('accounts')
    .set({ ...change, version: sql<number>`version + 1` })
    .where(among(ids))
    .execute()
}

export async function setRole(tx: Tx, ids: readonly string[], role: Role, held: boolean): Promise<void> {
  const without = sql<string[]>`array_remove(roles, ${role})`
  await tx
    .updateTable('accounts')
    .set({
      roles: held ? sql<string[]>`array_append(${without}, ${role})` : without,
      version: sql<number>`version + 1`,
    })
    .where(among(ids))
    .execute()
}

export async function countOtherAdmins(tx: Tx, id: string): Promise<number> {
  const row = await tx
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(sql<boolean>`'admin' = any(roles)`)
    .where('status', '=', 'active')
    .where('id', '<>', id)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

interface AccountFilter {
  page: number
  pageSize: number
  sort?: 'displayName' | 'createdAt' | 'lastSignInAt' | '-displayName' | '-createdAt' | '-lastSignInAt'
  q?: string
  role?: Role
  status?: AccountStatus
}

const columns = { displayName: 'display_name', createdAt: 'created_at', lastSignInAt: 'last_sign_in_at' } as const

/** `linked` says that a one-time link waits to be opened, `factor` that there is an app or a passkey. */
export type ListedRow = AccountRow & { linked: boolean; factor: boolean }

const linked = (now: Date) => sql<boolean>`exists (select from one_time_links l
  where l.account_id = accounts.id and l.purpose = 'invitation' and l.used_at is null and l.expires_at > ${now.toISOString()})`

export async function findListed(db: Db, id: string, now: Date): Promise<ListedRow | undefined> {
  const rows = db
    .selectFrom('accounts')
    .selectAll()
    .select([linked(now).as('linked'), factor.as('factor')])
    .where('id', '=', id)
  return (await rows.executeTakeFirst()) as ListedRow | undefined
}

const factor = sql<boolean>`(exists (select from second_factors f
  where f.account_id = accounts.id and f.confirmed_at is not null)
  or exists (select from passkeys p where p.account_id = accounts.id))`

function standing(status: AccountStatus, now: Date) {
  if (status === 'invited') return sql<boolean>`status = 'invited' and ${linked(now)}`
  if (status === 'uninvited') return sql<boolean>`status = 'invited' and not ${linked(now)}`
  return sql<boolean>`status = ${status}`
}

export async function listAccountRows(
  db: Db,
  { role, status, ...filter }: AccountFilter,
  now: Date,
): Promise<{ rows: ListedRow[]; total: number }> {
  const q = filter.q ? containing(filter.q) : null
  const matching = db
    .selectFrom('accounts')
    .$if(role !== undefined, (qb) => qb.where(sql<boolean>`${role} = any(roles)`))
    .$if(status !== undefined, (qb) => qb.where(standing(status as AccountStatus, now)))
    .$if(q !== null, (qb) => qb.where(sql<boolean>`(display_name ilike ${q} or login ilike ${q} or email ilike ${q})`))
  const [column, direction] = order(filter.sort, 'displayName')
  const { limit, offset } = window(filter)
  const rows = await matching
    .selectAll()
    .select([linked(now).as('linked'), factor.as('factor')])
    .orderBy(columns[column], (by) => (direction === 'asc' ? by.asc().nullsFirst() : by.desc().nullsLast()))
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { rows: rows as ListedRow[], total: Number(total) }
}

export async function readInstallationRow(db: Db): Promise<InstallationRow> {
  return presentInstallation(await db.selectFrom('installation').selectAll().executeTakeFirstOrThrow())
}

/** What is stored of it. */
export type InstallationRow = Omit<Installation, 'mail' | 'provider' | 'passkeys'>

/** Whoever else changes it waits here until this transaction ends. */
export async function lockInstallation(tx: Tx): Promise<InstallationRow> {
  return presentInstallation(await tx.selectFrom('installation').selectAll().forUpdate().executeTakeFirstOrThrow())
}

function presentInstallation(row: Selectable<Tables['installation']>): InstallationRow {
  return {
    name: { lo: row.name_lo, th: row.name_th, en: row.name_en },
    colour: row.colour,
    defaultLocale: row.default_locale as Locale,
    logo: row.logo,
    version: row.version,
  }
}

export async function setInstallation(tx: Tx, one: Omit<InstallationRow, 'version'>): Promise<void> {
  await tx
    .updateTable('installation')
    .set({
      name_lo: one.name.lo,
      name_th: one.name.th,
      name_en: one.name.en,
      colour: one.colour,
      default_locale: one.defaultLocale,
      logo: one.logo,
      version: sql<number>`version + 1`,
    })
    .execute()
}
