import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp, createPlatform } from '../../server/app.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import type { Database } from '../../server/platform/db/connect.ts'
import { startJobs } from '../../server/platform/jobs/jobs.ts'
import { follow, startTrail } from '../../server/platform/observe/trail.ts'
import { openTestDatabase } from '../database.ts'
import { type Catcher, startCatcher } from './catcher.ts'

interface SentSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  status: { code?: number; message?: string }
  attributes: { key: string; value: { stringValue?: string } }[]
}

let folder: string
let collector: Catcher
let database: Database
let platform: Platform
let app: Awaited<ReturnType<typeof createApp>>

const spans = (): SentSpan[] =>
  collector.bodies.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap((one: { scopeSpans: { spans: SentSpan[] }[] }) =>
      one.scopeSpans.flatMap(({ spans }) => spans),
    ),
  )
/** The span of a name, once it has come. */
async function spanNamed(name: string, traceId?: string): Promise<SentSpan> {
  const find = () => spans().find((one) => one.name === name && (!traceId || one.traceId === traceId))
  await expect.poll(find, { timeout: 15_000 }).toBeDefined()
  return find() as SentSpan
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-traces-'))
  collector = await startCatcher()
  database = await openTestDatabase()
  const env = {
    ...{ BM23_DATA_DIR: folder, BM23_LOG_LEVEL: 'silent', BM23_TRUSTED_PROXIES: '127.0.0.1' },
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`,
  }
  platform = await createPlatform(readConfig(env), database)
  app = await createApp(platform)
})
afterAll(async () => {
  await app.close()
  await platform.observe.close()
  await database.close()
  await collector.close()
  rmSync(folder, { recursive: true, force: true })
})

it('leads from the proxy by the route and the use case to the statements', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const parent = `00-${traceId}-b7ad6b7169203331-01`
  await app.inject({ url: '/api/v1/installation?q=Somsak', headers: { traceparent: parent } })
  const route = await spanNamed('GET /api/v1/installation', traceId)
  expect(route).toMatchObject({ parentSpanId: 'b7ad6b7169203331', kind: 2 })
  const useCase = await spanNamed('readInstallation', traceId)
  expect(useCase.parentSpanId).toBe(route.spanId)
  const statement = await spanNamed('select', traceId)
  expect(statement.parentSpanId).toBe(useCase.spanId)
  expect(JSON.stringify(statement.attributes)).toContain('installation')
  expect(JSON.stringify(collector.bodies)).not.toContain('Somsak')
})

it('begins here when nobody trusted says otherwise', async () => {
  const traceId = '1af7651916cd43dd8448eb211c80319c'
  await app.inject({
    url: '/api/v1/nothing',
    remoteAddress: '192.0.2.1',
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  })
  const span = await spanNamed('GET /api/*')
  expect(span.traceId).not.toBe(traceId)
  expect(span.parentSpanId ?? '').toBe('')
})

it('goes on in the job that was asked for', async () => {
  const seen: unknown[] = []
  const job = { name: 'greet', run: async (data: unknown) => void seen.push(data) }
  const jobs = await startJobs({ ...platform, database, jobs: [job], work: true, timezone: 'Asia/Vientiane' })
  const span = platform.observe.traces?.start('GET /x', 'server') ?? null
  await follow(startTrail('x', 'x', span), () =>
    platform.db.transaction().execute((tx) => jobs.enqueue(tx, 'greet', { name: 'dean' })),
  )
  span?.end()
  const done = await spanNamed('job greet')
  await jobs.stop()
  const asked = await spanNamed('GET /x')
  expect(done).toMatchObject({ traceId: asked.traceId, parentSpanId: asked.spanId, kind: 5 })
  expect(seen).toEqual([{ name: 'dean' }])
  const figures = await platform.observe.metrics.registry.metrics()
  expect(figures).toContain('bm23_job_duration_seconds_count{queue="greet",outcome="ok"} 1')
}, 40_000)
