import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/db.ts'
import { erasureDigest } from '../../platform/db/seal.queries.ts'
import type { Tables } from '../../platform/db/tables.generated.ts'
import type { View } from '../map/classes.ts'
import { entryOf, marksOf, readMark, tableNames } from '../map/map.ts'
import { isTheirs } from '../queries.ts'

/** For this transaction the past may be changed: triggers let an erasure through. */
export async function openPast(tx: Tx): Promise<void> {
  await sql`select set_config('bm23.erasing', 'on', true)`.execute(tx)
}

export interface Identity {
  display_name: string
  login: string | null
  email: string | null
  people: {
    code: string | null
    given: string | null
    surname: string | null
    latinGiven: string | null
    latinSurname: string | null
    telephone: string | null
    name: string | null
  }[]
  /** Names of files the person handed in. */
  files: string[]
  /** What the record says the person was called before. */
  former: { key: string; value: string }[]
}

const formerKeys = ['displayName', 'login', 'email', 'code', 'telephone']
const formerNames = ['surname', 'givenName', 'givenNameLatin', 'surnameLatin']

/** Everything the person is or was called. */
export async function findIdentity(db: Db, person: string): Promise<Identity | undefined> {
  const about = isTheirs({ by: 'about', column: 'subject_id' }, person)
  const { rows } = await sql<Identity>`
    select a.display_name, a.login, a.email,
      coalesce((select jsonb_agg(p) from (
        select code, given_name as given, surname, given_name_latin as "latinGiven", surname_latin as "latinSurname", telephone,
          null as name from students where account_id = a.id
        union all select null, null, null, null, null, null, name from advisors where account_id = a.id) p), '[]') as people,
      coalesce((select jsonb_agg(distinct name) from files where uploaded_by = a.id), '[]') as files,
      coalesce((select jsonb_agg(distinct jsonb_build_object('key', v.key, 'value', v.value)) from events t
        cross join lateral jsonb_each_text(coalesce(nullif(t.before, 'null'), '{}') || coalesce(nullif(t.after, 'null'), '{}')
          || coalesce(nullif(t.data, 'null'), '{}')) v
        where ${about} and v.value is not null and (v.key in (${sql.join([...formerKeys, ...formerNames])})
          or v.key = 'name' and t.subject_type in ('student', 'advisor'))), '[]') as former
    from accounts a where a.id = ${person}`.execute(db)
  return rows[0]
}

/** Rows about the person go: all of those tables whose columns all go. */
export async function deleteRows(tx: Tx, person: string): Promise<void> {
  const whole = tableNames.filter((table) => {
    const marks = marksOf(table)
    return marks.length > 0 && marks.every(([, mark]) => readMark(mark).fate === 'delete')
  })
  for (const table of whole) {
    const [view] = entryOf(table).views
    if (view) await sql`delete from ${sql.table(table)} t where ${isTheirs(view.whose, person)}`.execute(tx)
  }
}

/** What an erased person is called, column by column. */
const pseudonyms: Readonly<Record<string, (pseudonym: string) => RawBuilder<unknown>>> = {
  'accounts.display_name': (one) => sql`${one}`,
  'advisors.name': (one) => sql`${one}`,
  'students.given_name': (one) => sql`split_part(${one}, ' ', 1)`,
  'students.surname': (one) => sql`split_part(${one}, ' ', 2)`,
  // the register of the university knows the person by the student ID: it stays beside a grade that was published
  'students.code': (
    one,
  ) => sql`case when exists (select from project_members m join results r on r.project_id = m.project_id
      where m.student_id = t.id and r.status = 'published') then t.code else ${one} end`,
}

/** Empties what is blanked, and names the person anew, in the tables where rows stay. */
export async function renamePerson(tx: Tx, person: string, pseudonym: string): Promise<void> {
  await sql`update accounts set status = 'deactivated', roles = '{}', must_change_password = false,
    version = version + 1 where id = ${person}`.execute(tx)
  for (const table of tableNames) {
    const [view] = entryOf(table).views
    const sets = marksOf(table).flatMap(([column, mark]) => {
      const { fate } = readMark(mark)
      if (fate === 'blank') return [sql`${sql.ref(column)} = null`]
      if (fate !== 'pseudonym') return []
      const value = pseudonyms[`${table}.${column}`]
      if (!value) throw new Error(`No pseudonym for ${table}.${column}`)
      return [sql`${sql.ref(column)} = ${value(pseudonym)}`]
    })
    if (view && sets.length > 0) {
      await sql`update ${sql.table(table)} t set ${sql.join(sets)} where ${isTheirs(view.whose, person)}`.execute(tx)
    }
  }
}

/** Projects of the person in which nobody else is who was not erased. */
export const aloneOf = (
  person: string,
) => sql`select pm.project_id from project_members pm join students ps on ps.id = pm.student_id
  where ps.account_id = ${person} and not exists (
    select from project_members m join students s on s.id = m.student_id
    where m.project_id = pm.project_id and s.account_id <> ${person}
      and not exists (select from erasures x where x.account_id = s.account_id))`

/** Work that is nobody else's goes; returns the hashes of its files. */
export async function deleteWork(tx: Tx, person: string): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    delete from submissions where project_id in (${aloneOf(person)}) returning file_id`.execute(tx)
  await sql`delete from change_requests where project_id in (${aloneOf(person)})`.execute(tx)
  // where a state needs a reason, that there was one stays
  const emptied = (column: string) => sql`${sql.ref(column)} = case when ${sql.ref(column)} is not null then '–' end`
  await sql`update projects set abstract = null, over_quota_reason = null, similarity_override_reason = null,
    ${emptied('decision_reason')} where id in (${aloneOf(person)})`.execute(tx)
  await sql`update defenses set ${emptied('reason')} where project_id in (${aloneOf(person)})`.execute(tx)
  if (rows.length === 0) return []
  const files = await tx
    .deleteFrom('files')
    .where(
      'id',
      'in',
      rows.map((one) => one.file_id),
    )
    .returning('sha256')
    .execute()
  return [...new Set(files.map((one) => one.sha256))]
}

/** Files of a team keep what is in them and lose the name the person gave them; the person's own words to them go. */
export async function renameFiles(tx: Tx, person: string): Promise<void> {
  await sql`update files set name = 'file' || coalesce(substring(name from '\\.[A-Za-z0-9]{1,8}$'), '')
    where uploaded_by = ${person}`.execute(tx)
  await sql`update submissions set note = null where submitted_by = ${person}`.execute(tx)
}

const keys: Partial<Record<keyof Tables, string>> = {
  ...{
    projects: 'id',
    submissions: 'id',
    files: 'id',
    change_requests: 'id',
    defenses: 'project_id',
    score_sheets: 'id',
    results: 'project_id',
  },
}

/** Tables where words of and about people stand, apart from the record and what is only told. */
export const scrubbedTables = Object.keys(keys) as (keyof typeof keys)[]

/** Texts that are the person's or that name the person, with the key of their row. */
export async function listTexts(db: Db, table: keyof Tables, person: string, strong: readonly string[]) {
  const columns = marksOf(table).flatMap(([column, mark]) => (readMark(mark).fate === 'scrub' ? [column] : []))
  const key = keys[table] ?? 'id'
  const near = sql.join(
    entryOf(table).views.map(({ whose }: View) => isTheirs(whose, person)),
    sql` or `,
  )
  const text = sql`concat_ws(' ', ${sql.join(columns.map((one) => sql.ref(`t.${one}`)))})`
  const { rows } = await sql<{ key: string; near: boolean; texts: Record<string, string | null> }>`
    select ${sql.ref(`t.${key}`)} as key, (${near}) as near, jsonb_build_object(${sql.join(
      columns.flatMap((one) => [sql`${one}::text`, sql.ref(`t.${one}`)]),
    )}) as texts
    from ${sql.table(table)} t where ((${near}) or ${containsAny(text, strong)}) and ${text} <> ''`.execute(db)
  return rows
}

const containsAny = (text: RawBuilder<unknown>, words: readonly string[]) =>
  sql<boolean>`exists (select from unnest(${words}::text[]) w where strpos(lower(${text}), lower(w)) > 0)`

export async function setTexts(
  tx: Tx,
  table: keyof Tables,
  key: string,
  texts: Readonly<Record<string, string | null>>,
): Promise<void> {
  const sets = Object.entries(texts).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  await sql`update ${sql.table(table)} set ${sql.join(sets)} where ${sql.ref(keys[table] ?? 'id')} = ${key}`.execute(tx)
}

/** What others were told that the person did, or that names the person. */
export async function listTold(db: Db, person: string, strong: readonly string[]) {
  const own = sql<boolean>`t.event_id in (select id from events where actor_id = ${person})`
  const { rows } = await sql<{ id: string; data: unknown; near: boolean }>`
    select id, data, ${own} as near from notifications t where ${own} or ${containsAny(sql`t.data::text`, strong)}`.execute(
    db,
  )
  return rows
}

export async function setTold(tx: Tx, id: string, data: unknown): Promise<void> {
  await sql`update notifications set data = ${JSON.stringify(data)}::jsonb where id = ${id}`.execute(tx)
}

/** Copies go: answers that name the person, letters that do, rows of spreadsheets about the person. */
export async function deleteCopies(tx: Tx, person: string, strong: readonly string[]): Promise<void> {
  await sql`delete from idempotency_keys t where ${containsAny(sql`t.answer::text`, strong)}`.execute(tx)
  await sql`delete from mails t where ${containsAny(sql`concat_ws(' ', t.data::text, t.recipient, t.subject, t.body, t.error)`, strong)}`.execute(
    tx,
  )
  await sql`update imports t set rows = coalesce((select jsonb_agg(r) from jsonb_array_elements(t.rows) r
      where not ${containsAny(sql`r::text`, strong)}), '[]') where ${containsAny(sql`t.rows::text`, strong)}`.execute(
    tx,
  )
  await sql`update imports t set file_name = 'file' where created_by = ${person} or ${containsAny(sql`t.file_name`, strong)}`.execute(
    tx,
  )
}

export async function insertErasure(tx: Tx, person: string, pseudonym: string, at: Date): Promise<number> {
  const row = await tx
    .insertInto('erasures')
    .values({ account_id: person, pseudonym, at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Whom this database knows to be erased, in the order it was done. */
export async function listErased(db: Db): Promise<{ account_id: string; at: string }[]> {
  return await db.selectFrom('erasures').select(['account_id', 'at']).orderBy('id').execute()
}

export async function lockPerson(tx: Tx, person: string): Promise<void> {
  await sql`select from accounts where id = ${person} for update`.execute(tx)
}

export interface RecordedRow {
  id: number
  name: string
  actor_name: string
  data: unknown
  before: unknown
  after: unknown
  reason: string | null
  /** About the person, of a project of the person alone, of a project of the person, or only naming the person. */
  nearness: 'about' | 'alone' | 'team' | 'named'
  /** The person did it. */
  own: boolean
}

/** Events about the person, done by the person, of the person's projects, or naming the person. */
export async function listRecorded(
  db: Db,
  person: string,
  strong: readonly string[],
  after: number,
  limit: number,
): Promise<RecordedRow[]> {
  const about = isTheirs({ by: 'about', column: 'subject_id' }, person)
  const team = isTheirs({ by: 'project', column: 'project_id' }, person)
  const { rows } = await sql<RecordedRow>`
    select t.id, t.name, t.actor_name, t.data, t.before, t.after, t.reason, t.actor_id is not distinct from ${person} as own,
      case when ${about} then 'about' when t.project_id in (${aloneOf(person)}) then 'alone' when ${team} then 'team'
        else 'named' end as nearness
    from events t where t.id > ${after} and (${about} or t.actor_id = ${person} or ${team}
      or ${containsAny(sql`concat_ws(' ', t.actor_name, t.data::text, t.before::text, t.after::text, t.reason)`, strong)})
    order by t.id limit ${limit}`.execute(db)
  return rows
}

const given = (rows: readonly RecordedRow[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as n(id bigint, actor_name text, data jsonb, before jsonb, after jsonb, reason text)`

/** Notes what each event is to become, and lets it become that; the trigger on events compares the two. */
export async function rewriteRecorded(tx: Tx, erasure: number, rows: readonly RecordedRow[]): Promise<void> {
  await sql`insert into event_erasures (erasure_id, event_id, seal, text_hash)
    select ${erasure}, e.id, s.hash, sha256(convert_to(event_text((e.id, e.at, e.name, e.actor_id, n.actor_name, e.request_id,
      e.subject_type, e.subject_id, e.project_id, e.year_id, e.audience, n.data, n.before, n.after, n.reason, null)::events), 'UTF8'))
    from ${given(rows)} join events e on e.id = n.id join event_seals s on s.event_id = e.id`.execute(tx)
  await sql`update events e set actor_name = n.actor_name, data = n.data, before = n.before, after = n.after,
      reason = n.reason, salt = null
    from ${given(rows)} where e.id = n.id`.execute(tx)
}

export async function digestOf(db: Db, erasure: number): Promise<string> {
  const { rows } = await sql<{ digest: string }>`select ${erasureDigest(sql`${erasure}::bigint`)} as digest`.execute(db)
  return rows[0]?.digest ?? ''
}
