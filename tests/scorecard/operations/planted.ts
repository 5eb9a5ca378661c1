import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createAccessToken } from '../../../contract/accounts/tokens.ts'
import { reviewImport } from '../../../contract/imports.ts'
import { type Project, registerProject } from '../../../contract/projects.ts'
import type { Student } from '../../../contract/students.ts'
import { submitDocument } from '../../../contract/submissions.ts'
import { marksOf, readMark, tableNames } from '../../../server/privacy/map/map.ts'
import { addStudent, approve, type Faculty, freshTopic, good } from '../../faculty.ts'
import type { TestApp } from '../../harness.ts'

/** Words that are nowhere else, each with the column it stands in. */
export class Tokens {
  readonly words = new Map<string, string>()
  readonly #mark: string

  constructor(mark: string) {
    this.#mark = mark
  }

  word(where: string): string {
    const word = `${this.#mark}${String(this.words.size).padStart(3, '0')}qzx`
    this.words.set(word, where)
    return word
  }

  /** Where words of these stand in a text. */
  foundIn(text: string): string[] {
    return [...this.words].filter(([word]) => text.includes(word)).map(([, where]) => where)
  }
}

export interface Planted {
  readonly accountId: string
  readonly student: Student
  readonly project: Project
  readonly tokens: Tokens
}

const body = (word: string) => `%PDF-1.4\n${word}\n%%EOF\n`

/** A student with a project, a file and something in each table that holds personal data; `mates` are in the team. */
export async function plantStudent(app: TestApp, faculty: Faculty, mark: string, mates: Student[] = []) {
  const tokens = new Tokens(mark)
  const student = await addStudent(faculty)
  const advisorId = faculty.advisors[0]?.[mark.length % 3]?.id ?? ''
  const memberIds = [student.id, ...mates.map((one) => one.id)]
  const pending = good(await faculty.admin.call(registerProject, { body: { ...freshTopic(), memberIds, advisorId } }))
  const project = await approve(faculty, pending)
  const client = await app.as(student.code)
  good(
    await client.call(createAccessToken, {
      body: { name: tokens.word('access_tokens.name'), expiresOn: '2100-01-01' },
    }),
  )
  const file = { name: `${tokens.word('files.name')}.pdf`, content: body(tokens.word('content of a file')) }
  const params = { projectId: project.id, kind: 'pre_defense' as const }
  good(await client.call(submitDocument, { params, body: { note: tokens.word('submissions.note') }, file }))
  const sheet = {
    name: `${mark}.csv`,
    content: `Student ID,Name,Surname,Gender,Major,Classroom\n${student.code},${tokens.word('imports.rows')},B,Female,BM,BM-4A`,
  }
  good(await faculty.admin.call(reviewImport, { params: { kind: 'students' }, body: {}, file: sheet }))
  await plantPerson(app, student, tokens)
  await plantProject(app, project, faculty.dean, tokens)
  await plantTraces(app, student, project, tokens)
  return { accountId: await accountOf(app, student.id), student, project, tokens } satisfies Planted
}

const accountOf = async ({ platform }: TestApp, studentId: string) =>
  (await platform.db.selectFrom('students').select('account_id').where('id', '=', studentId).executeTakeFirstOrThrow())
    .account_id

async function plantPerson(app: TestApp, { id }: Student, tokens: Tokens): Promise<void> {
  const word = (where: string) => tokens.word(where)
  await app.platform.db.transaction().execute(async (tx) => {
    const set = { given_name: word('students.given_name'), surname: word('students.surname') }
    const latin = { given_name_latin: word('students.given_name_latin'), surname_latin: word('students.surname_latin') }
    await tx
      .updateTable('students')
      .set({ ...set, ...latin, telephone: word('students.telephone') })
      .where('id', '=', id)
      .execute()
    await tx
      .updateTable('accounts')
      .set({ display_name: word('accounts.display_name'), email: `${word('accounts.email')}@example.la` })
      .where('id', '=', await accountOf(app, id))
      .execute()
    const identity = { issuer: 'https://identity.example.la', subject: word('provider_identities.subject') }
    await tx
      .insertInto('provider_identities')
      .values({ ...identity, account_id: await accountOf(app, id) })
      .execute()
    const key = { credential_id: randomBytes(32), public_key: randomBytes(77), counter: 0, transports: [] as string[] }
    await tx
      .insertInto('passkeys')
      .values({ ...key, account_id: await accountOf(app, id), name: word('passkeys.name') })
      .execute()
  })
}

/** Free texts of a project, its sheet and its published result. */
async function plantProject(app: TestApp, { id, year }: Project, dean: string, tokens: Tokens): Promise<void> {
  const word = (where: string) => tokens.word(where)
  await app.platform.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await tx
      .updateTable('projects')
      .set({ topic_th: word('projects.topic_th'), abstract: word('projects.abstract') })
      .set({ topic_lo: word('projects.topic_lo'), topic_en: word('projects.topic_en') })
      .set({ over_quota_reason: word('projects.over_quota_reason') })
      .set({ similarity_override_reason: word('projects.similarity_override_reason') })
      .set({ decision_reason: word('projects.decision_reason') })
      .where('id', '=', id)
      .execute()
    await tx
      .updateTable('submissions')
      .set({ feedback: word('submissions.feedback'), decision: 'revision', decided_at: new Date(), decided_by: dean })
      .where('project_id', '=', id)
      .execute()
    const asked = { topic_lo: word('change_requests.topic_lo'), topic_en: word('change_requests.topic_en') }
    await tx
      .insertInto('change_requests')
      .values({ ...asked, project_id: id, year_id: year.id, by_office: true, reason: word('change_requests.reason') })
      .execute()
    await tx
      .updateTable('change_requests')
      .set({ topic_th: word('change_requests.topic_th'), abstract: word('change_requests.abstract') })
      .set({ similarity_override_reason: word('change_requests.similarity_override_reason') })
      .where('project_id', '=', id)
      .execute()
    await sql`insert into defenses (project_id, year_id, status, reason)
      values (${id}, ${year.id}, 'cancelled', ${word('defenses.reason')})`.execute(tx)
    await sql`insert into score_sheets (year_id, project_id, evaluator, advisor_id, status, comment, submitted_at)
      select year_id, id, 'advisor', advisor_id, 'locked', ${word('score_sheets.comment')}, now() from projects where id = ${id}`.execute(
      tx,
    )
    await sql`insert into results (project_id, year_id, status, advisor_total, committee_mean, final, computed_grade,
        override_grade, override_reason, overridden_by, published_at, published_by)
      values (${id}, ${year.id}, 'published', 50, 30, 80, 'B', 'A', ${word('results.override_reason')}, ${dean}, now(),
        ${dean})`.execute(tx)
  })
}

/** Where somebody came from, what was mailed, told and recorded. */
async function plantTraces(app: TestApp, { id }: Student, project: Project, tokens: Tokens): Promise<void> {
  const word = (where: string) => tokens.word(where)
  const account = await accountOf(app, id)
  const json = (where: string) => JSON.stringify({ text: word(where) })
  await app.platform.db.transaction().execute(async (tx) => {
    const seen = { ip: word('sessions.ip'), user_agent: word('sessions.user_agent') }
    await tx.updateTable('sessions').set(seen).where('account_id', '=', account).execute()
    await sql`insert into mails (kind, data, status, done_at, account_id, recipient, subject, body, error)
      values ('invitation', ${json('mails.data')}::jsonb, 'kept', now(), ${account}, ${word('mails.recipient')}, ${word('mails.subject')},
        ${word('mails.body')}, ${word('mails.error')})`.execute(tx)
    await sql`insert into idempotency_keys (account_id, key, request_hash, answer)
      values (${account}, 'k', sha256('x'), '{}')`.execute(tx)
    const { id: event } = await tx
      .insertInto('events')
      .values({
        ...{ name: 'account.changed', actor_id: account, actor_name: word('events.actor_name'), audience: 'admins' },
        ...{ subject_type: 'account', subject_id: account, data: json('events.data'), reason: word('events.reason') },
        ...{ before: json('events.before'), after: json('events.after') },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await sql`insert into notifications (account_id, event_id, kind, data, project_id)
      values (${account}, ${event}, ${randomUUID()}, ${json('notifications.data')}::jsonb, ${project.id})`.execute(tx)
  })
}

/** Personal columns of the map that hold text. Those that hold a moment, a number or one of a few words cannot carry a word. */
const wordless = new Set([
  ...['accounts.last_sign_in_at', 'sessions.last_seen_at', 'known_devices.last_used_at', 'access_tokens.last_used_at'],
  'passkeys.last_used_at',
  ...['submissions.decision', 'scores.score', 'students.gender', 'files.sha256'],
  ...['advisor_total', 'committee_mean', 'final', 'computed_grade', 'override_grade'].map((one) => `results.${one}`),
])
/** Of a student these are the code, which is in the export as it is; an advisor's and an importer's are looked at apart. */
const elsewhere = new Set(['accounts.login', 'students.code', 'advisors.name', 'imports.file_name'])

/** Columns that the map calls personal and nobody planted a word in. */
export function notPlanted(tokens: Tokens): string[] {
  const planted = new Set(tokens.words.values())
  return tableNames
    .flatMap((table) =>
      marksOf(table)
        .filter(([, mark]) => !['plain', 'secret', 'copy'].includes(readMark(mark).holds))
        .map(([column]) => `${table}.${column}`),
    )
    .filter((one) => !planted.has(one) && !wordless.has(one) && !elsewhere.has(one))
}
