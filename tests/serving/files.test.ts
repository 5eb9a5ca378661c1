import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listMilestones, type Milestone } from '../../contract/milestones.ts'
import { downloadSubmission, listSubmissions, submitMilestone } from '../../contract/submissions.ts'
import { createApp, createPlatform } from '../../server/app.ts'
import { readConfig } from '../../server/platform/config.ts'
import { addProject, approve, buildFaculty, good, pdf } from '../faculty.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'
import { startBucket, type TestBucket, well } from './bucket.ts'

let bucket: TestBucket
let app: TestApp
let member: Client
let supervisor: Client
let milestones: Milestone[]

beforeAll(async () => {
  bucket = await startBucket()
  app = await startApp(bucket.env)
  const faculty = await buildFaculty(app)
  const { project: pending, student } = await addProject(faculty)
  const project = await approve(faculty, pending)
  member = await app.as(student.code)
  supervisor = await app.as('bm.one')
  milestones = good(await member.call(listMilestones, { params: { projectId: project.id } })).items
})
afterAll(async () => {
  await app?.close()
  await bucket?.close()
})
afterEach(() => {
  bucket.trouble = { ...well }
})

const handIn = (content: Buffer, n = 0) =>
  member.call(submitMilestone, {
    ...{ params: { milestoneId: milestones[n]?.id ?? '' }, body: {} },
    file: { name: 'chapter.pdf', content },
  })
const onTheirWay = () => readdirSync(join(app.platform.config.dataDir, 'files', 'tmp'))

describe('with files in a bucket', () => {
  it('what one process took in is given out by another that shares no folder with it', async () => {
    const { id, file } = good(await handIn(pdf))
    expect(readdirSync(join(bucket.folder, file.sha256.slice(0, 2)))[0]).toContain(file.sha256)
    expect(readdirSync(join(app.platform.config.dataDir, 'files'))).toEqual(['tmp'])
    const folder = mkdtempSync(join(tmpdir(), 'bm23-second-'))
    const config = readConfig({ ...bucket.env, BM23_DATA_DIR: folder, BM23_LOG_LEVEL: 'fatal' })
    const second = await createApp(await createPlatform(config, app.database))
    try {
      const headers = { host: 'localhost', cookie: supervisor.cookie ?? '' }
      const answer = await second.inject({ url: `/api/v1/submissions/${id}/file`, headers })
      expect([answer.statusCode, answer.rawPayload.equals(pdf)]).toEqual([200, true])
      expect(readdirSync(join(folder, 'files'))).toEqual(['tmp'])
    } finally {
      await second.close()
      rmSync(folder, { recursive: true })
    }
  })

  it('nothing is acknowledged that the bucket did not take, and people are told to try again', async () => {
    const later = { status: 503, headers: { 'retry-after': '10' }, problem: { code: 'server.busy' } }
    bucket.trouble.answers = 503
    expect(await handIn(pdf, 1)).toMatchObject(later)
    bucket.trouble = { ...well, flips: true }
    expect(await handIn(Buffer.concat([pdf, Buffer.from('2')]), 1)).toMatchObject(later)
    bucket.trouble = { ...well }
    const params = { projectId: milestones[0]?.projectId ?? '' }
    const { items } = good(await member.call(listSubmissions, { params }))
    expect(items.map((one) => one.milestoneId)).toEqual([milestones[0]?.id])
    bucket.trouble.answers = 503
    const download = { params: { submissionId: items[0]?.id ?? '' } }
    expect(await supervisor.call(downloadSubmission, download)).toMatchObject(later)
    bucket.trouble.answers = []
    expect((await supervisor.call(downloadSubmission, download)).raw.equals(pdf)).toBe(true)
    expect((await handIn(pdf, 1)).status).toBe(201)
    expect(onTheirWay()).toEqual([])
  })

  it('readiness looks at the bucket; what needs no files goes on without it', async () => {
    const ready = async () => (await app.server.inject('/health/ready')).json()
    expect((await ready()).checks.files).toMatchObject({ state: 'ok' })
    bucket.trouble.hangs = true
    const report = await ready()
    expect(report).toMatchObject({ state: 'degraded', checks: { files: { state: 'degraded' } } })
    expect(report.checks.files.ms).toBeLessThan(1_000)
  })
})
