import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Quotas } from '../../contract/advisors.ts'
import type { ProjectStatus } from '../../contract/projects.ts'
import type { Gender, StudentStatus } from '../../contract/students.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db/db.ts'

/** What the plans compare a file with: the records of a year, each kind in one statement. */

const ids = (select: RawBuilder<unknown>) => sql<string[]>`coalesce((select array_agg(x) from (${select}) t(x)), '{}')`

/** The majors, and whether the actor runs the office of each. */
export function listMajorStates(db: Db, ctx: Ctx, yearId: string) {
  // a major is asked about as if it were a student of it
  const managed = ctx.authorize.where(ctx.actor, 'student.manage', 's')
  return db
    .selectFrom('majors as m')
    .select(['m.id', 'm.name', 'm.abbreviation'])
    .select(sql<boolean>`(select ${managed} from (select m.id as major_id) s)`.as('managed'))
    .where('m.year_id', '=', yearId)
    .orderBy('m.name')
    .execute()
}

export function listClassroomStates(db: Db, yearId: string) {
  return db
    .selectFrom('classrooms as c')
    .select(['c.id', 'c.name', 'c.major_id as majorId'])
    .where('c.year_id', '=', yearId)
    .execute()
}

export async function listAdvisorStates(db: Db, yearId: string) {
  const rows = await db
    .selectFrom('advisors as a')
    .innerJoin('accounts as acc', 'acc.id', 'a.account_id')
    .select(['a.id', 'a.account_id as accountId', 'a.name', 'acc.email'])
    .select([
      sql<Quotas>`(select jsonb_object_agg(kind, quota) from advisor_places where advisor_id = a.id)`.as('quotas'),
      sql<number>`(select taken from advisor_places where advisor_id = a.id and kind = 'supervising')`.as('taken'),
      ids(sql`select major_id from advisor_majors where advisor_id = a.id`).as('majorIds'),
    ])
    .where('a.year_id', '=', yearId)
    .orderBy('a.id')
    .execute()
  return rows.map((row) => ({ ...row, email: row.email?.toLowerCase() ?? null }))
}

/** The accounts that have a login or an e-mail address among the texts (any case). */
export async function listAccountStates(db: Db, yearId: string, texts: readonly string[]) {
  const wanted = [...new Set(texts.map((text) => text.toLowerCase()))]
  const rows = await db
    .selectFrom('accounts as acc')
    .select(['acc.id as accountId', 'acc.login', 'acc.email'])
    .select([
      sql<boolean>`'student' = any(acc.roles)`.as('student'),
      sql<boolean>`exists (select from students where account_id = acc.id and status = 'approved')
        and not exists (select from students where account_id = acc.id and year_id = ${yearId})`.as('returning'),
    ])
    .where(sql<SqlBool>`(lower(acc.login) = any(${wanted}::text[]) or lower(acc.email) = any(${wanted}::text[]))`)
    .execute()
  return rows.map((row) => ({ ...row, email: row.email?.toLowerCase() ?? null }))
}

export async function listStudentStates(db: Db, ctx: Ctx, yearId: string) {
  const rows = await db
    .selectFrom('students as s')
    .innerJoin('accounts as acc', 'acc.id', 's.account_id')
    .select(['s.id', 's.account_id as accountId', 's.code', 's.given_name as givenName', 's.surname', 's.telephone'])
    .select(['s.major_id as majorId', 's.classroom_id as classroomId', 'acc.email'])
    .select(['s.given_name_latin as givenNameLatin', 's.surname_latin as surnameLatin'])
    .select((eb) => [
      eb.ref('s.gender').$castTo<Gender>().as('gender'),
      eb.ref('s.status').$castTo<StudentStatus>().as('status'),
    ])
    .select(sql<boolean>`(${ctx.authorize.where(ctx.actor, 'student.manage', 's')})`.as('managed'))
    .where('s.year_id', '=', yearId)
    .execute()
  return rows.map((row) => ({ ...row, email: row.email?.toLowerCase() ?? null }))
}

export function listProjectStates(db: Db, ctx: Ctx, yearId: string) {
  return db
    .selectFrom('projects as p')
    .select(['p.id', 'p.code', 'p.topic_lo as topicLo', 'p.topic_en as topicEn', 'p.advisor_id as advisorId'])
    .select((eb) => eb.ref('p.status').$castTo<ProjectStatus>().as('status'))
    .select([
      ids(sql`select student_id from project_members where project_id = p.id order by position`).as('memberIds'),
      sql<boolean>`(${ctx.authorize.where(ctx.actor, 'project.transfer', 'p')})`.as('managed'),
    ])
    .where('p.year_id', '=', yearId)
    .execute()
}

/** The id of a project of a year; throws when there is none. */
export async function findProjectByCode(db: Db, yearId: string, code: string): Promise<string> {
  const one = db.selectFrom('projects').select('id').where('year_id', '=', yearId).where('code', '=', code)
  return (await one.executeTakeFirstOrThrow()).id
}
