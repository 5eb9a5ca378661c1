/** The lecturers of a year: what they are specialised in, and how many places each has to give. */
import type { Advisor, createAdvisor, listAdvisors, Quotas, updateAdvisor } from '../../contract/advisors.ts'
import type { Page, Received } from '../../contract/endpoint.ts'
import { resolveYear } from '../academics/academics.ts'
import { createAccount, findAccountByLogin, updateAccountContact } from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { keepRoles, remove } from './bulk/bulk.ts'
import { advisorAdded, advisorChanged, officeAssigned } from './events.ts'
import { differing, mayReuseAccount } from './lifecycle.ts'
import {
  type AdvisorRow,
  countMajors,
  findAdvisor,
  insertAdvisor,
  isAdvisorOfYear,
  listAdvisorRows,
  listAdvisorsOfYear,
  lockAdvisor,
  setAdvisorName,
  setMajorsOf,
  setQuotas,
} from './queries.ts'
import { mayManage, numbers, present } from './reading.ts'

const managesAccounts = (ctx: Ctx) => ctx.authorize.scopes(ctx.actor, 'account.manage').length > 0

export async function listAdvisorsPage(
  ctx: Ctx,
  query: Received<typeof listAdvisors>['query'],
): Promise<Page<Advisor>> {
  const { rows, total } = await listAdvisorRows(ctx.db, query, mayManage(ctx))
  return toPage(rows, total, query, present)
}

/** One advisor as the actor may see it, e-mail only for those who manage it; 404. */
export async function showAdvisor(db: Db, ctx: Ctx, advisorId: string): Promise<Advisor> {
  return present(found(await findAdvisor(db, advisorId, mayManage(ctx))))
}

/** All advisors of a year, by name, with quotas, specialisations (none = all) and the majors whose office they run. */
export async function listAllAdvisors(db: Db, yearId: string) {
  return (await listAdvisorsOfYear(db, yearId)).map((row) => ({
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    quotas: numbers(row, 'quota'),
    majorIds: row.majors.map((major) => major.id),
    managedMajorIds: row.managed_majors.map((major) => major.id),
    deactivated: row.account_status === 'deactivated',
  }))
}

/** Refuses majors that the year does not have (404) or that the actor does not manage (403). */
async function checkMajors(tx: Tx, ctx: Ctx, yearId: string, changed: readonly string[]): Promise<void> {
  if (changed.length === 0) return
  // who runs the office of a major is the same question for its classrooms and for its advisors
  const allowed = ctx.authorize.where(ctx.actor, 'classroom.manage', 'c')
  const count = await countMajors(tx, yearId, changed, allowed)
  if (count.known < changed.length) throw new Refusal('resource.notFound')
  if (count.allowed < changed.length) throw new Refusal('permission.denied')
}

interface NewAdvisor {
  yearId: string
  name: string
  quotas: Quotas
  majorIds: readonly string[]
  email?: string | null | undefined
  login?: string | null | undefined
  /** Of one who is known from another year; without it the account is looked for. */
  accountId?: string
  managedMajorIds?: readonly string[]
}

/** The account of a new advisor: the one the person has from an earlier year, or a new one. */
async function accountFor(tx: Tx, ctx: Ctx, { name, email, login, yearId }: NewAdvisor): Promise<string> {
  const known = (email && (await findAccountByLogin(tx, email))) || (login && (await findAccountByLogin(tx, login)))
  if (!known) {
    return createAccount(tx, ctx, { displayName: name, email: email ?? null, login: login ?? null, role: 'advisor' })
  }
  const free = !(await isAdvisorOfYear(tx, known.id, yearId)) && mayReuseAccount(known.roles, managesAccounts(ctx))
  if (!free) throw new Refusal(email && known.email === email ? 'account.emailTaken' : 'account.loginTaken')
  await updateAccountContact(tx, known.id, { displayName: name })
  return known.id
}

async function insert(tx: Tx, ctx: Ctx, input: NewAdvisor): Promise<Advisor> {
  await checkMajors(tx, ctx, input.yearId, [...new Set(input.majorIds)])
  const { yearId } = input
  const accountId = input.accountId ?? (await accountFor(tx, ctx, input))
  const id = await insertAdvisor(tx, { yearId, accountId, name: input.name })
  await setQuotas(tx, id, input.quotas)
  await setMajorsOf(tx, 'advisor_majors', { id, yearId }, input.majorIds)
  await setMajorsOf(tx, 'managed_majors', { id, yearId }, input.managedMajorIds ?? [])
  await keepRoles(tx, [accountId])
  // a department admin adds to the own scope only: a year of which one manages nothing is out of sight
  const after = present(found(await lockAdvisor(tx, id, mayManage(ctx))))
  await ctx.record(tx, ctx, advisorAdded, { type: 'advisor', id, yearId, after }, { name: after.name })
  return after
}

type KnownAdvisor = Omit<NewAdvisor, 'email' | 'login'> & Required<Pick<NewAdvisor, 'accountId' | 'managedMajorIds'>>

/** Takes a person who advised in another year into this one, with the offices run there. Only for who manages accounts. */
export async function takeOverAdvisor(tx: Tx, ctx: Ctx, known: KnownAdvisor): Promise<Advisor> {
  ctx.authorize.demand(ctx.actor, 'account.manage')
  return insert(tx, ctx, known)
}

type Changes = Partial<Pick<NewAdvisor, 'name' | 'quotas' | 'majorIds' | 'email'>>

async function load(tx: Tx, ctx: Ctx, id: string): Promise<AdvisorRow> {
  return found(await lockAdvisor(tx, id, mayManage(ctx)))
}

async function write(tx: Tx, ctx: Ctx, row: AdvisorRow, changes: Changes): Promise<Advisor> {
  const before = present(row)
  const { id, yearId, accountId } = before
  const { name = before.name, quotas, majorIds, email } = changes
  if (majorIds) {
    const now = before.majors.map((major) => major.id)
    await checkMajors(tx, ctx, yearId, differing(now, majorIds))
    await setMajorsOf(tx, 'advisor_majors', { id, yearId }, majorIds)
  }
  // whoever sets the e-mail of the system's owner could sign in as the owner
  if (email !== undefined && email !== before.email && row.is_admin && !managesAccounts(ctx)) {
    throw new Refusal('permission.denied')
  }
  await setAdvisorName(tx, id, name)
  if (quotas) await setQuotas(tx, id, quotas)
  await updateAccountContact(tx, accountId, { displayName: name, ...(email === undefined ? {} : { email }) })
  const after = await showAdvisor(tx, ctx, id)
  await ctx.record(tx, ctx, advisorChanged, { type: 'advisor', id, yearId, before, after }, { name })
  return after
}

/**
 * Adds an advisor to a year, or changes the one with the given id (404). A new advisor gets the account that the e-mail or
 * login belongs to when it is an advisor's of another year, else an account still to be invited.
 */
export async function saveAdvisor(
  tx: Tx,
  ctx: Ctx,
  { id, ...input }: NewAdvisor & { id?: string | undefined },
): Promise<Advisor> {
  return id === undefined ? insert(tx, ctx, input) : write(tx, ctx, await load(tx, ctx, id), input)
}

export function addAdvisor(ctx: Ctx, body: Received<typeof createAdvisor>['body']): Promise<Advisor> {
  return ctx.db.transaction().execute(async (tx) => {
    const { id: yearId } = await resolveYear(tx, body.yearId)
    return insert(tx, ctx, { ...body, yearId })
  })
}

export function changeAdvisor(
  ctx: Ctx,
  id: string,
  version: number,
  body: Received<typeof updateAdvisor>['body'],
): Promise<Advisor> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await load(tx, ctx, id)
    checkVersion(version, present(row), body)
    return write(tx, ctx, row, body)
  })
}

/** Takes an advisor out of the year; refused with the numbers of projects and seats that depend on it. */
export async function takeAdvisorAway(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const [refusal] = (await remove(tx, ctx, [await load(tx, ctx, id)])).values()
  if (refusal) throw refusal
}

export const dropAdvisor = (ctx: Ctx, id: string): Promise<void> =>
  ctx.db.transaction().execute((tx) => takeAdvisorAway(tx, ctx, id))

/** Makes an advisor department admin of majors of the year (404), or with none ends that; the roles follow. */
export function assignOffice(ctx: Ctx, id: string, version: number, majorIds: readonly string[]): Promise<Advisor> {
  return ctx.db.transaction().execute(async (tx) => {
    const allowed = ctx.authorize.where(ctx.actor, 'account.manage', 'a')
    const before = present(found(await lockAdvisor(tx, id, allowed)))
    checkVersion(version, before, { majorIds })
    const { yearId, name } = before
    await checkMajors(tx, ctx, yearId, [...new Set(majorIds)])
    await setMajorsOf(tx, 'managed_majors', before, majorIds)
    await setAdvisorName(tx, id, name)
    await keepRoles(tx, [before.accountId])
    const after = await showAdvisor(tx, ctx, id)
    const majors = after.managedMajors.map((major) => major.name)
    await ctx.record(tx, ctx, officeAssigned, { type: 'advisor', id, yearId, before, after }, { name, majors })
    return after
  })
}
