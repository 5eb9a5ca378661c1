import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { erasePerson } from '../../../contract/privacy.ts'
import { downloadSubmission, listSubmissions } from '../../../contract/submissions.ts'
import { headsFile, noteHead, readHeads } from '../../../server/platform/audit/heads.ts'
import { verifyRecord } from '../../../server/platform/audit/verify.ts'
import type { Db } from '../../../server/platform/db/db.ts'
import { addStudent, buildFaculty, type Faculty } from '../../faculty.ts'
import type { TestApp } from '../../harness.ts'
import { startRedis } from '../../serving/redis.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'
import { type Planted, plantStudent } from './planted.ts'

/** What stays of somebody whose work was nobody else's: topics, and what was written on the grade. */
const grades = [
  'projects.topic_lo',
  'projects.topic_en',
  'projects.topic_th',
  'score_sheets.comment',
  'results.override_reason',
]
/** What stays of somebody in a team: also what the team handed in and was told. */
const team = [
  ...grades,
  ...['abstract', 'over_quota_reason', 'similarity_override_reason', 'decision_reason'].map((one) => `projects.${one}`),
  ...['topic_lo', 'topic_en', 'topic_th', 'abstract', 'reason', 'similarity_override_reason'].map(
    (one) => `change_requests.${one}`,
  ),
  ...['submissions.feedback', 'defenses.reason', 'content of a file'],
]

/** Every row of every table of the program and of its queue, as text. */
async function dump(db: Db): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`.execute(db)
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.raw(name)} t`.execute(db)
    parts.push(...rows.map((one) => `${name} ${one.line}`))
  }
  return parts.join('\n')
}

function contentsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path} ${readFileSync(path, 'latin1')}`)
    .join('\n')
}

/** Rows that point at rows that are not there. */
async function dangling(db: Db): Promise<string[]> {
  const { rows } = await sql<{ conname: string; child: string; parent: string; joined: string; filled: string }>`
    select c.conname, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      string_agg(format('p.%I = t.%I', pa.attname, ca.attname), ' and ') as joined,
      string_agg(format('t.%I is not null', ca.attname), ' and ') as filled
    from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) k(child, parent)
      join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = k.child
      join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace group by 1, 2, 3`.execute(db)
  const found: string[] = []
  for (const { conname, child, parent, joined, filled } of rows) {
    const { rows: lost } = await sql`select from ${sql.raw(child)} t where ${sql.raw(filled)}
      and not exists (select from ${sql.raw(parent)} p where ${sql.raw(joined)}) limit 1`.execute(db)
    if (lost.length > 0) found.push(conname)
  }
  return found
}

async function erase(faculty: Faculty, { accountId, tokens }: Planted): Promise<number> {
  const name = [...tokens.words].find(([, where]) => where === 'accounts.display_name')?.[0] ?? ''
  const body = { confirmation: name, reason: `${name} asked for it` }
  return (await faculty.admin.call(erasePerson, { params: { accountId }, body })).status
}

const left = (tokens: Planted['tokens'], text: string, stays: readonly string[]) => [
  ...new Set(tokens.foundIn(text).filter((where) => !stays.includes(where))),
]

/** Everything that is kept anywhere: database and queue, files, Redis. */
async function everything(app: TestApp, redis: Awaited<ReturnType<typeof startRedis>>): Promise<string> {
  const keys = (await redis.command('keys', '*')) as string[]
  const values: string[] = []
  for (const key of keys) values.push(key, String(await redis.command('dump', key)))
  return [await dump(app.platform.db), contentsOf(app.platform.config.dataDir), ...values].join('\n')
}

/** Erases somebody with a project alone and somebody of a team, both with a word in every personal column, and looks for the words. */
export async function measureErasure(context: Context): Promise<Figure[]> {
  const redis = await startRedis()
  context.defer(() => redis.close())
  const app = await context.app({ BM23_REDIS_URL: redis.url })
  const { db } = app.platform
  const faculty = await buildFaculty(app)
  const alone = await plantStudent(app, faculty, 'alone')
  const mate = await addStudent(faculty)
  const teamed = await plantStudent(app, faculty, 'teamed', [mate])
  const other = await plantStudent(app, faculty, 'foreign')
  const before = await everything(app, redis)
  const refused = await erase(faculty, alone)
  await noteHead(app.platform)
  await db.updateTable('years').set({ status: 'closed' }).where('id', '=', faculty.year.id).execute()
  const erased = [await erase(faculty, alone), await erase(faculty, teamed)]
  const after = await everything(app, redis)

  const client = await app.as(mate.code)
  const params = { projectId: teamed.project.id }
  const [submission] = (await client.call(listSubmissions, { params })).body.items ?? []
  const file = await client.call(downloadSubmission, { params: { submissionId: submission?.id ?? '' } })
  const code = (who: Planted) =>
    db.selectFrom('students').select('code').where('id', '=', who.student.id).executeTakeFirstOrThrow()
  const { findings, erased: changed } = await verifyRecord(db, await readHeads(headsFile(app.platform.config.dataDir)))
  const sum = (who: Planted, text: string) => who.tokens.foundIn(text).length
  return [
    atLeast('words found before', sum(alone, before) + sum(teamed, before), 70),
    none('erased in the middle of the year', refused === 409 ? [] : [String(refused)]),
    none('not erased', erased.filter((one) => one !== 200).map(String)),
    none('words left of somebody alone', left(alone.tokens, after, grades)),
    none('words left of somebody in a team', left(teamed.tokens, after, team)),
    none(
      'words of another that are gone',
      [...other.tokens.words.keys()].filter((one) => !after.includes(one)),
    ),
    none('student ID beside the grade is gone', (await code(alone)).code === alone.student.code ? [] : ['code']),
    none(
      'file of the team is gone',
      teamed.tokens.foundIn(file.raw.toString()).length === 1 ? [] : [String(file.status)],
    ),
    none('rows that point at nothing', await dangling(db)),
    none('findings in the record', findings),
    atLeast('events people were taken out of', changed, 10),
  ]
}
