import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addProject, buildFaculty, type Faculty, prepareDefense } from '../../../tests/faculty.ts'
import { startApp, type TestApp } from '../../../tests/harness.ts'
import { verifyRecord } from '../../platform/audit/verify.ts'
import { FileMissing } from '../../platform/files/content.ts'
import { forgetPast, type Purged } from './retention.ts'

let app: TestApp
let faculty: Faculty
const run = (text: string) => app.platform.db.transaction().execute((tx) => sql.raw(text).execute(tx))
const none: Purged = { years: [], notifications: 0, devices: 0, imports: 0, letters: 0, answers: 0 }
/** A dry run, and then the real one: they say the same. */
async function purgeAt(moment: string): Promise<Purged> {
  app.setNow(new Date(moment))
  const before = await counts()
  const said = await forgetPast(app.ctx, true)
  expect(await counts()).toEqual(before)
  const done = await forgetPast(app.ctx, false)
  expect(done).toEqual(said)
  return done
}
async function counts(): Promise<unknown> {
  const { rows } =
    await sql`select (select count(*) from notifications) as notifications, (select count(*) from imports) as imports,
    (select count(*) from known_devices) as devices, (select count(*) from mails) as mails, (select count(*) from files) as files,
    (select count(*) from submissions) as submissions, (select count(*) from idempotency_keys) as keys, (select count(*) from events) as events,
    (select count(*) from projects where abstract is not null) as abstracts`.execute(app.platform.db)
  return rows[0]
}

beforeAll(async () => {
  app = await startApp({ BM23_KEEP_WORK_YEARS: '5' })
  faculty = await buildFaculty(app)
}, 60_000)
afterAll(() => app.close())
beforeEach(() =>
  run(
    'delete from notifications; delete from known_devices; delete from imports; delete from mails; delete from idempotency_keys',
  ),
)

const made = '2026-11-30T08:00:00Z'
const account = (): string => `(select id from accounts where login = 'dean')`
describe('each kind goes on its day, and not before', () => {
  it.each([
    [
      'notifications',
      '2028-11-30',
      (): string => `insert into notifications (account_id, event_id, kind, created_at)
      values (${account()}, (select min(id) from events), 'x', '${made}')`,
    ],
    ['devices', '2027-05-30', () => `insert into known_devices values (sha256('x'), ${account()}, '${made}')`],
    [
      'imports',
      '2027-05-30',
      (): string => `insert into imports (year_id, kind, file_name, columns, rows, created_by, created_at)
      values ('${faculty.year.id}', 'majors', 'x', '[]', '[]', ${account()}, '${made}')`,
    ],
    [
      'letters',
      '2027-02-28',
      (): string => `insert into mails (kind, data, status, done_at) values ('x', '{}', 'sent', '${made}')`,
    ],
    [
      'answers',
      '2026-12-01',
      (): string => `insert into idempotency_keys values (${account()}, 'k', sha256('x'), null, '${made}')`,
    ],
  ] as const)('%s: %s', async (kind, day, insert) => {
    await run(insert())
    const dayBefore = new Date(Date.parse(`${day}T08:00:00Z`) - 86_400_000).toISOString()
    expect(await purgeAt(dayBefore)).toEqual(none)
    expect(await purgeAt(`${day}T07:59:59Z`)).toEqual(none)
    const dayAfter = new Date(Date.parse(`${day}T08:00:01Z`) + 86_400_000).toISOString()
    expect(await purgeAt(dayAfter)).toEqual({ ...none, [kind]: 1 })
    expect(await purgeAt(dayAfter)).toEqual(none)
  })
})

describe('the work of a year', () => {
  it('goes the day after so many years, in the calendar of the faculty, when the year is not active', async () => {
    app.setNow(null)
    const { project, submission } = await prepareDefense(app, faculty)
    const { student } = await addProject(faculty, 1)
    await run(`insert into change_requests (project_id, year_id, topic_lo, topic_en, reason, by_office)
        select id, year_id, topic_lo, topic_en, 'because', false from projects where id = '${project.id}';
      insert into project_invitations (project_id, year_id, student_id, change_id)
        select project_id, year_id, '${student.id}', id from change_requests`)
    await run(`update projects set abstract = 'About cassava'; delete from notifications; delete from known_devices`)
    const { sha256 } = submission.file
    const name = faculty.year.name
    // the year ends on 31 July 2027; midnight in Vientiane is 17:00 in UTC
    expect(await purgeAt('2032-07-31T17:30:00Z')).toEqual(none)
    await run(`update years set status = 'closed'`)
    expect(await purgeAt('2032-07-31T16:30:00Z')).toEqual(none)
    // nobody said for how long: the archive stays whole
    app.setNow(new Date('2090-01-01T00:00:00Z'))
    const kept = { ...app.ctx, config: { ...app.ctx.config, keepWorkYears: null } }
    expect((await forgetPast(kept, true)).years).toEqual([])
    expect(await purgeAt('2032-07-31T17:30:00Z')).toEqual({ ...none, years: [{ name, files: 1 }] })
    expect(await purgeAt('2032-08-02T17:30:00Z')).toEqual(none)
    const { rows } = await sql`select p.topic_lo, p.abstract, (select count(*)::int from submissions) as submissions,
        (select count(*)::int from files) as files, (select count(*)::int from change_requests) as changes, (select data from events where name = 'year.workForgotten') as data
      from projects p where p.id = ${project.id}`.execute(app.platform.db)
    expect(rows).toEqual([
      { topic_lo: project.topicLo, abstract: null, submissions: 0, files: 0, changes: 0, data: { name, files: 1 } },
    ])
    await expect(app.platform.files.open(sha256)).rejects.toThrow(FileMissing)
    expect((await verifyRecord(app.platform.db, [])).findings).toEqual([])
  })
})
