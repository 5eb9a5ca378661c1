import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAccounts, readSession } from '../../contract/accounts.ts'
import { listDefenses } from '../../contract/defenses.ts'
import { listNotifications } from '../../contract/notifications.ts'
import { listProjects } from '../../contract/projects.ts'
import { listRecord } from '../../contract/record.ts'
import { listResults } from '../../contract/scoring.ts'
import { listStudents } from '../../contract/students.ts'
import { startApp, type TestApp } from '../harness.ts'
import { type Cast, castOf, people, strict } from './cast.ts'

let app: TestApp
let cast: Cast

beforeAll(async () => {
  app = await startApp(strict)
  cast = await castOf(app)
}, 120_000)
afterAll(() => app.close())

/** Who is related to which project, worked out from the side of the person: the program asks from the side of the row. */
const projectsOf = (account: string) => sql`
  select pm.project_id from students s join project_members pm on pm.student_id = s.id where s.account_id = ${account}
  union select p.id from advisors a join projects p on p.advisor_id = a.id where a.account_id = ${account}
  union select cs.project_id from advisors a join committee_seats cs on cs.advisor_id = a.id where a.account_id = ${account}
  union select pm.project_id from advisors a join managed_majors mm on mm.advisor_id = a.id
    join students s on s.major_id = mm.major_id join project_members pm on pm.student_id = s.id
    where a.account_id = ${account}
  union select p.id from projects p where 'admin' = any((select roles from accounts where id = ${account})::text[])`

const studentsOf = (account: string) => sql`
  select s.id from advisors a join managed_majors mm on mm.advisor_id = a.id join students s on s.major_id = mm.major_id
    where a.account_id = ${account}
  union select s.id from students s where 'admin' = any((select roles from accounts where id = ${account})::text[])`

async function idsBy(query: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await query.execute(app.platform.db)
  return (rows as Record<string, string>[]).map((row) => Object.values(row)[0] as string).sort()
}

const statuses = ['draft', 'pending', 'approved', 'rejected', 'withdrawn', 'completed', 'archived'] as const
const sorts = ['code', '-createdAt', 'updatedAt', '-status', 'topicLo', 'topicEn', '-advisor'] as const
const shut: readonly string[] = ['nobody', 'deactivated admin', 'admin owing a password', 'admin owing a factor']
const signedIn = people.filter((who) => !shut.includes(who))

/** The account behind a person of the cast. */
async function accountOf(who: string): Promise<string> {
  const answer = await cast.clients[who]?.call(readSession)
  return answer?.body.account.id ?? ''
}

/** Every page of a list, by ids. */
async function idsOf(
  who: string,
  endpoint: typeof listProjects | typeof listStudents | typeof listAccounts | typeof listNotifications,
  query: object = {},
): Promise<string[]> {
  const answer = await cast.clients[who]?.call(endpoint, { query: { pageSize: 100, ...query } as never })
  if (answer?.status !== 200) throw new Error(`${who}: ${answer?.status}`)
  expect(answer.body.total).toBe(answer.body.items.length)
  return answer.body.items.map((one) => one.id).sort()
}

describe('what a list holds is what its reader has', () => {
  it.each(signedIn)('%s: projects, by every filter and in every order', async (who) => {
    const account = await accountOf(who)
    const all = await idsBy(projectsOf(account))
    for (const sort of sorts) expect(await idsOf(who, listProjects, { sort })).toEqual(all)
    for (const status of statuses) {
      const some = sql`select id from projects where id in (${projectsOf(account)}) and status = ${status}`
      expect(await idsOf(who, listProjects, { status }), status).toEqual(await idsBy(some))
    }
    const majors = sql`select distinct s.major_id from students s`
    for (const majorId of await idsBy(majors)) {
      const some = sql`select distinct pm.project_id from project_members pm join students s on s.id = pm.student_id
        where s.major_id = ${majorId} and pm.project_id in (${projectsOf(account)})`
      expect(await idsOf(who, listProjects, { majorId })).toEqual(await idsBy(some))
    }
    expect((await idsOf(who, listProjects, { q: 'ing' })).every((id) => all.includes(id))).toBe(true)
  })

  it.each(signedIn)('%s: defenses', async (who) => {
    const answer = await cast.clients[who]?.call(listDefenses, { query: { pageSize: 100 } })
    const mine = await idsBy(sql`select project_id from defenses where status <> 'unscheduled'
      and project_id in (${projectsOf(await accountOf(who))})`)
    const listed = answer?.body.items.map((one) => one.project.id).sort()
    expect(listed?.filter((id) => mine.includes(id))).toEqual(mine)
    const all = await idsBy(projectsOf(await accountOf(who)))
    expect(listed?.filter((id) => !all.includes(id))).toEqual([])
  })

  it.each(signedIn)('%s: students, accounts and results, or a refusal', async (who) => {
    const account = await accountOf(who)
    const [staff, root] = [/office|admin/.test(who), who === 'admin']
    if (staff) expect(await idsOf(who, listStudents)).toEqual(await idsBy(studentsOf(account)))
    else expect((await cast.clients[who]?.call(listStudents))?.status).toBe(403)
    if (root) expect(await idsOf(who, listAccounts)).toEqual(await idsBy(sql`select id from accounts`))
    else expect((await cast.clients[who]?.call(listAccounts))?.status).toBe(403)
    const results = await cast.clients[who]?.call(listResults, { query: { pageSize: 100 } })
    const all = await idsBy(projectsOf(account))
    if (staff) expect(results?.body.items.filter((one) => !all.includes(one.project.id))).toEqual([])
    else expect(results?.status).toBe(403)
  })

  it.each(signedIn)('%s: the record, or a refusal', async (who) => {
    const answer = await cast.clients[who]?.call(listRecord, { query: { pageSize: 100 } })
    if (!/office|admin/.test(who)) return expect(answer?.status).toBe(403)
    const account = await accountOf(who)
    const managed = sql`select pm.project_id from project_members pm where pm.student_id in (${studentsOf(account)})`
    const mine =
      who === 'admin'
        ? sql`true`
        : sql`audience <> 'admins' and (project_id in (${managed})
      or (subject_type = 'student' and subject_id in (${studentsOf(account)})))`
    const all = await idsBy(sql`select id::text from events where ${mine}`)
    expect(answer?.body.total).toBe(all.length)
    expect(all.length).toBeGreaterThan(3)
  })

  it.each(signedIn)('%s: notifications', async (who) => {
    const mine = sql`select id from notifications where account_id = ${await accountOf(who)}`
    expect(await idsOf(who, listNotifications)).toEqual(await idsBy(mine))
  })
})
