import { sql } from 'kysely'
import type { CopyKind } from '../../../contract/imports.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import type { Made } from './kinds.ts'

export type MadeByKind = Partial<Record<CopyKind, Made[]>>

export interface CopyRow {
  id: string
  year_id: string
  source_id: string
  source_name: string
  made: MadeByKind
  created_at: string
}

const copies = (db: Db) =>
  db
    .selectFrom('year_copies as c')
    .innerJoin('years as s', 's.id', 'c.source_id')
    .select(['c.id', 'c.year_id', 'c.source_id', 's.name as source_name', 'c.created_at'])
    .select((eb) => eb.ref('c.made').$castTo<MadeByKind>().as('made'))

/** Newest first. */
export function listCopyRows(db: Db, yearId: string): Promise<CopyRow[]> {
  return copies(db).where('c.year_id', '=', yearId).orderBy('c.created_at', 'desc').orderBy('c.id').execute()
}

export function findCopy(db: Db, yearId: string, id: string): Promise<CopyRow | undefined> {
  return copies(db).where('c.year_id', '=', yearId).where('c.id', '=', id).executeTakeFirst()
}

interface NewCopy {
  yearId: string
  sourceId: string
  made: MadeByKind
  at: Date
}

export async function insertCopy(tx: Tx, { yearId, sourceId, made, at }: NewCopy): Promise<string> {
  const { id } = await tx
    .insertInto('year_copies')
    .values({ year_id: yearId, source_id: sourceId, made: JSON.stringify(made), created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function deleteCopy(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('year_copies').where('id', '=', id).execute()
}

const tables = {
  majors: 'majors',
  classrooms: 'classrooms',
  advisors: 'advisors',
  templates: 'milestone_templates',
  rubrics: 'rubrics',
  rooms: 'rooms',
  calendar: 'defense_settings',
} as const satisfies Record<CopyKind, string>

/** Those of the made things that are there still, as they now are; locked. */
export async function lockStanding(tx: Tx, kind: CopyKind, made: readonly Made[]): Promise<Made[]> {
  const id = sql.ref(kind === 'rubrics' || kind === 'calendar' ? 'year_id' : 'id')
  const { rows } = await sql<Made>`
    select ${id} as id, version from ${sql.table(tables[kind])}
    where ${id} = any(${made.map((one) => one.id)}::uuid[]) order by 1 for update`.execute(tx)
  return rows
}

/** What hangs on things of a year and is none of them, by kind; `rubrics` and `calendar` hold the id of the year. */
export async function countHanging(db: Db, made: Record<CopyKind, readonly string[]>): Promise<Record<string, number>> {
  const { majors, classrooms, advisors, templates, rooms, rubrics, calendar } = made
  const of = (ids: readonly string[]) => sql`any(${[...ids]}::uuid[])`
  const noneOf = (ids: readonly string[]) => sql`all(${[...ids]}::uuid[])`
  const number = (rows: ReturnType<typeof sql>) => sql<number>`(select count(*) from ${rows})`
  return db
    .selectNoFrom([
      number(sql`students where major_id = ${of(majors)} or classroom_id = ${of(classrooms)}`).as('students'),
      number(sql`classrooms where major_id = ${of(majors)} and id <> ${noneOf(classrooms)}`).as('classrooms'),
      number(sql`(select advisor_id from advisor_majors where major_id = ${of(majors)}
        union select advisor_id from managed_majors where major_id = ${of(majors)}) a
        where advisor_id <> ${noneOf(advisors)}`).as('advisors'),
      number(sql`(select distinct room_id from room_majors where major_id = ${of(majors)}
        and room_id <> ${noneOf(rooms)}) r`).as('rooms'),
      number(sql`(select id from projects where advisor_id = ${of(advisors)}
        union select project_id from project_plans where template_id = ${of(templates)}) p`).as('projects'),
      number(sql`committee_seats where advisor_id = ${of(advisors)}`).as('seats'),
      number(sql`score_sheets where advisor_id = ${of(advisors)} or year_id = ${of(rubrics)}`).as('sheets'),
      number(sql`defenses where room_id = ${of(rooms)}
        or (year_id = ${of(calendar)} and during is not null)`).as('defenses'),
    ])
    .executeTakeFirstOrThrow()
}
