import { createHash, randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeDefenseState, readDefense } from '../../contract/defenses.ts'
import { listMilestones } from '../../contract/milestones.ts'
import { listSheets } from '../../contract/scoring.ts'
import { postgresUrl } from '../database.ts'
import { buildFaculty, good, openDefenses, pdf, prepareDefense, schedule } from '../faculty.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'
import { startProcess } from '../server-process.ts'

/** How often the server is killed. */
const kills = 50

let app: TestApp
let student: Client
let dean: Client
let evaluators: { evaluator: string; client: Client }[]
let projectId: string
let milestones: string[]
/** What the server said it had kept: submission -> SHA-256 of the content. */
const acknowledged = new Map<string, string>()

/** Asks the process over its socket; undefined when it died before the answer. */
async function ask(url: string, client: Client, method: string, path: string, body?: unknown, version?: number) {
  const form = body instanceof FormData
  try {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        cookie: client.cookie ?? '',
        ...(form || body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
    const value = (await answer.json()) as Record<string, never>
    return answer.ok ? value : undefined
  } catch {
    return undefined // killed while answering: nothing was acknowledged
  }
}

/** Step 5 of the path without a pause: hand in, ask for a revision, hand in again. */
async function handInAndReview(url: string, milestoneId: string) {
  for (;;) {
    const content = Buffer.concat([pdf, Buffer.from(String(randomInt(1e9)))])
    const form = new FormData()
    form.set('file', new Blob([content]), 'chapter.pdf')
    const made = await ask(url, student, 'POST', `/milestones/${milestoneId}/submissions`, form)
    if (made) acknowledged.set(String(made.id), createHash('sha256').update(content).digest('hex'))
    const { rows } = await app.platform.db
      .selectFrom('submissions')
      .select('id')
      .where('milestone_id', '=', milestoneId)
      .where('decision', 'is', null)
      .execute()
      .then((found) => ({ rows: found }))
    const body = { decision: 'revision', feedback: 'again' }
    const reviewed = rows[0] && (await ask(url, dean, 'POST', `/submissions/${rows[0].id}/review`, body))
    if (!made && !reviewed) return
  }
}

/** Step 7 without a pause: save, hand in, and give back. */
async function scoreAndReopen(url: string, { evaluator, client }: { evaluator: string; client: Client }) {
  const path = `/projects/${projectId}/sheets`
  for (;;) {
    const sheets = (await ask(url, dean, 'GET', path)) as
      | {
          items: { evaluator: string; version: number; status: string; items: { itemId: string; maximum: number }[] }[]
        }
      | undefined
    const sheet = sheets?.items.find((one) => one.evaluator === evaluator)
    if (!sheet) return
    if (sheet.status === 'open') {
      const items = sheet.items.map((one) => ({ itemId: one.itemId, score: one.maximum / 2 }))
      const saved = await ask(url, client, 'PUT', `${path}/${evaluator}`, { items }, sheet.version)
      await ask(url, client, 'POST', `${path}/${evaluator}/submit`, undefined, Number(saved?.version))
    } else {
      await ask(url, dean, 'POST', `${path}/${evaluator}/reopen`, { reason: 'again' }, sheet.version)
    }
  }
}

beforeAll(async () => {
  if (!postgresUrl) return
  app = await startApp()
  const faculty = await buildFaculty(app)
  const defenses = await openDefenses(faculty)
  const { project, client } = await prepareDefense(app, faculty)
  projectId = project.id
  good(await schedule(faculty, defenses, projectId))
  const { version } = good(await faculty.admin.call(readDefense, { params: { projectId } }))
  good(
    await faculty.admin.call(changeDefenseState, {
      params: { projectId },
      ifMatch: version,
      body: { status: 'in_progress' },
    }),
  )
  student = client
  dean = faculty.admin
  milestones = good(await client.call(listMilestones, { params: { projectId } })).items.map((one) => one.id)
  const { items } = good(await faculty.admin.call(listSheets, { params: { projectId } }))
  const logins = { advisor: 'bm.one', chair: 'bm.two', second: 'bm.three', third: 'bm.four' }
  evaluators = []
  for (const { evaluator } of items) evaluators.push({ evaluator, client: await app.as(logins[evaluator]) })
}, 120_000)
afterAll(() => app?.close())

/** All of it in one snapshot: what the killed process had sent to PostgreSQL may still be committed while this reads. */
const findHalfStates = () =>
  app.platform.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(compareAll)

async function compareAll(db: typeof app.platform.db): Promise<string[]> {
  const wrong: string[] = []
  const { files } = app.platform
  const count = async (name: string) =>
    (await db.selectFrom('events').select('id').where('name', '=', name).execute()).length
  const rows = await db
    .selectFrom('submissions as s')
    .innerJoin('files as f', 'f.id', 's.file_id')
    .select(['s.id', 's.milestone_id', 's.version', 's.decision', 'f.sha256'])
    .orderBy('s.version')
    .execute()
  const known = new Map(rows.map((row) => [row.id, row.sha256]))
  for (const [id, sha256] of acknowledged)
    if (known.get(id) !== sha256) wrong.push(`submission ${id} was acknowledged and is lost`)
  for (const { sha256 } of rows) {
    const content = await text(await files.open(sha256))
    if (createHash('sha256').update(content).digest('hex') !== sha256) wrong.push(`the file ${sha256} is damaged`)
  }
  if ((await count('submission.handedIn')) !== rows.length) wrong.push('a submission without its fact, or the reverse')
  if ((await count('submission.reviewed')) !== rows.filter((row) => row.decision).length)
    wrong.push('a review without its fact, or the reverse')
  for (const id of milestones) {
    const own = rows.filter((row) => row.milestone_id === id)
    if (own.some((row, i) => row.version !== i + 1)) wrong.push(`the versions of ${id} have a gap`)
    const { status } = await db.selectFrom('milestones').select('status').where('id', '=', id).executeTakeFirstOrThrow()
    const last = own.at(-1)
    if (status !== (last ? (last.decision ?? 'submitted') : 'pending')) wrong.push(`the milestone ${id} is ${status}`)
  }
  const sheets = await db.selectFrom('score_sheets').select(['id', 'status']).execute()
  const results = await db.selectFrom('results').select('project_id').execute()
  const complete = sheets.filter((one) => one.status === 'submitted').length === 4
  if (complete !== (results.length === 1)) wrong.push(`${sheets.length} sheets and ${results.length} results`)
  return wrong
}

// In memory there is nothing to come back to; tests/cli kills the embedded database on disk.
describe.skipIf(!postgresUrl)(`killed ${kills} times while people hand in, review and score`, () => {
  it('never leaves a half state', async () => {
    const env = { BM23_DATABASE_URL: String(app.databaseUrl), BM23_DATA_DIR: app.platform.config.dataDir }
    for (let i = 0; i < kills; i += 1) {
      const server = await startProcess(['serve'], env)
      const work = [
        ...milestones.slice(0, 3).map((id) => handInAndReview(server.url, id)),
        ...evaluators.map((one) => scoreAndReopen(server.url, one)),
      ]
      await new Promise((resolve) => setTimeout(resolve, randomInt(50, 900)))
      await server.end('SIGKILL')
      await Promise.all(work)
      expect(await findHalfStates()).toEqual([])
    }
    // a run in which nothing got through would prove nothing
    expect(acknowledged.size).toBeGreaterThan(kills / 5)
  }, 600_000)
})
