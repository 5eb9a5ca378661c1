import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../contract/accounts.ts'
import { readSystemStatus, retryJob, type SystemStatus } from '../../contract/system.ts'
import { type Client, startApp, type TestApp } from '../../tests/harness.ts'
import { type Job, startJobs } from '../platform/jobs/jobs.ts'
import { noteFailure, noteSuccess } from '../platform/jobs/operations.ts'

let app: TestApp
let admin: Client
let adminId: string

const read = async (): Promise<SystemStatus> => (await admin.call(readSystemStatus)).body

beforeAll(async () => {
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  adminId = await app.account('dean', 'admin')
  await app.account('office', 'department_admin')
  admin = await app.as('dean')
})
afterAll(() => app.close())

describe('GET /system/status', () => {
  it('tells program, database, files and that nothing was ever backed up', async () => {
    const status = await read()
    expect(status).toMatchObject({
      state: 'degraded',
      program: { version: '0.1.0', node: process.versions.node },
      redis: 'off',
      files: { count: 0, sizeBytes: 0 },
      backup: { configured: false, lastAt: null, lastRestoreAt: null, failed: false },
      jobs: { queues: [], failed: [] },
    })
    expect(status.checks.map((one) => one.name)).toEqual(['serving', 'database', 'migrations', 'storage', 'jobs'])
    expect(status.database.kind).toBe(app.databaseUrl ? 'postgres' : 'embedded')
    expect(status.database.sizeBytes).toBeGreaterThan(1_000_000)
    expect(status.database.migrations).toBeGreaterThanOrEqual(12)
    expect(status.files.diskFreeBytes).toBeLessThanOrEqual(status.files.diskSizeBytes)
    expect(JSON.stringify(status)).not.toContain(app.platform.config.dataDir)
  })

  it('tells when a backup was last made, and last restored, and that one failed since', async () => {
    const { db } = app.platform
    await noteSuccess(db, 'backup', new Date('2026-11-24T19:00:00Z'), { size: 1_234 })
    await noteSuccess(db, 'drill', new Date('2026-11-22T20:00:00Z'))
    const made = { lastAt: '2026-11-24T19:00:00.000Z', lastBytes: 1_234, lastRestoreAt: '2026-11-22T20:00:00.000Z' }
    expect((await read()).backup).toMatchObject({ ...made, failed: false })
    await noteFailure(db, 'backup', new Date('2026-11-25T19:00:00Z'), new Error('ENOSPC'))
    expect((await read()).backup).toMatchObject({ ...made, failed: true })
  })

  it('counts what went wrong within the hour', async () => {
    const before = (await read()).lastHour.wrongPasswords
    for (let i = 0; i < 3; i += 1)
      await app.call(signIn, { body: { login: `nobody ${i}`, password: 'wrong password' } })
    expect((await read()).lastHour.wrongPasswords).toBe(before + 3)
  })

  it('is for administrators', async () => {
    expect((await app.call(readSystemStatus)).problem.code).toBe('session.missing')
    expect((await (await app.as('office')).call(readSystemStatus)).problem.code).toBe('permission.denied')
  })
})

describe('POST /system/jobs/:jobId/retry', () => {
  it('tries a failed job once more, and records who asked for it', async () => {
    let runs = 0
    const greet: Job = {
      name: 'greet',
      once: true,
      run: async () => {
        runs += 1
        if (runs === 1) throw new Error('no mail to somsak@fns.edu.la')
      },
    }
    const { platform, database } = app
    const beat: Job = {
      name: 'heartbeat',
      atStart: true,
      run: () => noteSuccess(platform.db, 'heartbeat', platform.now()),
    }
    const jobs = await startJobs({ ...platform, database, jobs: [beat, greet], work: true, timezone: 'Asia/Vientiane' })
    try {
      await platform.db.transaction().execute((tx) => jobs.enqueue(tx, 'greet', {}))
      await expect.poll(async () => (await read()).jobs.failed.length, { timeout: 15_000 }).toBe(1)
      await expect.poll(async () => (await read()).jobs.heartbeatAt, { timeout: 15_000 }).not.toBeNull()
      const { jobs: state, lastHour } = await read()
      expect(lastHour.failures).toBe(0)
      const [failed] = state.failed
      expect(failed).toMatchObject({ job: 'greet', attempts: 1, message: 'no mail to [email]' })

      const params = { jobId: failed?.id ?? '' }
      expect((await admin.call(retryJob, { params })).status).toBe(200)
      await expect.poll(() => runs, { timeout: 15_000 }).toBe(2)
      expect((await read()).jobs.failed).toEqual([])
      expect((await admin.call(retryJob, { params })).problem.code).toBe('resource.notFound')
      const { rows } = await sql`select actor_id, data from events where name = 'job.retried'`.execute(platform.db)
      expect(rows).toEqual([{ actor_id: adminId, data: { job: 'greet' } }])
    } finally {
      await jobs.stop()
    }
  }, 60_000)

  it('knows nothing of other jobs, and is for administrators', async () => {
    const params = { jobId: '00000000-0000-4000-8000-000000000000' }
    expect((await admin.call(retryJob, { params })).problem.code).toBe('resource.notFound')
    expect((await admin.call(retryJob, { params: { jobId: 'x' } })).problem.code).toBe('input.invalid')
    expect((await app.call(retryJob, { params })).problem.code).toBe('session.missing')
    expect((await (await app.as('office')).call(retryJob, { params })).problem.code).toBe('permission.denied')
  })
})
