import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { siteName } from './nginx.ts'
import { login, password, type Stage, startStage, withoutStage } from './stage.ts'
import { type Answer, valuesOf } from './visitor.ts'

const bundle = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const unbuilt = !existsSync(`${bundle}index.html`) && 'the web is not built (npm run build)'

const lockedDown = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
/** Name of each header that every answer over HTTPS carries, and its value where it is always the same. */
const everywhere: Record<string, string | RegExp> = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'content-security-policy': /frame-ancestors 'none'/,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': /no-store|no-cache|immutable/,
  'x-request-id': /^[0-9a-f]{32}$/,
  server: 'nginx',
}
const onlyOnce = ['vary', 'content-type', 'content-length', 'content-encoding', 'etag', 'retry-after', 'date']

/** Everything that is wrong with the headers of an answer. */
function faults(answer: Answer, tls = true): string[] {
  const found: string[] = []
  for (const [name, expected] of Object.entries(everywhere)) {
    const values = valuesOf(answer, name)
    if (name === 'strict-transport-security' && !tls) {
      if (values.length > 0) found.push(`${name} over plain HTTP`)
    } else if (values.length !== 1) found.push(`${name} is sent ${values.length} times`)
    else if (typeof expected === 'string' ? values[0] !== expected : !expected.test(values[0] ?? '')) {
      found.push(`${name}: ${values[0]}`)
    }
  }
  for (const name of onlyOnce) if (valuesOf(answer, name).length > 1) found.push(`${name} is sent more than once`)
  if (valuesOf(answer, 'x-powered-by').length > 0) found.push('x-powered-by')
  return found
}

const year = { name: '2026-2027', startsOn: '2026-09-01', endsOn: '2027-07-31' }
let stage: Stage
let yearId: string
const asAdmin = () => ({ cookie: stage.cookie })
const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object | Buffer) =>
  stage.visitor.send(method, path, { headers: { ...asAdmin(), ...headers }, body })
const write = (...lines: string[]) => stage.visitor.write([...lines, 'Connection: close', '', ''].join('\r\n'))
const host = () => `Host: ${siteName}:${stage.nginx.httpsPort}`

describe.skipIf(withoutStage)(`headers of every answer${withoutStage ? `: ${withoutStage}` : ''}`, () => {
  beforeAll(async () => {
    stage = await startStage({}, { 'proxy_read_timeout 60s': 'proxy_read_timeout 1s' })
    const made = await send('POST', '/api/v1/years', {}, year)
    yearId = JSON.parse(String(made.body)).id
    expect(faults(made)).toEqual([])
    expect(made.status).toBe(201)
  })
  afterAll(() => stage?.close())

  const signIn = async () => {
    const signed = await stage.visitor.send('POST', '/api/v1/session', { body: { login, password } })
    return String(signed.headers['set-cookie']).split(';')[0] ?? ''
  }
  const fromProgram: [string, number, () => Promise<Answer>][] = [
    ['a list', 200, () => send('GET', '/api/v1/years')],
    ['a description', 200, () => send('GET', '/api/v1/openapi.json')],
    ['the documentation', 200, () => send('GET', '/api/docs')],
    ['a spreadsheet', 200, () => send('GET', '/api/v1/import-templates/students?locale=en')],
    ['nothing', 204, async () => send('DELETE', '/api/v1/session', { cookie: await signIn() })],
    ['a sign-in', 201, () => stage.visitor.send('POST', '/api/v1/session', { body: { login, password } })],
    ['no session', 401, () => stage.visitor.send('GET', '/api/v1/session')],
    ['a request across sites', 403, () => send('POST', '/api/v1/years', { 'sec-fetch-site': 'cross-site' }, year)],
    ['bad input', 400, () => send('POST', '/api/v1/years', {}, { name: '' })],
    ['broken JSON', 400, () => send('POST', '/api/v1/years', { 'content-type': 'application/json' }, Buffer.from('{'))],
    ['no such address', 404, () => send('GET', '/api/v1/nothing')],
    ['no such thing', 404, () => send('GET', '/api/v1/years/00000000-0000-7000-8000-000000000000')],
    ['a name taken', 409, () => send('POST', '/api/v1/years', {}, year)],
    ['a version missing', 428, () => send('PATCH', `/api/v1/years/${yearId}`, {}, { maxMembers: 3 })],
    ['a version stale', 412, () => send('PATCH', `/api/v1/years/${yearId}`, { 'if-match': '"99"' }, { maxMembers: 3 })],
    [
      'a rule broken',
      422,
      () => send('PUT', '/api/v1/account/password', {}, { current: 'no', next: 'nobody guesses that' }),
    ],
    ['a type refused', 415, () => send('POST', '/api/v1/years', { 'content-type': 'text/xml' }, Buffer.from('<a/>'))],
    ['robots.txt', unbuilt ? 404 : 200, () => send('GET', '/robots.txt')],
  ]
  it.each(fromProgram)('from the program: %s (%i)', async (_, status, ask) => {
    const answer = await ask()
    expect([answer.status, faults(answer)]).toEqual([status, []])
    if (status >= 400) expect(answer.headers['content-type']).toBe('application/problem+json')
  })

  it('from the program: too many wrong passwords (429)', async () => {
    const wrong = () =>
      stage.visitor.send('POST', '/api/v1/session', { body: { login: 'nobody', password: 'x'.repeat(12) } })
    await expect.poll(async () => (await wrong()).status, { timeout: 20_000 }).toBe(429)
    const answer = await wrong()
    expect(faults(answer)).toEqual([])
    expect(valuesOf(answer, 'retry-after')).toHaveLength(1)
  })

  it.skipIf(unbuilt)(`from the program: pages and the bundle${unbuilt ? `: ${unbuilt}` : ''}`, async () => {
    const page = await send('GET', '/projects/somewhere/deep')
    expect([page.status, faults(page)]).toEqual([200, []])
    expect(page.headers['content-security-policy']).toMatch(/require-trusted-types-for 'script'/)
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    const names = readdirSync(`${bundle}assets`)
    for (const kind of [/\.js$/, /\.css$/, /\.woff2$/]) {
      const file = await send('GET', `/assets/${names.find((name) => kind.test(name))}`)
      expect([file.status, faults(file)]).toEqual([200, []])
      expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      const again = await send('GET', `/assets/${names.find((name) => kind.test(name))}`, {
        'if-none-match': String(file.headers.etag),
      })
      expect([again.status, faults(again)]).toEqual([304, []])
    }
    const missing = await send('GET', '/assets/none.js')
    expect([missing.status, faults(missing)]).toEqual([404, []])
  })

  const fromNginx: [string, number, string, () => Promise<Answer>][] = [
    ['two hosts', 400, 'input.malformed', () => write('GET /api/v1/years HTTP/1.1', host(), 'Host: evil.example')],
    [
      'two lengths',
      400,
      'input.malformed',
      () => write('POST /api/v1/years HTTP/1.1', host(), 'Content-Length: 1', 'Content-Length: 2'),
    ],
    [
      'length and chunks',
      400,
      'input.malformed',
      () => write('POST /api/v1/years HTTP/1.1', host(), 'Content-Length: 4', 'Transfer-Encoding: chunked'),
    ],
    [
      'an unknown coding',
      501,
      'server.failed',
      () => write('POST /api/v1/years HTTP/1.1', host(), 'Transfer-Encoding: xchunked'),
    ],
    ['a broken line', 400, 'input.malformed', () => write('GET /a b c HTTP/9.9', host())],
    ['TRACE', 405, 'request.methodRefused', () => send('TRACE', '/api/v1/years')],
    ['OPTIONS', 405, 'request.methodRefused', () => send('OPTIONS', '/api/v1/years')],
    ['a large body', 413, 'input.tooLarge', () => send('POST', '/api/v1/years', {}, Buffer.alloc(1_100_000))],
    [
      'a large upload',
      413,
      'input.tooLarge',
      () => write('POST /api/v1/imports/students HTTP/1.1', host(), 'Content-Length: 60000000'),
    ],
    ['a large body of a page', 413, 'input.tooLarge', () => send('POST', '/projects', {}, Buffer.alloc(1_100_000))],
    ['a long address', 414, 'request.addressTooLong', () => send('GET', `/api/v1/years?q=${'x'.repeat(9_000)}`)],
    [
      'large headers',
      431,
      'request.headersTooLarge',
      () => send('GET', '/api/v1/years', { 'x-much': 'x'.repeat(9_000) }),
    ],
    ['another name', 421, 'request.misdirected', () => write('GET /api/v1/years HTTP/1.1', 'Host: evil.example')],
    [
      'another name in the absolute form',
      421,
      'request.misdirected',
      () => write('GET https://evil.example/ HTTP/1.1', host()),
    ],
    ['no name', 400, 'input.malformed', () => write('GET /api/v1/years HTTP/1.1')],
    ['no name, HTTP/1.0', 421, 'request.misdirected', () => write('GET /api/v1/years HTTP/1.0')],
    ['the probes', 404, 'request.notFound', () => send('GET', '/health/ready')],
    ['the probes, written otherwise', 404, 'request.notFound', () => send('GET', '//%68ealth/../health/./ready')],
    ['the metrics', 404, 'request.notFound', () => send('GET', '/metrics')],
  ]
  it.each(fromNginx)('from nginx: %s (%i %s)', async (_, status, code, ask) => {
    const answer = await ask()
    expect([answer.status, faults(answer)]).toEqual([status, []])
    expect(answer.headers['content-type']).toBe('application/problem+json')
    const problem = JSON.parse(String(answer.body))
    expect(problem).toMatchObject({ status, code, requestId: answer.headers['x-request-id'] })
    expect(answer.headers['content-security-policy']).toBe(lockedDown)
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('over plain HTTP: pages are sent to HTTPS, the API is refused', async () => {
    const plain = (...lines: string[]) =>
      stage.visitor.write([...lines, 'Connection: close', '', ''].join('\r\n'), { plain: true })
    const page = await plain('GET /projects?q=a HTTP/1.1', `Host: ${siteName}`)
    expect([page.status, faults(page, false)]).toEqual([308, []])
    expect(page.headers.location).toBe(`https://${siteName}:${stage.nginx.httpsPort}/projects?q=a`)
    for (const [line, name, status] of [
      ['GET /api/v1/years HTTP/1.1', siteName, 426],
      ['POST /api/v1/session HTTP/1.1', siteName, 426],
      ['POST /projects HTTP/1.1', siteName, 426],
      ['GET /%61pi/v1/years HTTP/1.1', siteName, 426],
      ['GET /projects HTTP/1.1', 'evil.example', 421],
      ['GET /.well-known/acme-challenge/none HTTP/1.1', siteName, 404],
    ] as const) {
      const answer = await plain(line, `Host: ${name}`)
      expect([line, answer.status, faults(answer, false)]).toEqual([line, status, []])
      expect(answer.headers.location).toBeUndefined()
      expect(answer.headers['content-type']).toBe('application/problem+json')
    }
    const mistaken = await stage.visitor.write(`GET / HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`, {
      plain: true,
      port: stage.nginx.httpsPort,
    })
    expect([mistaken.status, faults(mistaken, false)]).toEqual([400, []])
  })

  it('with processes that hang or are gone: 504 and 502, to come back later', async () => {
    for (const one of stage.apps) one.signal('SIGSTOP')
    const late = await send('GET', '/api/v1/years')
    expect([late.status, faults(late), JSON.parse(String(late.body)).code]).toEqual([504, [], 'server.late'])
    const latePage = await send('GET', '/projects')
    expect([latePage.status, faults(latePage)]).toEqual([504, []])
    for (const one of stage.apps) one.signal('SIGCONT')
    await Promise.all(stage.apps.map((one) => one.end('SIGKILL')))
    // and nobody holds their ports either
    for (const one of stage.apps) one.close()
    const gone = await send('GET', '/api/v1/years')
    expect([gone.status, faults(gone), gone.headers['retry-after']]).toEqual([502, [], '5'])
    expect(JSON.parse(String(gone.body))).toMatchObject({ code: 'server.unreachable', status: 502 })
    const page = await send('GET', '/projects')
    expect([page.status, faults(page), page.headers['content-type']]).toEqual([502, [], 'text/html'])
    for (const language of ['lo', 'th', 'en']) expect(String(page.body)).toContain(`<p lang="${language}">`)
  })
})
