import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addHealth, createReadiness, type Health } from '../../server/platform/http/health.ts'
import { startInner } from '../../server/platform/observe/listener.ts'
import { startApp, type TestApp } from '../harness.ts'

type Kind = 'ok' | 'degraded' | 'failed' | 'hangs'
const kinds: Readonly<Record<Kind, Health[string]>> = {
  ok: async () => undefined,
  degraded: async () => 'degraded',
  failed: () => Promise.reject(new Error('x')),
  hangs: () => new Promise(() => undefined),
}

/** Every state of two checks, what the whole is, and the status of /health/ready. */
const table: [Kind, Kind, string, number][] = [
  ['ok', 'ok', 'ok', 200],
  ['ok', 'degraded', 'degraded', 200],
  ['ok', 'failed', 'failed', 503],
  ['ok', 'hangs', 'failed', 503],
  ['degraded', 'ok', 'degraded', 200],
  ['degraded', 'degraded', 'degraded', 200],
  ['degraded', 'failed', 'failed', 503],
  ['degraded', 'hangs', 'failed', 503],
  ['failed', 'ok', 'failed', 503],
  ['failed', 'degraded', 'failed', 503],
  ['failed', 'failed', 'failed', 503],
  ['hangs', 'hangs', 'failed', 503],
]

describe.each(table)('with checks that are %s and %s', (first, second, state, status) => {
  const serve = () => {
    const app = fastify()
    const readiness = createReadiness({ first: kinds[first], second: kinds[second] })
    addHealth(app, { readiness, details: ['127.0.0.1', '10.0.0.0/8'], proxied: false })
    return app
  }
  const asShown = (kind: Kind) => (kind === 'hangs' ? 'failed' : kind)

  it('the process is alive, within 50 ms', async () => {
    const app = serve()
    await app.ready()
    const answer = await app.inject('/health/live')
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now()
      await app.inject('/health/live')
      times.push(performance.now() - start)
    }
    // the machine of the tests has other work as well
    expect(Math.min(...times)).toBeLessThan(50)
    expect([answer.statusCode, answer.json()]).toEqual([200, { state: 'ok' }])
  })

  it(`is ${state}, told in detail inside and in one word outside, within a second`, async () => {
    const app = serve()
    await app.ready()
    const start = performance.now()
    const inside = await app.inject({ url: '/health/ready', remoteAddress: '10.9.8.7' })
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(inside.statusCode).toBe(status)
    expect(inside.json()).toEqual({
      state,
      checks: {
        first: { state: asShown(first), ms: expect.any(Number) },
        second: { state: asShown(second), ms: expect.any(Number) },
      },
    })
    const outside = await app.inject({ url: '/health/ready', remoteAddress: '192.0.2.1' })
    expect([outside.statusCode, outside.json()]).toEqual([status, { state: state === 'failed' ? 'failed' : 'ok' }])
    const hidden = await app.inject({ url: '/health/ready', headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect(Object.keys(hidden.json())).toEqual(['state'])
  })
})

it('begins no second check of what still hangs', async () => {
  let begun = 0
  const readiness = createReadiness({
    one: () => {
      begun += 1
      return new Promise(() => undefined)
    },
  })
  await Promise.all([readiness(), readiness(), readiness()])
  await readiness()
  expect(begun).toBe(1)
})

describe('the program', () => {
  let folder: string
  let app: TestApp

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-health-'))
    app = await startApp({ BM23_DATA_DIR: folder, BM23_METRICS_PORT: '0', BM23_RATE_ANONYMOUS_PER_HOUR: '1' })
  })
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const ready = async () => (await app.server.inject('/health/ready')).json()

  it('is ready without a worker, but says so', async () => {
    expect(await ready()).toMatchObject({
      state: 'degraded',
      checks: { database: { state: 'ok' }, migrations: { state: 'ok' }, jobs: { state: 'degraded' } },
    })
  })

  it('is not ready without its files, and is again when they are back', async () => {
    const files = join(folder, 'files')
    renameSync(files, `${files}.away`)
    expect(await ready()).toMatchObject({ state: 'failed', checks: { storage: { state: 'failed' } } })
    renameSync(`${files}.away`, files)
    expect(existsSync(files)).toBe(true)
    expect((await ready()).state).toBe('degraded')
  })

  it('limits no probe', async () => {
    const statuses = new Set<number>()
    for (let i = 0; i < 30; i += 1) {
      statuses.add((await app.server.inject('/health/live')).statusCode)
      statuses.add((await app.server.inject('/health/ready')).statusCode)
    }
    expect([...statuses]).toEqual([200])
    await app.server.inject('/api/v1/installation')
    expect((await app.server.inject('/api/v1/installation')).statusCode).toBe(429)
  })

  it('answers its inner listener in detail, and never shows metrics outside', async () => {
    const inner = await startInner(app.platform)
    const report = (await (await fetch(`${inner?.url}/health/ready`)).json()) as { checks: object }
    expect(Object.keys(report.checks)).toEqual(['serving', 'database', 'migrations', 'storage', 'jobs'])
    expect((await fetch(`${inner?.url}/metrics`)).status).toBe(200)
    expect((await fetch(`${inner?.url}/api/v1/installation`)).status).toBe(404)
    await inner?.close()
    expect((await app.server.inject('/metrics')).statusCode).toBe(404)
  })
})
