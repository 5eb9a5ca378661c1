import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'
import { type Cluster, startCluster, withoutPostgres } from './postgres.ts'
import { type RedisServer, startRedis, withoutRedis } from './redis.ts'

const why = withoutPostgres || withoutRedis
const limit = 100
const password = 'nobody guesses this'
const path = '/api/v1/installation'

let folder: string
let cluster: Cluster
let redis: RedisServer
let servers: ServerProcess[]
let next = 0

/** An address nobody asked from before, as the trusted proxy says it. */
const fresh = () => `198.51.100.${++next}`
const ask = (server: number, from: string, headers: Record<string, string> = {}) =>
  fetch((servers[server] as ServerProcess).url + path, { headers: { 'x-forwarded-for': from, ...headers } })

/** Statuses of so many requests, in turns by both processes. */
async function statuses(count: number, from: string): Promise<number[]> {
  const all = []
  for (let i = 0; i < count; i += 1) all.push((await ask(i % 2, from)).status)
  return all
}
const refused = (all: number[]) => all.filter((one) => one === 429).length

/** A machine so busy that Redis answers late lets a process count alone for two seconds: then it is asked again. */
const eventually = (ask: () => Promise<number[]>) =>
  expect.poll(async () => refused(await ask()), { timeout: 25_000, interval: 2_000 }).toBe(1)

describe.skipIf(why)(`limits of two processes${why ? `: ${why}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-throttle-'))
    cluster = await startCluster()
    redis = await startRedis()
    const env = {
      ...{ BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_DATABASE_POOL: '4' },
      ...{ BM23_REDIS_URL: redis.url, BM23_TRUSTED_PROXIES: '127.0.0.1', BM23_LOG_LEVEL: 'fatal' },
      ...{ BM23_RATE_ANONYMOUS_PER_HOUR: String(limit), BM23_RATE_USER_PER_HOUR: '120' },
    }
    expect((await runCommand(['migrate'], env)).err).toBe('')
    expect((await runCommand(['create-admin', '--login', 'dean'], env, `${password}\n`)).code).toBe(0)
    servers = [await startProcess(['serve'], env), await startProcess(['serve'], env)]
  }, 120_000)
  afterAll(async () => {
    for (const one of servers ?? []) await one.end('SIGTERM')
    await redis?.close()
    cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('count an address together, to the last request, and say when to come back', async () => {
    let from = ''
    await eventually(async () => {
      from = fresh()
      return await statuses(limit + 1, from)
    })
    const last = await ask(0, from)
    expect(last.status).toBe(429)
    expect(last.headers.get('content-type')).toBe('application/problem+json')
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(3_000)
    expect(last.headers.get('ratelimit')).toMatch(/^"anonymous";r=0;t=\d+$/)
    expect(last.headers.get('ratelimit-policy')).toBe(`"anonymous";q=${limit};w=3600`)
    expect(await last.json()).toMatchObject({ code: 'request.tooMany', status: 429 })
    expect((await ask(1, from)).status).toBe(429)
    expect((await ask(0, fresh())).status).toBe(200)
  })

  it('count a /64 of IPv6 as one, and believe nothing that the proxy did not write', async () => {
    await eventually(async () => {
      const [network, all] = [++next, []] as [number, number[]]
      for (let i = 0; i < limit + 1; i += 1)
        all.push((await ask(i % 2, `2001:db8:7:${network}::${i.toString(16)}`)).status)
      return all
    })
    await eventually(async () => {
      const forged = []
      const from = fresh()
      for (let i = 0; i < limit + 1; i += 1) {
        const other = `203.0.113.${i}`
        const headers = {
          forwarded: `for=${other}`,
          'x-real-ip': other,
          'cf-connecting-ip': other,
          'true-client-ip': other,
        }
        // a client's own X-Forwarded-For stands before what the proxy adds
        forged.push((await ask(i % 2, `${other}, ${from}`, headers)).status)
      }
      return forged
    })
  })

  it('count a person wherever the requests come from, and never probes or pages', async () => {
    const signedIn = await fetch(`${servers[0]?.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': fresh() },
      body: JSON.stringify({ login: 'dean', password }),
    })
    const cookie = String(signedIn.headers.get('set-cookie')).split(';')[0] ?? ''
    const all = []
    for (let i = 0; i < 121; i += 1) all.push((await ask(i % 2, `192.0.2.${i}`, { cookie })).status)
    expect(refused(all)).toBe(1)
    const from = fresh()
    await statuses(limit + 1, from)
    // a cookie that is none makes nobody
    expect((await ask(0, from, { cookie: 'bm23_session=made-up' })).status).toBe(429)
    for (const probe of ['/health/live', '/health/ready', '/']) {
      const answer = await fetch(`${servers[0]?.url}${probe}`, { headers: { 'x-forwarded-for': from } })
      // the page is only there once it is built
      expect([200, 404]).toContain(answer.status)
    }
  })

  it('hold with Redis hung, killed, started again empty, and full; no request fails', async () => {
    const over = fresh()
    await statuses(limit + 2, over)
    const hurt: [string, () => unknown, () => unknown][] = [
      ['hung', () => redis.freeze(), () => redis.thaw()],
      [
        'full',
        () => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
        () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
      ],
      ['emptied', () => redis.command('FLUSHALL'), () => undefined],
      ['killed', () => redis.kill(), () => redis.restart()],
    ]
    for (const [how, hurtIt, heal] of hurt) {
      await hurtIt()
      const from = fresh()
      const all = await statuses(2 * limit + 2, from)
      expect(new Set(all), how).toEqual(new Set([200, 429]))
      // counted together no more: each process allows the limit at most
      expect(all.filter((one) => one === 200).length, how).toBeLessThanOrEqual(2 * limit)
      expect(await statuses(2, over), how).toEqual([429, 429])
      await heal()
    }
    await expect
      .poll(async () => refused(await statuses(limit + 1, fresh())), { timeout: 15_000, interval: 500 })
      .toBe(1)
  }, 120_000)
})
