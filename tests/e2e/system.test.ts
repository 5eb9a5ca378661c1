import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startJobs } from '../../server/platform/jobs/jobs.ts'
import { prepareDatabase } from '../database.ts'
import { password, startApp, type TestApp } from '../harness.ts'
import * as act from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import { contextSettings, type Person, type Stage, stageOn } from './stage.ts'

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

it('nobody is told to be signed out, or that a language is kept, when the server did not hear it', async () => {
  const storageState = await admin.context.storageState()
  const context = await stage.browser.newContext({ ...contextSettings, baseURL: stage.url, storageState })
  const page = await context.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.route('**/api/v1/**', (route) =>
    route.request().method() === 'GET' ? route.continue() : route.abort('connectionfailed'),
  )
  const choose = async (menu: RegExp, item: string) => {
    await page.getByRole('button', { name: menu }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).and(page.locator(':visible')).click()
  }
  await page.goto('/system')
  await choose(/^ພາສາ:/, 'English')
  await expect.poll(() => page.getByRole('alert').count()).toBe(1)
  await choose(/^My account: /, 'Sign out')
  await expect.poll(() => page.getByRole('alert').count()).toBe(2)
  expect([new URL(page.url()).pathname, errors]).toEqual(['/system', []])

  await page.unrouteAll()
  await choose(/^My account: /, 'Sign out')
  await page.waitForURL('**/sign-in')
  await context.close()
})
