import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listMilestones, type Milestone } from '../../contract/milestones.ts'
import { listNotifications } from '../../contract/notifications.ts'
import { readTimeline } from '../../contract/projects.ts'
import { downloadSubmission, listSubmissions, submitMilestone } from '../../contract/submissions.ts'
import { openClamd, ScannerSilent } from '../../server/platform/files/clamd.ts'
import { scanWaiting } from '../../server/submissions/scanning.ts'
import { addProject, approve, buildFaculty, good, pdf } from '../faculty.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'
import { startClamd, type TestClamd, withoutClamd, worm, wormName } from './clamd.ts'

const infected = Buffer.concat([pdf, Buffer.from(worm)])
const clean = (text: string) => Buffer.concat([pdf, Buffer.from(text)])

describe.skipIf(withoutClamd)(`uploads and a scanner${withoutClamd ? `: ${withoutClamd}` : ''}`, () => {
  let clamd: TestClamd
  let app: TestApp
  let member: Client
  let supervisor: Client
  let milestones: Milestone[]

  beforeAll(async () => {
    clamd = await startClamd()
    app = await startApp({ BM23_CLAMD_URL: clamd.url })
    const faculty = await buildFaculty(app)
    const { project: pending, student } = await addProject(faculty)
    const project = await approve(faculty, pending)
    member = await app.as(student.code)
    supervisor = await app.as('bm.one')
    milestones = good(await member.call(listMilestones, { params: { projectId: project.id } })).items
  })
  afterAll(async () => {
    await app?.close()
    await clamd?.close()
  })

  const projectId = () => milestones[0]?.projectId ?? ''
  const handIn = (n: number, content: Buffer, headers: Record<string, string> = {}) =>
    member.call(submitMilestone, {
      ...{ params: { milestoneId: milestones[n]?.id ?? '' }, body: {}, headers },
      file: { name: 'chapter.pdf', content },
    })
  const fetchFile = (client: Client, submissionId: string) =>
    client.call(downloadSubmission, { params: { submissionId } })
  const scanOf = async (submissionId: string) => {
    const { items } = good(await member.call(listSubmissions, { params: { projectId: projectId() } }))
    return items.find((one) => one.id === submissionId)?.file.scan
  }
  const events = async () => {
    const { items } = good(await supervisor.call(readTimeline, { params: { projectId: projectId() } }))
    return items.filter((one) => one.event === 'submission.infected').map((one) => one.data)
  }
  const stored = () => readdirSync(join(app.platform.config.dataDir, 'files'), { recursive: true, encoding: 'utf8' })
  const scans = async () => {
    const { values } = await app.platform.observe.metrics.scans.get()
    return Object.fromEntries(values.map((one) => [one.labels.outcome, one.value]))
  }

  it('of which good ones pass, and can be downloaded', async () => {
    const { id, file } = good(await handIn(0, pdf))
    expect(file.scan).toBe('clean')
    expect((await fetchFile(supervisor, id)).raw.equals(pdf)).toBe(true)
  })

  it('of which a bad one is refused and recorded, and nothing of it is kept', async () => {
    const before = stored()
    const key = { 'idempotency-key': 'chapter-two' }
    const answer = await handIn(1, infected, key)
    expect([answer.status, answer.problem.code, answer.problem.data]).toEqual([
      422,
      'file.infected',
      { signature: wormName },
    ])
    expect(stored()).toEqual(before)
    const refused = { refused: true, signature: wormName, fileName: 'chapter.pdf', milestone: milestones[1]?.name }
    expect(await events()).toEqual([expect.objectContaining(refused)])
    // a refusal does not use up the key of the request
    expect((await handIn(1, infected, key)).problem.code).toBe('file.infected')
    expect((await handIn(1, pdf)).status).toBe(201)
  })

  it.each([
    ['is down', 2, () => clamd.kill(), () => clamd.restart()],
    ['hangs', 3, async () => clamd.freeze(), async () => clamd.thaw()],
  ] as const)('are taken in while it %s, given to nobody, and scanned when it is back', async (_, n, breaks, mends) => {
    await breaks()
    const bytes = clean(String(n))
    const { id, file } = good(await handIn(n, bytes))
    expect(file.scan).toBe('waiting')
    for (const client of [member, supervisor]) {
      const answer = await fetchFile(client, id)
      expect([answer.status, answer.problem.code]).toEqual([423, 'file.beingChecked'])
    }
    const ready = (await app.server.inject('/health/ready')).json()
    expect(ready.checks.scanner.state).toBe('degraded')
    expect(await scanOf(id)).toBe('waiting')
    await mends()
    expect(await scanWaiting(app.ctx)).toBe(1)
    expect(await scanOf(id)).toBe('clean')
    expect((await fetchFile(supervisor, id)).raw.equals(bytes)).toBe(true)
    expect((await app.server.inject('/health/ready')).json().checks.scanner.state).toBe('ok')
  })

  it('that came while it was down and are bad are locked for ever, and people are told', async () => {
    await clamd.kill()
    const { id } = good(await handIn(4, infected))
    await expect(scanWaiting(app.ctx)).rejects.toThrow(ScannerSilent)
    await clamd.restart()
    expect(await scanWaiting(app.ctx)).toBe(1)
    expect(await scanWaiting(app.ctx)).toBe(0)
    const answer = await fetchFile(supervisor, id)
    expect([answer.status, answer.problem.code]).toEqual([422, 'file.infected'])
    expect(await scanOf(id)).toBe('infected')
    expect((await events()).filter((one) => one.refused === false)).toEqual([
      expect.objectContaining({ submissionId: id, signature: wormName }),
    ])
    for (const client of [member, supervisor]) {
      const { items } = good(await client.call(listNotifications, { query: {} }))
      expect(items.filter((one) => one.kind === 'submission.infected')).toHaveLength(1)
    }
    expect(await scans()).toMatchObject({ clean: expect.any(Number), infected: 3, silent: 3 })
  })

  it('that came before there was one are scanned too, and served meanwhile', async () => {
    await sql`update files set scan = 'off', scanned_at = null where scan = 'clean'`.execute(app.platform.db)
    const { items } = good(await member.call(listSubmissions, { params: { projectId: projectId() } }))
    const before = items.filter((one) => one.file.scan === 'off')
    expect(before.length).toBeGreaterThan(2)
    expect((await fetchFile(supervisor, before[0]?.id ?? '')).status).toBe(200)
    expect(await scanWaiting(app.ctx)).toBeGreaterThan(0)
    expect(await scanOf(before[0]?.id ?? '')).toBe('clean')
  })

  it('are shown to it by its socket as well; what is too large for it, or no scanner, gives no verdict', async () => {
    const scanner = openClamd(clamd.socketUrl)
    expect(await scanner.scan(Readable.from([infected]), 5_000)).toBe(wormName)
    expect(await scanner.scan(Readable.from([infected.subarray(0, 40), infected.subarray(40)]), 5_000)).toBe(wormName)
    expect((await scanner.version()).text).toMatch(/^ClamAV \d/)
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000_000)
    }
    await expect(scanner.scan(Readable.from(endless()), 20_000)).rejects.toThrow(ScannerSilent)
    await expect(openClamd('tcp://127.0.0.1:1').ready()).rejects.toThrow(ScannerSilent)
  })
})
