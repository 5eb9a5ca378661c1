import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../platform/db/db.ts'
import type { Tables } from '../platform/db/tables.generated.ts'
import type { View, Whose } from './map/classes.ts'
import { columnsOf, entryOf, tableNames } from './map/map.ts'

const studentsOf = (person: string) => sql`select id from students where account_id = ${person}`
const advisorsOf = (person: string) => sql`select id from advisors where account_id = ${person}`
export const projectsOf = (person: string) => sql`select m.project_id from project_members m
  where m.student_id in (${studentsOf(person)})`
const publishedOf = (person: string) => sql`select r.project_id from results r
  where r.status = 'published' and r.project_id in (${projectsOf(person)})`

export async function findPerson(db: Db, id: string) {
  return await db
    .selectFrom('accounts')
    .select(['id', 'display_name', 'locale'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Whether a row of `t` is the person's. */
export function isTheirs({ by, column }: Whose, person: string): RawBuilder<SqlBool> {
  const value = sql.ref(`t.${column}`)
  switch (by) {
    case 'account':
      return sql`${value} = ${person}`
    case 'student':
      return sql`${value} in (${studentsOf(person)})`
    case 'advisor':
      return sql`${value} in (${advisorsOf(person)})`
    case 'project':
      return sql`${value} in (${projectsOf(person)})`
    case 'published':
      return sql`${value} in (${publishedOf(person)})`
    case 'publishedSheet':
      return sql`${value} in (select id from score_sheets where project_id in (${publishedOf(person)}))`
    case 'ownSheet':
      return sql`${value} in (select id from score_sheets where advisor_id in (${advisorsOf(person)}))`
    case 'projectFile':
      return sql`${value} in (select file_id from submissions where project_id in (${projectsOf(person)}))`
    case 'mail':
      return sql`(t.account_id = ${person} or t.data ->> 'accountId' = ${person}::text
        or lower(t.data ->> 'login') in (${addressesOf(person)}))`
    case 'importRow':
      return sql`t.kind in ('students', 'advisors') and exists (select from jsonb_array_elements(t.rows) r
        where ${namesPerson(person)})`
    default:
      return ofRecord(by, value, person)
  }
}

function ofRecord(by: Whose['by'], value: RawBuilder<unknown>, person: string): RawBuilder<SqlBool> {
  if (by === 'doneBy') return sql`${value} = ${person}`
  if (by === 'timeline') return sql`${value} in (${projectsOf(person)}) and t.audience = 'members'`
  return sql`(t.subject_type = 'account' and ${value} = ${person}
    or t.subject_type = 'student' and ${value} in (${studentsOf(person)})
    or t.subject_type = 'advisor' and ${value} in (${advisorsOf(person)})
    or t.subject_type = 'token' and t.actor_id = ${person})`
}

/** What a person signs in with, and the student IDs, in small letters. */
const addressesOf = (person: string) => sql`
  select lower(login) from accounts where id = ${person} and login is not null
  union select lower(email) from accounts where id = ${person} and email is not null
  union select lower(code) from students where account_id = ${person}`

/** Whether a row `r` of a spreadsheet is about the person. */
const namesPerson = (person: string) => sql<SqlBool>`exists (select from jsonb_each_text(r -> 'cells') c
  where lower(c.value) in (${addressesOf(person)}))`

/** A column as it is handed out; of a spreadsheet only the rows about the person. */
function shown(table: keyof Tables, view: View, column: string, person: string): RawBuilder<unknown> {
  if (table === 'imports' && view.whose.by === 'importRow' && column === 'rows') {
    return sql`(select jsonb_agg(r -> 'cells') from jsonb_array_elements(t.rows) r where ${namesPerson(person)}) as rows`
  }
  return sql.ref(`t.${column}`)
}

/** The rows of a view, with its columns, in a fixed order. */
export async function listRows(
  db: Db,
  table: keyof Tables,
  view: View,
  person: string,
): Promise<Record<string, unknown>[]> {
  const columns = columnsOf(table, view.columns).map((column) => shown(table, view, column, person))
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(columns)} from ${sql.table(table)} t where ${isTheirs(view.whose, person)} order by 1, 2`.execute(
    db,
  )
  return rows
}

export interface Section {
  readonly table: keyof Tables
  readonly by: Whose['by']
  readonly rows: readonly Record<string, unknown>[]
}

/** Everything the map says is a person's, view by view. */
export async function listSections(db: Db, person: string): Promise<Section[]> {
  const sections: Section[] = []
  for (const table of tableNames) {
    for (const view of entryOf(table).views) {
      const rows = await listRows(db, table, view, person)
      if (rows.length > 0) sections.push({ table, by: view.whose.by, rows })
    }
  }
  return sections
}

/**
 * What ids in the rows stand for: years, majors, classrooms, rooms, rubric items, and the names that the project page shows
 * anyway: advisor, committee and team of the person's own projects.
 */
export async function listNames(db: Db, person: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from years
    union all select id, name from majors where id in (select major_id from students where account_id = ${person})
    union all select id, name from classrooms where id in (select classroom_id from students where account_id = ${person})
    union all select id, name from rooms where id in (select room_id from defenses where project_id in (${projectsOf(person)}))
    union all select id, name from rubric_items
    union all select id, code from projects where id in (${projectsOf(person)})
    union all select id, name from advisors where account_id = ${person}
      or id in (select advisor_id from projects where id in (${projectsOf(person)}))
      or id in (select advisor_id from committee_seats where project_id in (${projectsOf(person)}))
    union all select id, given_name || ' ' || surname from students where id in (
      select student_id from project_members where project_id in (${projectsOf(person)}))`.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

export interface OwnFile {
  code: string
  work: string
  version: number
  name: string
  sha256: string
}

/** The files of the person's projects that are not locked by the scanner. */
export async function listOwnFiles(db: Db, person: string): Promise<OwnFile[]> {
  const { rows } = await sql<OwnFile>`
    select p.code, coalesce(m.position::text, replace(s.document_kind, '_', '-')) as work, s.version, f.name, f.sha256
    from submissions s join files f on f.id = s.file_id join projects p on p.id = s.project_id
      left join milestones m on m.id = s.milestone_id
    where s.project_id in (${projectsOf(person)}) and f.scan in ('clean', 'off')
    order by p.code, s.submitted_at, s.id`.execute(db)
  return rows
}
