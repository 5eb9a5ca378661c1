import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AdvisorFilter, listAdvisors, PlaceKind, Quotas } from '../../contract/advisors.ts'
import type { Received } from '../../contract/endpoint.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'

type Condition = RawBuilder<SqlBool>
type MajorRef = { id: string; name: string; abbreviation: string }

/** An advisor of a year with places, majors, and what the one who asks may do. */
export interface AdvisorRow {
  id: string
  year_id: string
  account_id: string
  name: string
  version: number
  year_status: string
  /** Null when unknown, and to those who may not manage the advisor. */
  email: string | null
  /** The account also owns the system: only its like may change how it signs in. */
  is_admin: boolean
  account_status: string
  places: Partial<Record<PlaceKind, { quota: number; taken: number }>> | null
  majors: MajorRef[]
  managed_majors: MajorRef[]
  may_manage: boolean
}

const majorsIn = (table: 'advisor_majors' | 'managed_majors') => sql<MajorRef[]>`coalesce((
  select json_agg(json_build_object('id', m.id, 'name', m.name, 'abbreviation', m.abbreviation) order by m.name, m.id)
  from ${sql.table(table)} x join majors m on m.id = x.major_id where x.advisor_id = a.id), '[]')`

export const selectAdvisors = (db: Db, manage: Condition) =>
  db
    .selectFrom('advisors as a')
    .innerJoin('years as y', 'y.id', 'a.year_id')
    .innerJoin('accounts as acc', 'acc.id', 'a.account_id')
    .innerJoin('advisor_places as p', (join) =>
      join.onRef('p.advisor_id', '=', 'a.id').on('p.kind', '=', 'supervising'),
    )
    .select(['a.id', 'a.year_id', 'a.account_id', 'a.name', 'a.version', 'y.status as year_status'])
    .select('acc.status as account_status')
    .select([
      sql<string | null>`case when ${manage} then acc.email end`.as('email'),
      sql<boolean>`'admin' = any(acc.roles)`.as('is_admin'),
      sql<AdvisorRow['places']>`(
        select json_object_agg(kind, json_build_object('quota', quota, 'taken', taken))
        from advisor_places where advisor_id = a.id)`.as('places'),
      majorsIn('advisor_majors').as('majors'),
      majorsIn('managed_majors').as('managed_majors'),
      sql<boolean>`(${manage})`.as('may_manage'),
    ])

export function findAdvisor(db: Db, id: string, manage: Condition): Promise<AdvisorRow | undefined> {
  return selectAdvisors(db, manage).where('a.id', '=', id).executeTakeFirst()
}

/** Locks the advisor if `allowed`; places are locked by whoever takes one. */
export function lockAdvisor(tx: Tx, id: string, allowed: Condition): Promise<AdvisorRow | undefined> {
  return selectAdvisors(tx, allowed).where('a.id', '=', id).where(allowed).forUpdate('a').executeTakeFirst()
}

export function listAdvisorsOfYear(db: Db, yearId: string): Promise<AdvisorRow[]> {
  const nobody = sql<SqlBool>`false`
  return selectAdvisors(db, nobody).where('a.year_id', '=', yearId).orderBy('a.name').orderBy('a.id').execute()
}

const specialised = (majorId: string) => sql<SqlBool>`(
  not exists (select from advisor_majors am where am.advisor_id = a.id)
  or exists (select from advisor_majors am where am.advisor_id = a.id and am.major_id = ${majorId}))`

const sortable = {
  name: sql`a.name`,
  supervising: sql`p.taken`,
  free: sql`(p.quota - p.taken)`,
} as const

/** The advisors of a year, the active one unless told, that match. */
export function matchingAdvisors(db: Db, filter: AdvisorFilter, manage: Condition) {
  const { yearId, majorId, free, q } = filter
  return selectAdvisors(db, manage)
    .where(sql<SqlBool>`a.year_id = coalesce(${yearId ?? null}::uuid, (select id from years where status = 'active'))`)
    .$if(Boolean(q), (qb) => qb.where(sql<SqlBool>`a.name ilike ${containing(q ?? '')} escape '\\'`))
    .$if(majorId !== undefined, (qb) => qb.where(specialised(majorId as string)))
    .$if(free !== undefined, (qb) => qb.where(sql<SqlBool>`(p.taken < p.quota) = ${free}`))
}

export async function listAdvisorRows(db: Db, query: Received<typeof listAdvisors>['query'], manage: Condition) {
  const matching = matchingAdvisors(db, query, manage)
  const [column, direction] = order(query.sort, 'name')
  const { limit, offset } = window(query)
  const rows: AdvisorRow[] = await matching
    .orderBy(sortable[column], direction)
    .orderBy('a.id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** How many of the given majors of the year there are, and how many of them satisfy `allowed` on alias `c`. */
export function countMajors(db: Db, yearId: string, majorIds: readonly string[], allowed: Condition) {
  return db
    .selectFrom((eb) => eb.selectFrom('majors').select(['id as major_id', 'year_id']).as('c'))
    .select([sql<number>`count(*)`.as('known'), sql<number>`count(*) filter (where ${allowed})`.as('allowed')])
    .where('c.year_id', '=', yearId)
    .where('c.major_id', 'in', [...majorIds])
    .executeTakeFirstOrThrow()
}

export async function isAdvisorOfYear(db: Db, accountId: string, yearId: string): Promise<boolean> {
  const row = await db
    .selectFrom('advisors')
    .select('id')
    .where('account_id', '=', accountId)
    .where('year_id', '=', yearId)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertAdvisor(tx: Tx, advisor: { yearId: string; accountId: string; name: string }) {
  const { id } = await tx
    .insertInto('advisors')
    .values({ year_id: advisor.yearId, account_id: advisor.accountId, name: advisor.name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Sets the name and moves the version. */
export async function setAdvisorName(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('advisors').set({ name, version: sql`version + 1` }).where('id', '=', id).execute()
}

export async function setQuotas(tx: Tx, id: string, quotas: Quotas): Promise<void> {
  const rows = Object.entries(quotas).map(([kind, quota]) => ({ advisor_id: id, kind, quota }))
  await tx
    .insertInto('advisor_places')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['advisor_id', 'kind']).doUpdateSet((eb) => ({ quota: eb.ref('excluded.quota') })),
    )
    .execute()
}

export async function setMajorsOf(
  tx: Tx,
  table: 'advisor_majors' | 'managed_majors',
  advisor: { id: string; yearId: string },
  majorIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom(table).where('advisor_id', '=', advisor.id).execute()
  const rows = [...new Set(majorIds)].map((major_id) => ({ advisor_id: advisor.id, major_id, year_id: advisor.yearId }))
  if (rows.length > 0) await tx.insertInto(table).values(rows).execute()
}
