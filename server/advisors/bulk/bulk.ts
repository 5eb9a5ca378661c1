import type { changeAdvisors as changeEndpoint } from '../../../contract/advisors.ts'
import { type BulkAnswer, mostAtOnce } from '../../../contract/endpoint/bulk.ts'
import type { Received } from '../../../contract/endpoint.ts'
import { grantRole, revokeRole } from '../../accounts/accounts.ts'
import { answerBulk, checkTotal, type Refused } from '../../platform/bulk.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/problem.ts'
import { advisorChanged, advisorRemoved } from '../events.ts'
import { rolesToMove } from '../lifecycle.ts'
import type { AdvisorRow } from '../queries.ts'
import { mayManage, present } from '../reading.ts'
import * as queries from './queries.ts'

/** One thing done to many advisors: each is done, or left as it was and told why. */

type Body = Received<typeof changeEndpoint>['body']
type SomeQuotas = Extract<Body, { action: 'quotas' }>['quotas']

const idsOf = (rows: readonly AdvisorRow[]) => rows.map((row) => row.id)

async function choose(tx: Tx, ctx: Ctx, selection: Body['selection']): Promise<AdvisorRow[]> {
  const manage = mayManage(ctx)
  if ('ids' in selection) return queries.lockAdvisors(tx, selection.ids, manage)
  const { filter, total } = selection
  checkTotal(total, await queries.countMatching(tx, filter, manage))
  const rows = await queries.lockMatching(tx, filter, manage, mostAtOnce)
  // one may have come or gone while those that are there were waited for
  checkTotal(total, rows.length)
  return rows
}

/** Everybody may read of advisors, so of those of another office it is said that they are not the actor's to change. */
function refuseForeign(rows: readonly AdvisorRow[]): Refused {
  const refused: Refused = new Map()
  for (const row of rows) {
    if (!row.may_manage) refused.set(row.id, new Refusal('permission.denied'))
    else if (row.year_status === 'closed') refused.set(row.id, new Refusal('year.closed'))
  }
  return refused
}

/** Does it to all that it can be done to, in one transaction. @throws selection.changed */
export function changeAdvisors(ctx: Ctx, body: Body): Promise<BulkAnswer> {
  const { selection } = body
  return ctx.db.transaction().execute(async (tx) => {
    const rows = await choose(tx, ctx, selection)
    const foreign = refuseForeign(rows)
    const ours = rows.filter((row) => !foreign.has(row.id))
    if (body.action === 'quotas') await changeQuotas(tx, ctx, ours, body.quotas)
    const left: Refused = body.action === 'remove' ? await remove(tx, ctx, ours) : new Map()
    return answerBulk(rows, 'ids' in selection ? selection.ids : [], new Map([...foreign, ...left]))
  })
}

/** Those of the four that are given; the others stay. A quota may be below what is taken, as with a single advisor. */
async function changeQuotas(tx: Tx, ctx: Ctx, rows: readonly AdvisorRow[], quotas: SomeQuotas): Promise<void> {
  const given = Object.fromEntries(Object.entries(quotas).filter(([, quota]) => quota !== undefined))
  await queries.setQuotasOf(tx, idsOf(rows), given)
  for (const row of rows) {
    const before = present(row)
    const { id, yearId, name } = before
    const after = { ...before, quotas: { ...before.quotas, ...given }, version: before.version + 1 }
    await ctx.record(tx, ctx, advisorChanged, { type: 'advisor', id, yearId, before, after }, { name })
  }
}

/** The roles of accounts follow from the records of the people. */
export async function keepRoles(tx: Tx, accountIds: readonly string[]): Promise<void> {
  for (const standing of await queries.listStandings(tx, accountIds)) {
    const { grant, revoke } = rolesToMove(standing.roles, standing)
    for (const role of grant) await grantRole(tx, standing.id, role)
    for (const role of revoke) await revokeRole(tx, [standing.id], role)
  }
}

/** Takes advisors out of the year; refused with the numbers of projects and seats that depend on each: `advisor.inUse`. */
export async function remove(tx: Tx, ctx: Ctx, rows: readonly AdvisorRow[]): Promise<Refused> {
  const uses = await queries.countUses(tx, idsOf(rows))
  const leaving = rows.filter((row) => !uses.has(row.id))
  await queries.removeAdvisors(tx, idsOf(leaving))
  await keepRoles(
    tx,
    leaving.map((row) => row.account_id),
  )
  for (const row of leaving) {
    const before = present(row)
    const subject = { type: 'advisor', id: row.id, yearId: row.year_id, before }
    await ctx.record(tx, ctx, advisorRemoved, subject, { name: row.name })
  }
  const staying = rows.filter((row) => uses.has(row.id))
  return new Map(
    staying.map((row) => [row.id, new Refusal('advisor.inUse', { data: { name: row.name, ...uses.get(row.id) } })]),
  )
}
