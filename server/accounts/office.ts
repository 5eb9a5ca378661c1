/** The accounts as an administrator sees and changes them. */
import type { Account } from '../../contract/accounts.ts'
import type { Page } from '../../contract/endpoint.ts'
import type { Ctx } from '../platform/ctx.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { setAccountStatus, updateAccountContact } from './accounts.ts'
import * as events from './events.ts'
import * as queries from './queries.ts'

export async function listAccounts(
  ctx: Ctx,
  query: Parameters<typeof queries.listAccountRows>[1],
): Promise<Page<Account>> {
  const { rows, total } = await queries.listAccountRows(ctx.db, query, ctx.now())
  return toPage(rows, total, query, present)
}

function present(row: queries.ListedRow): Account {
  return {
    id: row.id,
    displayName: row.display_name,
    login: row.login,
    email: row.email,
    roles: row.roles,
    status: row.status === 'invited' && !row.linked ? 'uninvited' : row.status,
    lastSignInAt: row.last_sign_in_at,
    secondFactor: row.factor,
    createdAt: row.created_at,
    version: row.version,
  }
}

interface AccountPatch {
  displayName?: string
  login?: string | null
  email?: string | null
  status?: 'active' | 'deactivated'
  admin?: boolean
}

/** Changes an account; the last active admin stays one. */
export async function updateAccount(ctx: Ctx, id: string, version: number, patch: AccountPatch): Promise<Account> {
  return await ctx.db.transaction().execute(async (tx) => {
    const row = found(await queries.lockAccount(tx, id))
    const listed = async () => present(found(await queries.findListed(tx, id, ctx.now())))
    const before = await listed()
    checkVersion(version, before, patch)
    const leaves = patch.status === 'deactivated' || patch.admin === false
    if (leaves && row.roles.includes('admin') && (await queries.countOtherAdmins(tx, id)) === 0) {
      throw new Refusal('account.lastAdmin')
    }
    await updateAccountContact(tx, id, patch)
    if (patch.admin !== undefined) await queries.setRole(tx, [id], 'admin', patch.admin)
    if (patch.status) await setAccountStatus(tx, ctx, [id], patch.status)
    const after = await listed()
    await ctx.record(tx, ctx, events.accountChanged, { type: 'account', id, before, after }, {})
    return after
  })
}
