import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readSession } from '../../contract/accounts.ts'
import { listMilestones, type Milestone } from '../../contract/milestones.ts'
import { type Project, readTimeline, withdrawProject } from '../../contract/projects.ts'
import * as contract from '../../contract/submissions.ts'
import { addProject, addStudent, approve, buildFaculty, type Faculty, good, pdf } from '../../tests/faculty.ts'
import { type Client, multipart, startApp, type TestApp } from '../../tests/harness.ts'
import { makeSubmission } from './factory.ts'

let app: TestApp
let faculty: Faculty
let office: Client
let supervisor: Client
let outsider: Client
let project: Project
let member: Client
let milestone: Milestone
const unknown = '00000000-0000-4000-8000-000000000000'
const file = { name: 'ບົດທີ 1.pdf', content: pdf }

beforeAll(async () => {
  app = await startApp()
  faculty = await buildFaculty(app)
  office = await app.as('bm.office')
  supervisor = await app.as('bm.one')
  outsider = await app.as((await addStudent(faculty)).code)
}, 60_000)
afterAll(() => app.close())

beforeEach(async () => {
  if (project) {
    const body = { reason: 'End of the test' }
    good(await office.call(withdrawProject, { params: { projectId: project.id }, ifMatch: project.version, body }))
  }
  const { project: pending, student } = await addProject(faculty)
  project = await approve(faculty, pending)
  member = await app.as(student.code)
  const params = { projectId: project.id }
  milestone = good(await member.call(listMilestones, { params })).items[1] as Milestone
})

const handIn = (client: Client, more: object = {}) =>
  client.call(contract.submitMilestone, { params: { milestoneId: milestone.id }, body: {}, file, ...more })
const handInDocument = (client: Client, kind: contract.DocumentKind, more: object = {}) =>
  client.call(contract.submitDocument, { params: { projectId: project.id, kind }, body: {}, file, ...more })
const review = (client: Client, submissionId: string, decision: 'approved' | 'revision' = 'approved') =>
  client.call(contract.reviewSubmission, { params: { submissionId }, body: { decision, feedback: 'See the margin' } })
const state = async () => good(await member.call(listMilestones, { params: { projectId: project.id } })).items[1]

describe('submitMilestone', () => {
  test('201: versions and reviews, and the milestone follows', async () => {
    const first = good(await handIn(member, { body: { note: 'ສະບັບທຳອິດ' } }))
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    expect(first).toMatchObject({ version: 1, note: 'ສະບັບທຳອິດ', late: false, can: { review: false } })
    expect(first.file).toEqual({ name: file.name, size: pdf.length, mediaType: 'application/pdf', sha256, scan: 'off' })
    expect(await state()).toMatchObject({ status: 'submitted', can: { submit: false } })
    expect((await handIn(member)).problem.code).toBe('submission.wrongState')

    expect(good(await review(supervisor, first.id, 'revision'))).toMatchObject({ decision: 'revision' })
    expect(await state()).toMatchObject({ status: 'revision', can: { submit: true } })
    const second = good(await handIn(member))
    expect(second.version).toBe(2)
    expect((await review(supervisor, first.id)).problem.code).toBe('submission.notLatest')
    good(await review(supervisor, second.id))
    expect((await review(supervisor, second.id, 'revision')).problem.code).toBe('submission.wrongState')
    expect(await state()).toMatchObject({ status: 'approved', can: { submit: false } })
  })

  test('400, 401, 403, 404, 413 and 415, and nothing of it is kept', async () => {
    expect((await handIn(member, { file: { name: 'empty.pdf', content: '' } })).problem.code).toBe('file.empty')
    expect((await handIn(member, { file: undefined })).status).toBe(415)
    expect((await handIn(app)).status).toBe(401)
    expect((await handIn(supervisor)).status).toBe(403)
    expect((await handIn(outsider)).status).toBe(404)
    expect((await handIn(member, { params: { milestoneId: unknown } })).status).toBe(404)
    const script = { name: 'chapter.pdf', content: '#!/bin/sh\necho no\n' }
    expect((await handIn(member, { file: script })).problem.code).toBe('file.typeRefused')
    const large = { name: 'large.pdf', content: Buffer.concat([pdf, Buffer.alloc(contract.maxFileBytes)]) }
    expect((await handIn(member, { file: large })).problem.code).toBe('file.tooLarge')
    expect((await state())?.status).toBe('pending')
  })

  test('400 for a form that breaks off or is none, and the process lives on', async () => {
    const { payload, type } = multipart({}, file)
    // over a connection: injected requests end in another way
    const address = await app.server.listen({ port: 0, host: '127.0.0.1' })
    const send = async (bytes: Buffer, contentType = type) => {
      const url = `/api/v1/milestones/${milestone.id}/submissions`
      const headers = { cookie: member.cookie ?? '', 'content-type': contentType }
      const answer = await fetch(`${address}${url}`, { method: 'POST', headers, body: new Uint8Array(bytes) })
      return [answer.status, ((await answer.json()) as { code: string }).code]
    }
    const malformed = [400, 'input.malformed']
    expect(await send(payload.subarray(0, -30))).toEqual(malformed)
    expect(await send(payload, 'multipart/form-data; boundary=other')).toEqual(malformed)
    expect(await send(payload, 'multipart/form-data')).toEqual(malformed)
    expect(await state()).toMatchObject({ status: 'pending' })
  })

  test('late by the calendar of the faculty', async () => {
    // by the use case: the session of a client ends by the same clock
    const accountId = good(await member.call(readSession)).account.id
    const target = { accountId, for: { milestoneId: milestone.id } }
    app.setNow(new Date(`${milestone.dueOn}T17:00:00Z`))
    const late = await makeSubmission(app.ctx, target)
    app.setNow(null)
    expect(late.late).toBe(true)
  })

  test('two at one time: one is taken', async () => {
    const answers = await Promise.all([handIn(member), handIn(member), handIn(member)])
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409])
  })
})

describe('submitDocument', () => {
  test('201: the one after the defense follows the one before it', async () => {
    expect((await handInDocument(member, 'post_defense')).problem.code).toBe('submission.wrongState')
    const pre = good(await handInDocument(member, 'pre_defense'))
    expect(pre).toMatchObject({ documentKind: 'pre_defense', milestoneId: null, version: 1, late: false })
    expect((await handInDocument(member, 'pre_defense')).problem.code).toBe('submission.wrongState')
    good(await review(supervisor, pre.id))
    expect((await handInDocument(member, 'post_defense')).status).toBe(201)
  })

  test('400, 401, 403, 404', async () => {
    expect((await handInDocument(member, 'poster' as never)).status).toBe(400)
    expect((await handInDocument(app, 'pre_defense')).status).toBe(401)
    expect((await handInDocument(supervisor, 'pre_defense')).status).toBe(403)
    expect((await handInDocument(outsider, 'pre_defense')).status).toBe(404)
  })
})

describe('listSubmissions', () => {
  test('200: newest first, and how the documents stand; 400; 401; 404', async () => {
    const params = { projectId: project.id }
    const list = async (client: Client) => good(await client.call(contract.listSubmissions, { params }))
    expect((await list(member)).documents).toEqual([
      { kind: 'pre_defense', status: 'none', can: { submit: true } },
      { kind: 'post_defense', status: 'none', can: { submit: false } },
    ])
    const one = good(await handIn(member))
    const two = good(await handInDocument(member, 'pre_defense'))
    const seen = await list(supervisor)
    expect(seen.items.map((each) => each.id)).toEqual([two.id, one.id])
    expect(seen.items[0]?.can.review).toBe(true)
    expect(seen.documents[0]).toEqual({ kind: 'pre_defense', status: 'submitted', can: { submit: false } })
    expect((await app.call(contract.listSubmissions, { params })).status).toBe(401)
    expect((await outsider.call(contract.listSubmissions, { params })).status).toBe(404)
    expect((await member.call(contract.listSubmissions, { params: { projectId: '1' } })).status).toBe(400)
  })
})

describe('reviewSubmission', () => {
  test('400 for a revision without a word, 401, 403 for a member, 404 to outsiders', async () => {
    const { id } = good(await handIn(member))
    const body = { decision: 'revision' } as never
    const mute = { params: { submissionId: id }, body }
    expect((await supervisor.call(contract.reviewSubmission, mute)).status).toBe(400)
    expect((await review(app, id)).status).toBe(401)
    expect((await review(member, id)).status).toBe(403)
    expect((await review(await app.as('mk.one'), id)).status).toBe(404)
    expect((await review(await app.as('mk.office'), id)).status).toBe(404)
    expect((await review(supervisor, unknown)).status).toBe(404)
  })

  test('two at one time: one decision stands', async () => {
    const { id } = good(await handIn(member))
    const answers = await Promise.all([review(supervisor, id), review(office, id, 'revision')])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
  })
})

describe('downloadSubmission', () => {
  test('200: the bytes as they came, recorded for the staff; 400; 401; 404', async () => {
    const { id } = good(await handIn(member))
    const params = { submissionId: id }
    const answer = await supervisor.call(contract.downloadSubmission, { params })
    expect(answer.status).toBe(200)
    expect(answer.raw.equals(pdf)).toBe(true)
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent(file.name))
    expect((await app.call(contract.downloadSubmission, { params })).status).toBe(401)
    expect((await outsider.call(contract.downloadSubmission, { params })).status).toBe(404)
    expect((await office.call(contract.downloadSubmission, { params: { submissionId: 'x' } })).status).toBe(400)

    const events = async (client: Client) =>
      good(await client.call(readTimeline, { params: { projectId: project.id } })).items.map((one) => one.event)
    expect(await events(supervisor)).toContain('submission.downloaded')
    expect(await events(member)).not.toContain('submission.downloaded')
  })
})
