import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAccounts, updateAccount } from '../../../contract/accounts.ts'
import { erasePerson, previewErasure } from '../../../contract/privacy.ts'
import { askForChange } from '../../../contract/projects/changes.ts'
import { readProject } from '../../../contract/projects.ts'
import { updateStudent } from '../../../contract/students.ts'
import {
  addProject,
  addStudent,
  approve,
  buildFaculty,
  type Faculty,
  good,
  prepareDefense,
} from '../../../tests/faculty.ts'
import { startApp, type TestApp } from '../../../tests/harness.ts'
import { verifyRecord } from '../../platform/audit/verify.ts'
import { readErasures } from './list.ts'

let app: TestApp
let faculty: Faculty
const reason = 'Asked for it in writing'

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
}, 60_000)
afterAll(() => app.close())

const accountOf = async (studentId: string) =>
  (
    await app.platform.db
      .selectFrom('students')
      .select('account_id')
      .where('id', '=', studentId)
      .executeTakeFirstOrThrow()
  ).account_id
const run = (text: string) => app.platform.db.transaction().execute((tx) => sql.raw(text).execute(tx))
const close = (status: string) => run(`update years set status = '${status}'`)
const verify = async () => (await verifyRecord(app.platform.db, [])).findings

/** A student with a name of their own, in no project. */
async function newcomer(surname: string) {
  const student = await addStudent(faculty)
  const change = {
    params: { studentId: student.id },
    ifMatch: student.version,
    body: { givenName: 'Somphone', surname },
  }
  good(await faculty.admin.call(updateStudent, change))
  return { student, accountId: await accountOf(student.id), name: `Somphone ${surname}` }
}

describe('GET /accounts/:accountId/erasure', () => {
  it('tells what would go and what would stay, and why it is refused now', async () => {
    const { student, project } = await prepareDefense(app, faculty)
    const params = { accountId: await accountOf(student.id) }
    const { body } = await faculty.admin.call(previewErasure, { params })
    expect(body).toMatchObject({ erased: false, lastAdmin: false, projects: [project.code] })
    expect(body.goes).toMatchObject({ files: 1, sessions: 1 })
    expect(body.goes.events).toBeGreaterThan(2)
    expect(body.stays).toEqual({ grades: 0, topics: 1, teamFiles: 0, supervised: 0 })
  })

  it('is for administrators', async () => {
    const params = { accountId: faculty.dean }
    expect((await app.call(previewErasure, { params })).problem.code).toBe('session.missing')
    expect((await (await app.as('bm.office')).call(previewErasure, { params })).problem.code).toBe('permission.denied')
    const nobody = { accountId: '00000000-0000-4000-8000-000000000000' }
    expect((await faculty.admin.call(previewErasure, { params: nobody })).problem.code).toBe('resource.notFound')
  })
})

describe('POST /accounts/:accountId/erasure', () => {
  it('is refused in a project of the year, of an advisor as well, to the last admin, and under another name', async () => {
    const { student } = await prepareDefense(app, faculty, 1)
    const advisor = await app.platform.db
      .selectFrom('advisors')
      .select('account_id')
      .where('name', '=', 'Dr. mk.one')
      .executeTakeFirstOrThrow()
    const ask = async (accountId: string, confirmation: string) =>
      (await faculty.admin.call(erasePerson, { params: { accountId }, body: { confirmation, reason } })).problem.code
    expect(await ask(await accountOf(student.id), `${student.givenName} ${student.surname}`)).toBe('erasure.inProject')
    expect(await ask(advisor.account_id, 'Dr. mk.one')).toBe('erasure.inProject')
    expect(await ask(faculty.dean, 'dean')).toBe('account.lastAdmin')
    const { accountId } = await newcomer('Vongsa')
    expect(await ask(accountId, 'Somphone')).toBe('erasure.confirmation')
    expect(await ask('x', 'x')).toBe('input.invalid')
    const body = { confirmation: 'x', reason }
    expect((await app.call(erasePerson, { params: { accountId }, body })).problem.code).toBe('session.missing')
    const office = await app.as('bm.office')
    expect((await office.call(erasePerson, { params: { accountId }, body })).problem.code).toBe('permission.denied')
  })

  it('leaves a pseudonym, ends every way in, stands in the record, and is done once', async () => {
    const { student, accountId, name } = await newcomer('Inthavong')
    await app.as(student.code)
    const body = { confirmation: name, reason: `${name} asked for it` }
    const answer = await faculty.admin.call(erasePerson, { params: { accountId }, body })
    expect([answer.status, answer.problem?.code]).toEqual([200, undefined])
    const { rows } = await sql<
      Record<string, unknown>
    >`select a.display_name, a.login, a.email, a.status, a.roles, s.code, s.given_name, s.surname,
        (select count(*)::int from sessions where account_id = a.id) as sessions,
        (select reason from events where name = 'person.erased' and subject_id = a.id) as reason
      from accounts a join students s on s.account_id = a.id where a.id = ${accountId}`.execute(app.platform.db)
    const [row] = rows
    const called = String(row?.display_name)
    expect(called).toMatch(/^\(erased [0-9a-f]{8}\)$/)
    expect(row).toMatchObject({ login: null, email: null, status: 'deactivated', roles: [], code: called, sessions: 0 })
    expect([`${row?.given_name} ${row?.surname}`, row?.reason]).toEqual([called, `${called} asked for it`])
    const { rows: left } =
      await sql`select from events e where e::text like '%Inthavong%' or e::text like ${`%${student.code}%`}`.execute(
        app.platform.db,
      )
    expect(left).toEqual([])
    expect(await verify()).toEqual([])
    expect(await readErasures(app.platform.config.dataDir)).toContain(accountId)
    const again = await faculty.admin.call(erasePerson, { params: { accountId }, body })
    expect(again.problem.code).toBe('erasure.done')
    const { items } = good(await faculty.admin.call(listAccounts, { query: { pageSize: 100, status: 'deactivated' } }))
    const { version: ifMatch } = items.find((one) => one.id === accountId) as { version: number }
    const changes = [
      { status: 'active' },
      { displayName: 'Back again' },
      { login: 'back.again' },
      { admin: true },
    ] as const
    for (const change of changes) {
      const answer = await faculty.admin.call(updateAccount, { params: { accountId }, ifMatch, body: change })
      expect([answer.status, answer.problem?.code], JSON.stringify(change)).toEqual([409, 'erasure.done'])
    }
  })

  it('takes the person out of a change that is open, which loses who was to join and no more', async () => {
    const { student, accountId, name } = await newcomer('Rattanavong')
    const { project, student: member } = await addProject(faculty)
    const { version } = await approve(faculty, project)
    const params = { projectId: project.id }
    const body = { abstract: `With ${name}`, reason: `${name} knows the place`, memberIds: [member.id, student.id] }
    good(await (await app.as(member.code)).call(askForChange, { params, ifMatch: version, body }))
    const erase = { params: { accountId }, body: { confirmation: name, reason } }
    expect((await faculty.admin.call(erasePerson, erase)).status).toBe(200)
    const { change } = good(await faculty.admin.call(readProject, { params }))
    expect(change?.added).toEqual([])
    expect(change?.reason).toMatch(/^\(erased [0-9a-f]{8}\) knows the place$/)
    expect(change?.abstract).toMatch(/^With \(erased [0-9a-f]{8}\)$/)
    expect(await verify()).toEqual([])
  })

  it('reaches into closed years', async () => {
    const { accountId, name } = await newcomer('Phommasan')
    await close('closed')
    const answer = await faculty.admin.call(erasePerson, {
      params: { accountId },
      body: { confirmation: name, reason },
    })
    expect(answer.status).toBe(200)
    await close('active')
  })
})

describe('the record after an erasure', () => {
  const tamper = (text: string) =>
    run(`alter table events disable trigger all; alter table event_erasures disable trigger all;
      alter table erasures disable trigger all; ${text};
      alter table events enable trigger all; alter table event_erasures enable trigger all;
      alter table erasures enable trigger all`)
  const some = '(select min(event_id) from event_erasures)'

  it('still refuses to be changed', async () => {
    for (const text of [
      `update events set reason = 'x' where id = ${some}`,
      `update events set actor_name = 'x' where id not in (select event_id from event_erasures)`,
      'delete from event_erasures',
      "update erasures set pseudonym = 'x'",
      'truncate event_erasures cascade',
    ]) {
      await expect(run(text), text).rejects.toThrow('can only grow')
    }
  })

  it.each([
    ['an edited event that a person was taken out of', `update events set reason = 'x' where id = ${some}`],
    [
      'another person taken out beside the program',
      `insert into event_erasures select 1, e.id, s.hash, sha256('x') from events e
      join event_seals s on s.event_id = e.id where e.id not in (select event_id from event_erasures) order by e.id limit 1`,
    ],
    [
      'a line of an erasure that was changed',
      `update event_erasures set text_hash = sha256('x') where event_id = ${some}`,
    ],
    ['a line of an erasure that was removed', `delete from event_erasures where event_id = ${some}`],
    [
      'an erasure nobody recorded',
      `insert into erasures (account_id, pseudonym, at) values ('${'0'.repeat(8)}-0000-4000-8000-000000000000', 'x', now())`,
    ],
  ])('betrays %s', async (_, text) => {
    await run('create table kept as select * from events; create table kept_lines as select * from event_erasures')
    await tamper(text)
    expect(await verify()).not.toEqual([])
    await tamper(`delete from event_erasures; delete from erasures where pseudonym = 'x';
      insert into event_erasures select * from kept_lines;
      update events e set reason = k.reason from kept k where k.id = e.id and e.reason is distinct from k.reason;
      drop table kept; drop table kept_lines`)
    expect(await verify()).toEqual([])
  })
})
