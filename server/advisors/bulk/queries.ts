import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AdvisorFilter } from '../../../contract/advisors.ts'
import type { Role } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { type AdvisorRow, matchingAdvisors, selectAdvisors } from '../queries.ts'

type Condition = RawBuilder<SqlBool>

const among = (column: string, ids: readonly string[]) => sql<SqlBool>`${sql.ref(column)} = any(${[...ids]}::uuid[])`

export async function countMatching(db: Db, filter: AdvisorFilter, manage: Condition): Promise<number> {
  const { total } = await matchingAdvisors(db, filter, manage)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Locks what matches, at most `most`, always in the same order. */
export function lockMatching(tx: Tx, filter: AdvisorFilter, manage: Condition, most: number): Promise<AdvisorRow[]> {
  return matchingAdvisors(tx, filter, manage).orderBy('a.id').limit(most).forUpdate('a').execute()
}

export function lockAdvisors(tx: Tx, ids: readonly string[], manage: Condition): Promise<AdvisorRow[]> {
  return selectAdvisors(tx, manage).where(among('a.id', ids)).orderBy('a.id').forUpdate('a').execute()
}

/** The same quotas for many, of the kinds that are given; their versions move. */
export async function setQuotasOf(
  tx: Tx,
  ids: readonly string[],
  quotas: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [kind, quota] of Object.entries(quotas)) {
    await sql`insert into advisor_places (advisor_id, kind, quota)
      select id, ${kind}, ${quota}::integer from advisors where ${among('id', ids)}
      on conflict (advisor_id, kind) do update set quota = excluded.quota`.execute(tx)
  }
  await tx.updateTable('advisors').set({ version: sql`version + 1` }).where(among('id', ids)).execute()
}

export async function removeAdvisors(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.deleteFrom('advisors').where(among('id', ids)).execute()
}

/** How many projects, seats and score sheets depend on each of the advisors; only of those with any. */
export async function countUses(db: Db, ids: readonly string[]): Promise<Map<string, Record<string, number>>> {
  const { rows } = await sql<{ id: string; kind: string; count: number }>`
    select advisor_id as id, 'projects' as kind, count(*) as count from projects
      where ${among('advisor_id', ids)} group by advisor_id
    union all select advisor_id, 'seats', count(*) from committee_seats
      where ${among('advisor_id', ids)} group by advisor_id
    union all select advisor_id, 'sheets', count(*) from score_sheets
      where ${among('advisor_id', ids)} group by advisor_id`.execute(db)
  const uses = new Map<string, Record<string, number>>()
  for (const { id, kind, count } of rows) uses.set(id, { ...uses.get(id), [kind]: Number(count) })
  return uses
}

/** What accounts' records as advisors are, in all years, beside the roles they have. */
export function listStandings(db: Db, accountIds: readonly string[]) {
  return db
    .selectFrom('accounts as acc')
    .select((eb) => ['acc.id', eb.ref('acc.roles').$castTo<Role[]>().as('roles')])
    .select([
      sql<boolean>`exists (select from advisors where account_id = acc.id)`.as('advises'),
      sql<boolean>`exists (select from managed_majors mm join advisors a on a.id = mm.advisor_id
        where a.account_id = acc.id)`.as('manages'),
    ])
    .where(among('acc.id', accountIds))
    .orderBy('acc.id')
    .execute()
}
