import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../server/app.ts'
import { verify } from '../../server/commands/verify/verify.ts'
import { runCommand, type ServerProcess, startProcess } from '../server-process.ts'

const password = 'nobody guesses this'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}
/** What a broken installation does to a request, or to an answer. */
interface Fault {
  before?: (req: IncomingMessage) => Answer | undefined
  after?: (req: IncomingMessage, answer: Answer) => Answer
}

let folder: string
let server: ServerProcess
let front: Server
let url: string
let fault: Fault = {}

const safe = {
  ...{ 'content-security-policy': "default-src 'none'; script-src 'self'", 'x-content-type-options': 'nosniff' },
  ...{ 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin' },
}
const page = '<!doctype html><script src="/assets/main-abc.js"></script>'
const html = { ...safe, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
const script = { ...safe, 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'gzip' }

/** The bundle, which need not be built for this test. */
function bundleOf(path: string): Answer | undefined {
  if (path === '/assets/main-abc.js') return { status: 200, headers: script, body: gzipSync('export {}') }
  if (/^\/(api|health|metrics|assets)/.test(path)) return undefined
  return { status: 200, headers: html, body: Buffer.from(page) }
}

function ask(req: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers, url: path } = req
    const passed = request(server.url + (path ?? ''), { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => {
        const { 'transfer-encoding': _, ...kept } = answer.headers
        resolve({ status: answer.statusCode ?? 0, headers: kept, body: Buffer.concat(chunks) })
      })
    })
    passed.on('error', reject)
    req.pipe(passed)
  })
}

async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = req.url ?? ''
  const answer = fault.before?.(req) ?? bundleOf(path) ?? (await ask(req))
  const { status, headers, body } = fault.after?.(req, answer) ?? answer
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value)
  if (body.length > 0) res.setHeader('content-length', body.length)
  res.writeHead(status).end(body)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bm23-verify-'))
  const env = { BM23_DATA_DIR: folder, BM23_DATABASE_URL: '' }
  expect((await runCommand(['create-admin', '--login', 'boss'], env, `${password}\n`)).code).toBe(0)
  server = await startProcess(['serve'], { ...env, BM23_LOG_LEVEL: 'fatal' })
  front = createServer((req, res) => void pass(req, res).catch(() => res.destroy()))
  await new Promise<void>((resolve) => {
    front.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  await prepare()
})
afterAll(async () => {
  front?.closeAllConnections()
  front?.close()
  await server?.end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

let cookie = ''
const api = async (method: string, path: string, body?: object) => {
  const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}), 'if-match': '"1"' }
  const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  cookie ||= String(response.headers.get('set-cookie')).split(';')[0] ?? ''
  return (await response.json()) as { id: string; items: { name?: string }[]; total: number }
}

/** An active year and a chosen language, so that every step has something to work on. */
async function prepare(): Promise<void> {
  await api('POST', '/session', { login: 'boss', password })
  const dates = { startsOn: '2026-09-01', endsOn: '2027-06-30' }
  const { id } = await api('POST', '/years', { name: '2026-2027', ...dates, maxMembers: 2, similarityThreshold: 70 })
  await api('POST', `/years/${id}/activate`)
  await api('PUT', '/account/locale', { locale: 'lo' })
}

const wrong = async (broken: Fault) => {
  fault = broken
  try {
    const outcomes = await verify(url, { login: 'boss', password })
    return outcomes.filter(({ state }) => state === 'failed' || state === 'warning').map(({ id }) => id)
  } finally {
    fault = {}
  }
}

describe('bm23 verify', () => {
  it('finds a live installation good, and leaves nothing behind', async () => {
    const kept = async () => [
      (await api('GET', '/account/tokens')).items,
      (await api('GET', '/milestone-templates')).items,
      (await api('GET', '/session')) as unknown,
    ]
    const before = await kept()
    const { code, out, err } = await runCommand(['verify', url, '--login', 'boss', '--json'], {}, `${password}\n`)
    expect(err).toBe('')
    const { steps, failed, warnings } = JSON.parse(out)
    expect([code, failed, warnings]).toEqual([0, 0, 0])
    const done = (steps as { id: string; state: string }[]).filter((one) => one.state === 'good').map(({ id }) => id)
    for (const id of [
      'session.open',
      'write.language',
      'write.token',
      'write.template',
      'upload.refused',
      'session.close',
    ])
      expect(done).toContain(id)
    expect(await kept()).toEqual(before)
  })

  it('says what is wrong with an address, and with a password', async () => {
    const gone = await runCommand(['verify', 'http://127.0.0.1:1', '--json'], {})
    expect([gone.code, JSON.parse(gone.out).steps.length]).toEqual([2, 1])
    expect((await runCommand(['verify', 'ftp://x'], {})).code).toBe(2)
    const outcomes = await verify(url, { login: 'boss', password: 'not that one' })
    expect(outcomes.filter((one) => one.state === 'failed').map((one) => one.id)).toEqual(['session.open'])
    expect(outcomes.find((one) => one.id === 'session.close')).toMatchObject({ state: 'out' })
  })
})

const on = (path: RegExp, method: string, change: (answer: Answer) => Answer): Fault => ({
  after: (req, answer) => (path.test(req.url ?? '') && req.method === method ? change(answer) : answer),
})
const without = (name: string) => (answer: Answer) => ({ ...answer, headers: { ...answer.headers, [name]: undefined } })
const withHeader = (name: string, value: string) => (answer: Answer) => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
})
const instead = (path: RegExp, method: string, answer: Partial<Answer>): Fault => ({
  before: (req) =>
    path.test(req.url ?? '') && req.method === method
      ? { status: 200, headers: safe, body: Buffer.alloc(0), ...answer }
      : undefined,
})

/** Each fault, and the steps that must fail by it. */
const faults: [string, Fault, string[]][] = [
  [
    'loses the policy of its errors',
    on(/nothing-here$/, 'GET', without('content-security-policy')),
    ['web.errors', 'errors.notFound'],
  ],
  [
    'answers errors as a proxy does',
    on(/nothing-here$/, 'GET', withHeader('content-type', 'text/html')),
    ['errors.notFound'],
  ],
  ['gives the page for a missing file', instead(/^\/assets\/nothing/, 'GET', {}), ['bundle.missing']],
  ['does not keep its files', on(/main-abc/, 'GET', without('cache-control')), ['bundle.caching']],
  ['lets caches keep the page', on(/^\/projects$/, 'GET', without('cache-control')), ['page.deepLink']],
  ['has no ETag', on(/installation$/, 'GET', without('etag')), ['api.etag']],
  [
    'is open to other sites',
    on(/installation$/, 'GET', withHeader('access-control-allow-origin', '*')),
    ['api.foreignPages'],
  ],
  [
    'takes every password',
    { before: (req) => (req.method === 'POST' && /session$/.test(req.url ?? '') ? opened : undefined) },
    everySignIn(),
  ],
  ['leaves its cookie open', on(/session$/, 'POST', openCookie), ['session.open']],
  ['does not sign out', instead(/\/session$/, 'DELETE', { status: 204 }), ['session.close']],
  ['does not revoke tokens', instead(/\/tokens\//, 'DELETE', { status: 204 }), ['write.token']],
  ['does not delete', instead(/templates\//, 'DELETE', { status: 204 }), ['write.template']],
  ['fails on a list', on(/\/v1\/students$/, 'GET', failOfMember), ['api.reads']],
  ['takes any file', instead(/imports\/majors/, 'POST', { status: 201 }), ['upload.refused']],
]
const opened: Answer = { status: 201, headers: safe, body: Buffer.from('{}') }

function everySignIn(): string[] {
  const refused = ['errors.malformed', 'errors.invalid', 'errors.type', 'errors.crossSite']
  return [...refused, 'session.wrongPassword', 'session.open']
}
function openCookie(answer: Answer): Answer {
  const given = [answer.headers['set-cookie'] ?? []].flat()
  const cookies = given.map((one) => (one.startsWith('bm23=') ? one.replace('; HttpOnly', '') : one))
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookies } }
}
/** Only who is signed in sees it fail. */
function failOfMember(answer: Answer): Answer {
  return answer.status === 401 ? answer : { ...answer, status: 500 }
}

describe('bm23 verify turns red on an installation that', () => {
  it.each(faults)('%s', async (_, broken, ids) => {
    expect(await wrong(broken)).toEqual(ids)
  })

  it('is of another release', async () => {
    const other = JSON.stringify({ info: { version: `${version}-other` }, paths: {} })
    const answer = { headers: { ...safe, 'content-encoding': 'gzip' }, body: gzipSync(other) }
    expect(await wrong(instead(/openapi\.json$/, 'GET', answer))).toEqual(['web.release'])
  })
})
