import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startJobs } from '../../server/platform/jobs/jobs.ts'
import { prepareDatabase } from '../database.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { type Person, type Stage, stageOn } from './stage.ts'

let app: TestApp
let jobs: Awaited<ReturnType<typeof startJobs>>
let stage: Stage
let admin: Person
let runs = 0

/** Fails until it is tried again. */
const backup = {
  name: 'backup',
  run: async () => {
    runs += 1
    if (runs === 1) throw new Error('ENOSPC: no space left on device, write')
  },
}

beforeAll(async () => {
  await prepareDatabase()
  app = await startApp({ BM23_LOG_LEVEL: 'silent' })
  await app.account('dean', 'admin')
  await app.as('dean')
  jobs = await startJobs({
    ...app.platform,
    database: app.database,
    jobs: [backup],
    work: true,
    timezone: 'Asia/Vientiane',
  })
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' })
  stage = await stageOn({ url }, async () => {
    await jobs.stop()
    await app.close()
  })
  admin = await stage.open('admin')
})
afterAll(async () => {
  expect(stage.troubles).toEqual([])
  await stage.close()
})

it('an admin sees how the installation is, and lets a failed job be tried again', async () => {
  const { page } = admin
  await page.goto('/sign-in')
  await act.signIn(admin, 'dean', password)
  await page.getByRole('link', { name: lao('nav.system') }).click()
  await act.reads(page, lao('system.failedNone'))
  await look(stage, admin, 'system', { dark: true })

  await app.platform.db.transaction().execute((tx) => jobs.enqueue(tx, 'backup', {}))
  await sql`update jobs.job set retry_limit = 0 where name = 'backup'`.execute(app.platform.db)
  // the page looks by itself
  await page.getByText('ENOSPC').waitFor({ timeout: 60_000 })
  await look(stage, admin, 'system-failed', { dark: true })
  const again = page.getByRole('button', { name: `${lao('action.retry')}: ${lao('system.job.backup')}` })
  await again.focus()
  await page.keyboard.press('Enter')
  await act.reads(page, lao('system.retried'))
  await expect.poll(() => runs, { timeout: 30_000 }).toBe(2)
  await act.reads(page, lao('system.failedNone'))
})
