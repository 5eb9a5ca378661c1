import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAccounts } from '../../contract/accounts.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'
import { type Catcher, startCatcher } from './catcher.ts'

interface SentEvent {
  release: string
  transaction: string
  tags: Record<string, string>
  user: object
  exception: {
    values: { type: string; value: string; stacktrace: { frames: { filename: string; lineno: number }[] } }[]
  }
}

let sentry: Catcher
let app: TestApp
let admin: Client
let adminId: string

/** An envelope has a JSON object a line: its head, the head of the item, the event. */
const events = (): SentEvent[] => sentry.bodies.map((body) => JSON.parse(body.split('\n')[2] ?? ''))

beforeAll(async () => {
  sentry = await startCatcher(3_000)
  app = await startApp({ BM23_SENTRY_DSN: `http://key@127.0.0.1:${sentry.port}/1`, BM23_LOG_LEVEL: 'silent' })
  adminId = await app.account('dean', 'admin')
  admin = await app.as('dean')
})
afterAll(async () => {
  await app.close()
  await sentry.close()
})

it('a failure of ours is reported with route, release and place, and without anything that a person sent', async () => {
  await sql`alter table one_time_links rename to links_gone`.execute(app.platform.db)
  const start = performance.now()
  const { status, problem } = await admin.call(listAccounts, { query: { q: 'somsak@fns.edu.la' } })
  expect(status).toBe(500)
  // the address is slow; nobody waits for it
  expect(performance.now() - start).toBeLessThan(2_000)
  await expect.poll(() => sentry.bodies.length, { timeout: 10_000 }).toBe(1)
  const [event] = events() as [SentEvent]
  expect(event).toMatchObject({
    release: 'bm23@0.1.0',
    transaction: '/api/v1/accounts',
    tags: { route: '/api/v1/accounts', requestId: problem.requestId },
    user: { id: adminId },
  })
  expect(sentry.bodies.join()).not.toMatch(/somsak|cookie|bm23=/i)
})

it('a storm of one cause is reported ten times', async () => {
  for (let i = 0; i < 60; i += 1) await admin.call(listAccounts)
  await expect.poll(() => sentry.bodies.length, { timeout: 20_000 }).toBe(10)
  const { values } = await app.platform.observe.metrics.reports.get()
  expect(values.find((one) => one.labels.outcome === 'held')?.value).toBe(51)
})

it('an address that is down costs nothing', async () => {
  const other = await startApp({ BM23_SENTRY_DSN: 'http://key@127.0.0.1:9/1', BM23_LOG_LEVEL: 'silent' })
  await other.account('dean', 'admin')
  const client = await other.as('dean')
  await sql`alter table one_time_links rename to links_gone`.execute(other.platform.db)
  for (let i = 0; i < 5; i += 1) expect((await client.call(listAccounts)).status).toBe(500)
  const { reports } = other.platform.observe.metrics
  await expect
    .poll(async () => (await reports.get()).values.find((one) => one.labels.outcome === 'failed')?.value)
    .toBe(5)
  await other.close()
})
