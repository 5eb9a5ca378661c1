import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'
import { type Cluster, startCluster, withoutPostgres } from './postgres.ts'

const login = 'dean'
const password = 'nobody guesses this'

let folder: string
let cluster: Cluster
let server: ServerProcess
let cookie: string

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const signIn = () => post('/api/v1/session', { login, password })
const read = (path: string) => fetch(server.url + path, { headers: { cookie } })

async function expectBusy(response: Response): Promise<void> {
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await response.json()).toMatchObject({ code: 'server.busy', status: 503 })
}

async function expectWell(): Promise<void> {
  await expect.poll(async () => (await read('/health/ready')).status, { timeout: 10_000 }).toBe(200)
  expect((await read('/api/v1/accounts')).status).toBe(200)
}

describe.skipIf(withoutPostgres)(`a sick database${withoutPostgres ? `: ${withoutPostgres}` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bm23-sick-'))
    cluster = await startCluster({ max_connections: '15' })
    const env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_DATABASE_POOL: '4' }
    expect((await runCommand(['migrate'], env)).err).toBe('')
    expect((await runCommand(['create-admin', '--login', login], env, `${password}\n`)).code).toBe(0)
    server = await startProcess(['serve'], { ...env, BM23_LOG_LEVEL: 'fatal' })
    cookie = String((await signIn()).headers.get('set-cookie')).split(';')[0] ?? ''
  })
  afterAll(async () => {
    await server?.end('SIGTERM')
    cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('that hangs is answered for with 503 while it hangs, and used again when it goes on', async () => {
    cluster.freeze()
    try {
      // more than the pool has connections: some wait for one, some for an answer
      for (const answer of await Promise.all(Array.from({ length: 12 }, () => read('/api/v1/accounts')))) {
        await expectBusy(answer)
      }
      await expectBusy(await signIn())
      expect((await read('/health/live')).status).toBe(200)
      expect((await read('/health/ready')).status).toBe(503)
    } finally {
      cluster.thaw()
    }
    await expectWell()
  }, 120_000)

  it('whose hot table is locked refuses what needs it, and nothing else', async () => {
    const client = new pg.Client({ connectionString: cluster.url })
    await client.connect()
    try {
      await client.query('begin; lock table accounts in access exclusive mode')
      await expectBusy(await signIn())
      await expectBusy(await read('/api/v1/accounts'))
      expect((await fetch(`${server.url}/api/v1/installation`)).status).toBe(200)
      expect((await read('/health/ready')).status).toBe(200)
    } finally {
      await client.end()
    }
    await expectWell()
  })

  it('without a free connection gives 503, or an answer by a connection it has', async () => {
    await cluster.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    const others: pg.Client[] = []
    for (;;) {
      const client = new pg.Client({ connectionString: cluster.url })
      client.on('error', () => undefined)
      others.push(client)
      if (
        !(await client.connect().then(
          () => true,
          () => false,
        ))
      )
        break
    }
    expect(others.length).toBeGreaterThan(5)
    await expectBusy(await read('/api/v1/accounts'))
    expect((await read('/health/ready')).status).toBe(503)
    await Promise.all(others.map((one) => one.end().catch(() => undefined)))
    await expectWell()
  })

  it('that takes no writes serves readers, and refuses writers with 503', async () => {
    await cluster.query('alter database postgres set default_transaction_read_only = on')
    await cluster.query("update sessions set last_seen_at = now() - interval '1 hour'").catch(() => undefined)
    await cluster.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    try {
      await expect.poll(async () => (await read('/api/v1/accounts')).status).toBe(200)
      await expectBusy(await signIn())
    } finally {
      await cluster.query('begin read write; alter database postgres reset all; commit')
      await cluster.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    }
    await expect.poll(async () => (await signIn()).status).toBe(201)
  })
})
