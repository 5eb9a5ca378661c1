import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAccounts, readInstallation, signIn } from '../../contract/accounts.ts'
import { type Inner, startInner } from '../../server/platform/observe/listener.ts'
import { type Client, startApp, type TestApp } from '../harness.ts'

let app: TestApp
let admin: Client
let inner: Inner

const read = async () => (await fetch(`${inner.url}/metrics`)).text()
/** The figure of a series, written as Prometheus writes it. */
const figure = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}
const requests = (text: string, method: string, route: string, status: string) =>
  figure(text, `bm23_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`) ?? 0

/** Rows of all tables together. */
async function rows(): Promise<number> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(app.platform.db)
  let all = 0
  for (const { name } of tables.rows) {
    const counted = await sql<{ count: number }>`select count(*) as count from ${sql.raw(name)}`.execute(
      app.platform.db,
    )
    all += counted.rows[0]?.count ?? 0
  }
  return all
}

beforeAll(async () => {
  app = await startApp({ BM23_METRICS_PORT: '0', BM23_LOG_LEVEL: 'silent' })
  await app.account('dean', 'admin')
  admin = await app.as('dean')
  inner = (await startInner(app.platform)) as Inner
})
afterAll(async () => {
  await inner.close()
  await app.close()
})

describe('/metrics', () => {
  it('counts requests by route pattern, method and class of status', async () => {
    const before = await read()
    for (let i = 0; i < 3; i += 1) await admin.call(listAccounts, { query: { q: `x${i}` } })
    await app.call(listAccounts)
    await app.call(signIn, { body: { login: 'nobody', password: 'wrong password' } })
    const after = await read()
    const grown = (...series: [string, string, string]) => requests(after, ...series) - requests(before, ...series)
    expect(grown('GET', '/api/v1/accounts', '2xx')).toBe(3)
    expect(grown('GET', '/api/v1/accounts', '4xx')).toBe(1)
    expect(grown('POST', '/api/v1/session', '4xx')).toBe(1)
    expect(figure(after, 'bm23_problems_total{code="session.badCredentials"}')).toBe(1)
    expect(figure(after, 'bm23_problems_total{code="session.missing"}')).toBe(1)
    expect(figure(after, 'bm23_throttle_checks_total{limit="user",outcome="allowed"}')).toBeGreaterThanOrEqual(3)
    expect(figure(after, 'bm23_http_requests_in_flight')).toBe(0)
  })

  it('tells of pool, checks, caches, process and release', async () => {
    const text = await read()
    expect(figure(text, `bm23_build_info{version="0.1.0",node="${process.versions.node}"}`)).toBe(1)
    expect(figure(text, 'bm23_health{check="database"}')).toBe(1)
    expect(figure(text, 'bm23_health{check="jobs"}')).toBe(0.5)
    expect(figure(text, 'bm23_storage_free_bytes')).toBeGreaterThan(0)
    expect(figure(text, 'bm23_password_hashes_waiting')).toBe(0)
    expect(text).toMatch(/^bm23_cache_lookups_total\{cache="\w+",outcome="hit"\} \d/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d/m)
    if (app.databaseUrl) expect(figure(text, 'bm23_db_pool_connections{state="total"}')).toBeGreaterThan(0)
    expect(figure(text, 'bm23_db_statement_duration_seconds_count{kind="select"}')).toBeGreaterThan(3)
  })

  it('grows by nothing that is sent', async () => {
    const ask = async (url: string) => {
      await app.server.inject({ url, headers: { 'user-agent': randomUUID() } })
    }
    for (const path of ['/api/v1/', '/', '/assets/', '/api/docs/']) await ask(path + randomUUID())
    await ask(`/api/v1/projects/${randomUUID()}`)
    // what counts requests; the process itself and work in the background have figures that come and go
    const series = (text: string) =>
      text
        .split('\n')
        .filter((line) => /^bm23_(http|problems|throttle|uploads?)_/.test(line))
        .map((line) => line.replace(/ \S+$/, ''))
    const before = series(await read())
    expect(before.length).toBeGreaterThan(50)
    for (let i = 0; i < 50; i += 1) {
      for (const path of ['/api/v1/', '/', '/assets/', '/api/docs/']) await ask(path + randomUUID())
      await ask(`/api/v1/projects/${randomUUID()}?${randomUUID()}=1`)
    }
    expect(series(await read())).toEqual(before)
  })

  it('costs no row in the database', async () => {
    const before = await rows()
    for (let i = 0; i < 30; i += 1) await admin.call(readInstallation)
    await read()
    expect(await rows()).toBe(before)
  })
})
