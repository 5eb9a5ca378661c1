import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignCommittee, readCommittee } from '../../contract/defenses.ts'
import { listNotifications, markNotificationsRead } from '../../contract/notifications.ts'
import { readProject, withdrawProject } from '../../contract/projects.ts'
import { readDashboard } from '../../contract/reports.ts'
import {
  type Evaluator,
  listResults,
  listSheets,
  overrideGrade,
  publishResult,
  readResult,
  readRubrics,
  reopenSheet,
  saveSheet,
  submitSheet,
  updateRubrics,
} from '../../contract/scoring.ts'
import { reviewSubmission, submitDocument } from '../../contract/submissions.ts'
import {
  buildFaculty,
  type Defenses,
  type Faculty,
  good,
  openDefenses,
  pdf,
  prepareDefense,
  schedule,
} from '../../tests/faculty.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'

let app: TestApp
let faculty: Faculty
let prepared: Awaited<ReturnType<typeof prepareDefense>>
let params: { projectId: string }
let office: Client
let defenses: Defenses
const evaluators = {} as Record<Evaluator, Client>
const logins = { advisor: 'bm.one', chair: 'bm.two', second: 'bm.three', third: 'bm.four' } as const

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  prepared = await prepareDefense(app, faculty)
  params = { projectId: prepared.project.id }
  office = await app.as('bm.office')
  for (const [evaluator, login] of Object.entries(logins)) evaluators[evaluator as Evaluator] = await app.as(login)
})
afterAll(() => app.close())

/** The own sheet with this share of every maximum. */
async function save(evaluator: Evaluator, share: number, comment: string | null = null, version?: number) {
  const rubrics = good(await faculty.admin.call(readRubrics))
  const items = (evaluator === 'advisor' ? rubrics.advisor : rubrics.committee).map((item) => ({
    itemId: item.id,
    score: Math.round(item.maximum * share * 100) / 100,
  }))
  const at = version ?? (await versionOf(evaluator))
  return evaluators[evaluator].call(saveSheet, {
    params: { ...params, evaluator },
    ifMatch: at,
    body: { items, comment },
  })
}

async function versionOf(evaluator: Evaluator) {
  const { items } = good(await office.call(listSheets, { params }))
  return items.find((sheet) => sheet.evaluator === evaluator)!.version
}

async function submit(evaluator: Evaluator) {
  const ifMatch = await versionOf(evaluator)
  return evaluators[evaluator].call(submitSheet, { params: { ...params, evaluator }, ifMatch })
}

const codeOf = (answer: { status: number; problem: { code: string } }) => [answer.status, answer.problem.code]

describe('GET and PUT /rubrics', () => {
  test('start with the preset and are replaced as a whole', async () => {
    const rubrics = good(await prepared.client.call(readRubrics))
    expect([rubrics.advisor.length, rubrics.committee.length, rubrics.frozenAt]).toEqual([4, 4, null])
    expect(rubrics.boundaries[0]).toEqual({ grade: 'A', minimum: 80 })
    const body = {
      advisor: rubrics.advisor.map(({ name, maximum }) => ({ name, maximum })),
      committee: [
        { name: 'ການນຳສະເໜີ', maximum: 24.5 },
        { name: 'ເນື້ອໃນ', maximum: 15.5 },
      ],
      boundaries: rubrics.boundaries,
    }
    const call = (change: object, ifMatch = rubrics.version) =>
      faculty.admin.call(updateRubrics, { ifMatch, body: { ...body, ...change } })
    expect(codeOf(await call({ committee: [{ name: 'x', maximum: 39.99 }] }))).toEqual([422, 'rubric.sum'])
    const twice = [
      { grade: 'A', minimum: 80 },
      { grade: 'A', minimum: 70 },
    ]
    expect(codeOf(await call({ boundaries: twice }))).toEqual([422, 'boundary.duplicate'])
    expect(codeOf(await call({}, 77))).toEqual([412, 'version.stale'])
    const after = good(await call({}))
    expect(after.committee.map((item) => item.maximum)).toEqual([24.5, 15.5])
    expect((await office.call(updateRubrics, { ifMatch: 1, body })).status).toBe(403)
    expect((await faculty.admin.call(updateRubrics, { body })).status).toBe(428)
  })
})

describe('PUT /projects/:projectId/sheets/:evaluator', () => {
  test('waits for the date of the defense, except for the advisor', async () => {
    expect(codeOf(await save('chair', 0.8))).toEqual([409, 'defense.wrongState'])
    const before = good(await faculty.admin.call(readRubrics))
    const sheet = good(await save('advisor', 0.5))
    expect(sheet).toMatchObject({ status: 'open', total: 30, maximum: 60, version: 1 })
    expect(sheet.can).toEqual({ fill: true, submit: true, reopen: false })
    const { frozenAt, boundaries } = good(await faculty.admin.call(readRubrics))
    expect(frozenAt).not.toBeNull()
    const body = { advisor: before.advisor, committee: before.committee, boundaries }
    expect(codeOf(await faculty.admin.call(updateRubrics, { ifMatch: before.version, body }))).toEqual([
      409,
      'rubric.frozen',
    ])
  })

  test('is of the one evaluator only, at the version that was read', async () => {
    defenses = await openDefenses(faculty)
    good(await schedule(faculty, defenses, params.projectId))
    expect(codeOf(await save('advisor', 0.8, null, 0))).toEqual([412, 'version.stale'])
    const of = (evaluator: Evaluator) => ({ params: { ...params, evaluator }, ifMatch: 0, body: { items: [] } })
    expect((await evaluators.chair.call(saveSheet, of('second'))).status).toBe(403)
    expect((await faculty.admin.call(saveSheet, of('second'))).status).toBe(403)
    expect((await prepared.client.call(saveSheet, of('second'))).status).toBe(403)
    expect((await (await app.as('mk.one')).call(saveSheet, of('second'))).status).toBe(404)
    expect((await app.call(saveSheet, of('second'))).status).toBe(401)
    expect(codeOf(await save('chair', 1.01))).toEqual([422, 'sheet.overMaximum'])
    expect(good(await save('chair', 0.7, 'ດີ')).comment).toBe('ດີ')
  })
})

/** A result of which nothing may be seen yet. */
const unseen = {
  ...{ advisorTotal: null, committeeMean: null, final: null, computedGrade: null, grade: null, override: null },
  ...{ publishedAt: null, comments: [], version: 0 },
}

describe('from sheets to a published grade', () => {
  test('a sheet that lacks scores cannot be handed in', async () => {
    const incomplete = { params: { ...params, evaluator: 'second' as const }, ifMatch: 0 }
    expect(codeOf(await evaluators.second.call(submitSheet, incomplete))).toEqual([422, 'sheet.incomplete'])
  })

  test('others’ sheets are hidden until all four are handed in (rule 7)', async () => {
    good(await save('advisor', 0.8))
    good(await submit('advisor'))
    good(await submit('chair'))
    expect(codeOf(await save('chair', 0.9))).toEqual([409, 'sheet.wrongState'])
    good(await save('second', 0.7))
    good(await submit('second'))
    const own = good(await evaluators.third.call(listSheets, { params }))
    expect(own.items.map((sheet) => sheet.evaluator)).toEqual(['third'])
    expect(own.progress.map((one) => one.status)).toEqual(['submitted', 'submitted', 'submitted', 'open'])
    expect(good(await office.call(listSheets, { params })).items).toHaveLength(4)
    expect((await prepared.client.call(listSheets, { params })).status).toBe(403)
    expect(good(await prepared.client.call(readResult, { params }))).toMatchObject({ ...unseen, status: 'incomplete' })
    expect(good(await evaluators.third.call(readDashboard)).todos.map((todo) => todo.kind)).toEqual(['sheet.fill'])
    expect(codeOf(await office.call(publishResult, { params, ifMatch: 0 }))).toEqual([422, 'result.incomplete'])
    good(await save('third', 0.7))
    good(await submit('third'))
    expect(good(await evaluators.third.call(listSheets, { params })).items).toHaveLength(4)
  })

  test('the result is the office’s until it is published', async () => {
    const result = good(await office.call(readResult, { params }))
    expect(result).toMatchObject({ status: 'computed', advisorTotal: 48, committeeMean: 28, final: 76, grade: 'B+' })
    expect(result.can).toEqual({ publish: true, override: true })
    for (const client of [prepared.client, evaluators.advisor, evaluators.chair]) {
      const seen = good(await client.call(readResult, { params }))
      expect(seen).toMatchObject({ ...unseen, status: 'computed', can: { publish: false, override: false } })
    }
    expect(good(await office.call(listResults, { query: { status: 'computed' } })).total).toBe(1)
    expect((await evaluators.chair.call(listResults)).status).toBe(403)
    expect(good(await (await app.as('mk.office')).call(listResults)).total).toBe(0)
    expect(good(await office.call(readDashboard)).todos.map((todo) => todo.kind)).toEqual(['result.publish'])
  })

  test('whoever has scored keeps the seat', async () => {
    const { second, third, version } = good(await office.call(readCommittee, { params }))
    const chair = faculty.advisors[0]![4]!.id
    const body = { chair, second: second!.advisorId, third: third!.advisorId }
    expect(codeOf(await office.call(assignCommittee, { params, ifMatch: version, body }))).toEqual([
      409,
      'committee.scored',
    ])
  })

  test('a reopened sheet makes the result void, and a new one never has its version', async () => {
    const before = good(await office.call(readResult, { params }))
    const third = { ...params, evaluator: 'third' as const }
    const call = async (client: Client) =>
      client.call(reopenSheet, { params: third, ifMatch: await versionOf('third'), body: { reason: 'ຜິດ ຊ່ອງ' } })
    expect((await call(evaluators.third)).status).toBe(403)
    expect(good(await call(office)).status).toBe('open')
    expect(good(await office.call(readResult, { params })).status).toBe('incomplete')
    const told = good(await evaluators.third.call(listNotifications))
    expect(told.items[0]).toMatchObject({ kind: 'sheet.reopened', data: { reason: 'ຜິດ ຊ່ອງ' } })
    good(await save('third', 0.7))
    good(await submit('third'))
    const after = good(await office.call(readResult, { params }))
    expect(after.version).toBeGreaterThan(before.version)
    expect(codeOf(await office.call(publishResult, { params, ifMatch: before.version }))).toEqual([
      412,
      'version.stale',
    ])
  })

  test('an override keeps both grades', async () => {
    const { version } = good(await office.call(readResult, { params }))
    const call = (grade: string) =>
      office.call(overrideGrade, { params, ifMatch: version, body: { grade, reason: 'Board of 3 May' } })
    expect((await call('Z')).status).toBe(400)
    expect(good(await call('A'))).toMatchObject({ computedGrade: 'B+', grade: 'A', override: { grade: 'A' } })
  })

  test('published, it is seen, and complete with the last document', async () => {
    const { version } = good(await office.call(readResult, { params }))
    expect((await office.call(publishResult, { params })).status).toBe(428)
    expect((await evaluators.chair.call(publishResult, { params, ifMatch: version })).status).toBe(403)
    const published = good(await office.call(publishResult, { params, ifMatch: version }))
    expect(published).toMatchObject({ status: 'published', grade: 'A' })
    expect(codeOf(await office.call(publishResult, { params, ifMatch: published.version }))).toEqual([
      409,
      'result.alreadyPublished',
    ])
    const seen = good(await prepared.client.call(readResult, { params }))
    expect(seen).toMatchObject({ status: 'published', grade: 'A', final: 76 })
    expect(seen.comments).toEqual([{ evaluator: 'chair', comment: 'ດີ' }])
    expect(good(await prepared.client.call(readDashboard)).own).toMatchObject({
      grade: 'A',
      defense: { startsAt: '09:00' },
    })
    const document = {
      params: { ...params, kind: 'post_defense' as const },
      body: {},
      file: { name: 'b.pdf', content: pdf },
    }
    const { id } = good(await prepared.client.call(submitDocument, document))
    good(
      await evaluators.advisor.call(reviewSubmission, { params: { submissionId: id }, body: { decision: 'approved' } }),
    )
    expect(good(await office.call(readProject, { params })).status).toBe('completed')
    expect(good(await office.call(listResults, { query: { documentApproved: 'true' } })).total).toBe(1)
  })
})

test('a project that was withdrawn with all its sheets is not graded any more', async () => {
  const { project } = await prepareDefense(app, faculty)
  const first = params
  params = { projectId: project.id }
  try {
    good(await schedule(faculty, defenses, project.id, 1))
    for (const evaluator of Object.keys(logins) as Evaluator[]) {
      good(await save(evaluator, 0.5))
      good(await submit(evaluator))
    }
    const { version } = good(await office.call(readProject, { params }))
    good(await faculty.admin.call(withdrawProject, { params, ifMatch: version, body: { reason: 'The student left' } }))
    const result = good(await office.call(readResult, { params }))
    expect(result).toMatchObject({ status: 'computed', can: { publish: false, override: false } })
    const refused = [409, 'project.wrongState']
    expect(codeOf(await office.call(publishResult, { params, ifMatch: result.version }))).toEqual(refused)
    const body = { grade: 'A', reason: 'Board of 3 May' }
    expect(codeOf(await office.call(overrideGrade, { params, ifMatch: result.version, body }))).toEqual(refused)
    expect(good(await office.call(readDashboard)).todos.map((todo) => todo.kind)).not.toContain('result.publish')
  } finally {
    params = first
  }
})

describe('GET /notifications and POST /notifications/read', () => {
  test('tell the students what concerns them, newest first, and never what they did', async () => {
    const page = good(await prepared.client.call(listNotifications, { query: { pageSize: 100 } }))
    const kinds = page.items.map((one) => one.kind)
    expect(kinds).toContain('project.approved')
    expect(kinds).toContain('result.published')
    expect(kinds).not.toContain('submission.submitted')
    expect(page.unread).toBe(page.total)
    expect(page.items[0]?.data).toMatchObject({ code: prepared.project.code })
    const first = page.items[0]!.id
    expect(good(await office.call(markNotificationsRead, { body: { ids: [first] } })).unread).toBeGreaterThan(0)
    const read = good(await prepared.client.call(markNotificationsRead, { body: { ids: [first] } }))
    expect(read.unread).toBe(page.unread - 1)
    expect(good(await prepared.client.call(markNotificationsRead, { body: {} })).unread).toBe(0)
    expect(good(await prepared.client.call(listNotifications, { query: { unread: 'true' } })).total).toBe(0)
    expect((await app.call(listNotifications)).status).toBe(401)
  })
})
