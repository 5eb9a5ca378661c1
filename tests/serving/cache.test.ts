import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'
import { type Cluster, startCluster, withoutPostgres } from './postgres.ts'

const password = 'nobody guesses this'

let folder: string
let cluster: Cluster
let servers: [ServerProcess, ServerProcess]

const send = (at: 0 | 1, method: string, path: string, cookie = '', body?: object) =>
  fetch(`${servers[at].url}/api/v1${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const status = async (at: 0 | 1, path: string, cookie: string) => (await send(at, 'GET', path, cookie)).status

async function signIn(at: 0 | 1): Promise<string> {
  const answer = await send(at, 'POST', '/session', '', { login: 'dean', password })
  expect(answer.status).toBe(201)
  return String(answer.headers.get('set-cookie')).split(';')[0] ?? ''
}

/** Milliseconds until a process answers as expected; asked without a pause, so that what is remembered stays warm. */
async function within(check: () => Promise<boolean>): Promise<number> {
  const start = performance.now()
  while (!(await check())) if (performance.now() - start > 5_000) return Number.POSITIVE_INFINITY
  return performance.now() - start
}

const changes: [what: string, statement: string, seen: (at: 0 | 1, cookie: string) => Promise<boolean>][] = [
  [
    'a name',
    "update accounts set display_name = 'Changed' where login = 'dean'",
    async (at, cookie) => {
      const read = await send(at, 'GET', '/session', cookie)
      return (await read.text()).includes('Changed')
    },
  ],
  [
    'the faculty',
    "update installation set name_en = 'Changed faculty'",
    async (at) => (await (await send(at, 'GET', '/installation')).text()).includes('Changed faculty'),
  ],
  [
    'the active year',
    "update years set name = '2030-2031'",
    async (at, cookie) => (await (await send(at, 'GET', '/dashboard', cookie)).text()).includes('2030-2031'),
  ],
  [
    'a role',
    "update accounts set roles = '{student}' where login = 'dean'",
    async (at, cookie) => (await status(at, '/accounts', cookie)) === 403,
  ],
  [
    'a deactivation',
    "update accounts set status = 'deactivated' where login = 'dean'",
    async (at, cookie) => (await status(at, '/accounts', cookie)) === 401,
  ],
]

async function restore(): Promise<void> {
  await cluster.query(
    `update accounts set display_name = 'Dean', roles = '{admin}', status = 'active' where login = 'dean';
     update installation set name_en = 'Faculty'; update years set name = '2026-2027'`,
  )
}

/** Both processes have remembered everything. */
async function warm(cookie: string): Promise<void> {
  for (const at of [0, 1] as const) {
    for (let i = 0; i < 3; i += 1) {
      for (const path of ['/accounts', '/installation', '/dashboard']) {
        expect(await within(async () => (await status(at, path, cookie)) === 200)).toBeLessThan(5_000)
      }
    }
  }
}

describe.skipIf(withoutPostgres)(`what two processes remember${withoutPostgres ? `: ${withoutPostgres}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-cache-'))
    cluster = await startCluster()
    const env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_LOG_LEVEL: 'fatal' }
    expect((await runCommand(['migrate'], env)).err).toBe('')
    expect((await runCommand(['create-admin', '--login', 'dean'], env, `${password}\n`)).code).toBe(0)
    await cluster.query(
      `insert into years (name, starts_on, ends_on, status) values ('2026-2027', '2026-09-01', '2027-07-31', 'active')`,
    )
    servers = [await startProcess(['serve'], env), await startProcess(['serve'], env)]
  }, 120_000)
  afterAll(async () => {
    for (const one of servers ?? []) await one.end('SIGTERM')
    cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(changes)(
    'is forgotten within a second by both when %s changes in the database',
    async (_, statement, seen) => {
      const cookie = await signIn(0)
      await warm(cookie)
      await cluster.query(statement)
      for (const at of [0, 1] as const) expect(await within(() => seen(at, cookie))).toBeLessThan(1_000)
      await restore()
    },
  )

  it('is forgotten at once by the process that changes it, and within a second by the other', async () => {
    for (let i = 0; i < 10; i += 1) {
      const cookie = await signIn(0)
      await warm(cookie)
      const at = (i % 2) as 0 | 1
      expect((await send(at, 'DELETE', '/session', cookie)).status).toBe(204)
      expect(await status(at, '/accounts', cookie)).toBe(401)
      const other = at === 0 ? 1 : 0
      expect(await within(async () => (await status(other, '/accounts', cookie)) === 401)).toBeLessThan(1_000)
    }
  }, 120_000)

  it('is not believed when the listening connections are cut, or hang', async () => {
    for (const hurt of ['SIGTERM', 'SIGSTOP'] as const) {
      const cookie = await signIn(0)
      await warm(cookie)
      const ears = (await cluster.query(
        "select pid from pg_stat_activity where application_name = 'bm23 listens'",
      )) as { pid: number }[]
      expect(ears).toHaveLength(2)
      for (const { pid } of ears) process.kill(pid, hurt)
      await cluster.query("update accounts set status = 'deactivated' where login = 'dean'")
      for (const at of [0, 1] as const) {
        const seen = async () => (await status(at, '/accounts', cookie)) === 401
        expect(await within(seen)).toBeLessThan(1_000)
      }
      if (hurt === 'SIGSTOP') for (const { pid } of ears) process.kill(pid, 'SIGCONT')
      await restore()
      await expect
        .poll(
          async () =>
            (await cluster.query("select from pg_stat_activity where application_name = 'bm23 listens'")).length,
        )
        .toBe(2)
    }
  }, 120_000)
})
