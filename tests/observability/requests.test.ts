import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMajor } from '../../contract/academics.ts'
import { createAccessToken } from '../../contract/accounts/tokens.ts'
import { listAccounts, signIn } from '../../contract/accounts.ts'
import { type Client, password, startApp, type TestApp } from '../harness.ts'

interface Line {
  level: number
  msg: string
  reqId: string
  route?: string
  status?: number
  actorId?: string | null
  code?: string | null
  statements?: number
  sql?: string
  ms?: number
}

let folder: string
let app: TestApp
let admin: Client
let adminId: string
let url: string

const text = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
const lines = (): Line[] =>
  text()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** The line of a request, once it is written. */
async function lineOf(reqId: unknown): Promise<Line> {
  await expect.poll(() => lines().some((one) => one.reqId === reqId)).toBe(true)
  return lines().find((one) => one.reqId === reqId) as Line
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-lines-'))
  app = await startApp({
    ...{ BM23_LOG_FILE: join(folder, 'serve.log'), BM23_LOG_LEVEL: 'info', BM23_SLOW_QUERY_MS: '400' },
    BM23_TRUSTED_PROXIES: '127.0.0.1',
  })
  adminId = await app.account('dean', 'admin')
  admin = await app.as('dean')
  url = await app.server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the line of a request', () => {
  it('tells route, outcome, duration, statements, and by id who asked', async () => {
    const { headers, body } = await admin.call(listAccounts, { query: { q: 'dean' } })
    expect(body.total).toBe(1)
    const line = await lineOf(headers['x-request-id'])
    expect(line).toMatchObject({ level: 30, method: 'GET', route: '/api/v1/accounts', status: 200, actorId: adminId })
    expect(line.statements).toBeGreaterThanOrEqual(2)
    expect(line.ms).toBeGreaterThan(0)
    expect(JSON.stringify(line)).not.toContain('dean')
  })

  it('has the code of a refusal, and the id that the answer has', async () => {
    const { problem } = await app.call(signIn, { body: { login: 'dean', password: 'wrong password' } })
    expect(await lineOf(problem.requestId)).toMatchObject({
      status: 401,
      code: 'session.badCredentials',
      actorId: null,
    })
  })

  it('is written when the caller went away before the answer', async () => {
    const id = randomBytes(16).toString('hex')
    const head = `POST /api/v1/session HTTP/1.1\r\nhost: x\r\nx-request-id: ${id}\r\ncontent-type: application/json\r\n`
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write(`${head}content-length: 100\r\n\r\n{"login":`)
      setTimeout(() => socket.destroy(), 100)
    })
    expect(await lineOf(id)).toMatchObject({ status: 499, code: 'request.aborted' })
    expect((await app.platform.observe.metrics.inFlight.get()).values[0]?.value).toBe(0)
  })

  it('is not written for probes', async () => {
    await fetch(`${url}/health/ready`)
    const last = await fetch(`${url}/api/v1/installation`)
    await lineOf(last.headers.get('x-request-id'))
    expect(lines().filter((one) => one.route?.startsWith('/health'))).toEqual([])
  })

  it('is a warning when the request was slow, and so are its slow statements', async () => {
    const slow = await startApp({
      ...{ BM23_LOG_FILE: join(folder, 'slow.log'), BM23_LOG_LEVEL: 'warn' },
      ...{ BM23_SLOW_REQUEST_MS: '1', BM23_SLOW_QUERY_MS: '1', BM23_LOG_REQUESTS: 'false' },
    })
    await slow.account('x', 'admin')
    // so many that no machine looks through them within a millisecond
    await sql`insert into accounts (display_name) select 'Somebody ' || n from generate_series(1, 20000) n`.execute(
      slow.platform.db,
    )
    const { headers } = await (await slow.as('x')).call(listAccounts, { query: { q: 'nobody of this name' } })
    await slow.close()
    await expect.poll(() => lines().filter((one) => one.reqId === headers['x-request-id']).length).toBeGreaterThan(1)
    const own = lines().filter((one) => one.reqId === headers['x-request-id'])
    expect(own.at(-1)).toMatchObject({ level: 40, msg: 'slow request', route: '/api/v1/accounts' })
    expect(own.find((one) => one.msg === 'slow statement')?.sql).toMatch(/^\s*(select|with)/)
  })
})

describe('the id of a request', () => {
  const ask = async (id: string) => {
    const response = await fetch(`${url}/api/v1/nothing`, { headers: { 'x-request-id': id } })
    return [response.headers.get('x-request-id'), ((await response.json()) as { requestId: string }).requestId]
  }

  it('is the one that a trusted proxy gave, in header, body and log', async () => {
    const id = randomBytes(16).toString('hex')
    expect(await ask(id)).toEqual([id, id])
    expect((await lineOf(id)).status).toBe(404)
  })

  it.each(['short', 'with space in it, and so on', 'x'.repeat(65), '"; drop table accounts; --', '-'.repeat(20)])(
    'is made anew when the given one is not well formed: %s',
    async (id) => {
      const [header, body] = await ask(id)
      expect(header).toMatch(/^[0-9a-f-]{36}$/)
      expect(body).toBe(header)
    },
  )

  it('is nobody else to choose', async () => {
    const other = await startApp({ BM23_TRUSTED_PROXIES: '10.0.0.1' })
    const address = await other.server.listen({ port: 0, host: '127.0.0.1' })
    const id = randomBytes(16).toString('hex')
    const response = await fetch(`${address}/api/v1/nothing`, { headers: { 'x-request-id': id } })
    await other.close()
    expect(response.headers.get('x-request-id')).not.toBe(id)
  })

  it('is with the server of the database while a transaction runs', async () => {
    const { platform } = app
    if (!app.databaseUrl) return
    const { follow, startTrail } = await import('../../server/platform/observe/trail.ts')
    const seen = await follow(startTrail('a-request-id-of-it', 'x', null), () =>
      platform.db.transaction().execute(async (tx) => {
        const { sql } = await import('kysely')
        return (await sql<{ name: string }>`select current_setting('application_name') as name`.execute(tx)).rows[0]
      }),
    )
    expect(seen?.name).toBe('bm23 a-request-id-of-it')
  })
})

describe('what is secret', () => {
  it('is in no line, whatever way it came', async () => {
    const planted = Array.from({ length: 40 }, () => randomBytes(32).toString('base64url'))
    const [a = '', b = '', c = '', d = '', e = '', ...rest] = planted
    await app.call(signIn, { body: { login: `${a}@example.la`, password: b } })
    await fetch(`${url}/api/v1/invitations/${c}`)
    await fetch(`${url}/invitation/${c}?next=${d}`)
    await fetch(`${url}/api/v1/accounts?q=${e}`, {
      headers: { authorization: `Bearer bm23_${a}`, cookie: `bm23=${b}` },
    })
    await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      body: `{"password":"${d}`,
      headers: { 'content-type': 'application/json' },
    })
    const made = await admin.call(createAccessToken, { body: { name: e, expiresOn: '2100-01-01' } })
    for (const one of rest)
      await fetch(`${url}/${one}`, { headers: { 'user-agent': one, referer: `https://x/${one}` } })
    await admin.call(createMajor, { body: { name: a, abbreviation: 'x' }, headers: { 'x-request-id': b } })
    app.platform.log.error({ err: new Error(`with ${a} and bm23=${b}`), password: c, headers: { cookie: d } }, e)
    await lineOf((await fetch(`${url}/api/v1/installation`)).headers.get('x-request-id'))
    expect(lines().length).toBeGreaterThan(40)
    const secrets = [
      ...planted,
      password,
      admin.cookie?.split('=')[1] ?? '',
      String((made.body as { secret?: string }).secret),
    ]
    expect(secrets.filter((one) => text().includes(one))).toEqual([])
  })
})

describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  it('fails no request', async () => {
    const full = mkdtempSync(join(tmpdir(), 'bm23-full-'))
    symlinkSync('/dev/full', join(full, 'serve.1.log'))
    const other = await startApp({ BM23_LOG_FILE: join(full, 'serve.log'), BM23_LOG_LEVEL: 'info' })
    const address = await other.server.listen({ port: 0, host: '127.0.0.1' })
    const statuses = []
    for (let i = 0; i < 50; i += 1) statuses.push((await fetch(`${address}/api/v1/installation`)).status)
    const { values } = await other.platform.observe.metrics.logFailures.get()
    await other.close()
    rmSync(full, { recursive: true, force: true })
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(values[0]?.value).toBeGreaterThan(0)
  })
})
