import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { siteName } from '../nginx.ts'
import { type Stage, startStage, withoutStage } from '../stage.ts'

const assets = fileURLToPath(new URL('../../../dist/web/assets/', import.meta.url))
const unbuilt = !existsSync(assets) && 'the web is not built (npm run build)'
const personal = ['/api/v1/session', '/api/v1/years', '/api/v1/account/tokens']

let stage: Stage
const host = () => `Host: ${siteName}:${stage.nginx.httpsPort}`
const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object | Buffer) =>
  stage.visitor.send(method, path, { headers: { cookie: stage.cookie, ...headers }, body })
const write = (...lines: string[]) => stage.visitor.write(lines.join('\r\n'))

describe.skipIf(withoutStage)(`requests that lie${withoutStage ? `: ${withoutStage}` : ''}`, () => {
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage?.close())

  it('no other origin is let in, whatever it is called', async () => {
    const name = `https://${siteName}:${stage.nginx.httpsPort}`
    const origins = [
      ...[
        'https://evil.example',
        'null',
        'http://localhost',
        `https://sub.${siteName}`,
        `https://${siteName}.evil.example`,
      ],
      ...[
        `https://evil${siteName}`,
        `http://${siteName}`,
        `${name}.evil.example`,
        `https://${siteName}`,
        'file://',
        name,
      ],
    ]
    const wrong: string[] = []
    for (const origin of origins) {
      for (const path of [...personal, '/', '/api/v1/installation', '/api/v1/nothing', '/robots.txt']) {
        const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' }
        for (const answer of [await send('GET', path, { origin }), await send('OPTIONS', path, { origin, ...asked })]) {
          const told = Object.keys(answer.headers).filter((one) => one.startsWith('access-control-'))
          const reflected = origin !== name && String(answer.headers.location ?? '').includes(origin)
          if (told.length > 0 || reflected || answer.status >= 500) wrong.push(`${origin} ${path}: ${told}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('methods that nothing uses are refused, and none is taken for another', async () => {
    for (const method of [
      'TRACE',
      'TRACK',
      'OPTIONS',
      'PROPFIND',
      'MKCOL',
      'COPY',
      'LOCK',
      'SEARCH',
      'PURGE',
      'LINK',
    ]) {
      for (const path of ['/', '/api/v1/session', '/assets/a.js']) {
        const { status, body } = await send(method, path)
        expect([method, path, status, JSON.parse(String(body)).code]).toEqual([
          method,
          path,
          405,
          'request.methodRefused',
        ])
      }
    }
    for (const method of ['get', 'GeT', 'GET\t', 'DELETE,GET', 'DEBUG()']) {
      const answer = await write(`${method} /api/v1/session HTTP/1.1`, host(), 'Connection: close', '', '')
      expect([method, answer.status]).toEqual([method, 400])
    }
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      for (const method of ['GET', 'POST']) await send(method, '/api/v1/session', { [name]: 'DELETE' })
      expect((await send('GET', `/api/v1/session?_method=DELETE`, { [name]: 'DELETE' })).status).toBe(200)
    }
    // a read under the name of a write, and a write under that of a read
    expect((await send('POST', '/api/v1/years/x?_method=GET', {}, {})).status).toBe(404)
    expect((await send('HEAD', '/api/v1/account/tokens')).body.length).toBe(0)
  })

  it('a name with a dot, another port or another forwarded host is not ours', async () => {
    const port = stage.nginx.httpsPort
    for (const name of [
      `${siteName}.:${port}`,
      `${siteName}:1`,
      `${siteName}:${port}@evil.example`,
      `evil.example:${port}`,
    ]) {
      const answer = await write('GET /api/v1/installation HTTP/1.1', `Host: ${name}`, 'Connection: close', '', '')
      expect([name, [400, 421].includes(answer.status)]).toEqual([name, true])
      expect(String(answer.body)).not.toContain('evil')
    }
    const claims = ['x-forwarded-host', 'x-host', 'x-original-url', 'x-rewrite-url', 'x-forwarded-prefix', 'forwarded']
    for (const name of claims) {
      const answer = await send('GET', '/api/v1/years', { [name]: name.includes('url') ? '/metrics' : 'evil.example' })
      expect([name, answer.status, String(answer.body).includes('evil')]).toEqual([name, 200, false])
    }
  })

  it('two readers never see two requests in one', async () => {
    const after = ['GET /api/v1/nothing HTTP/1.1', host(), '', '']
    const chunked = ['0', '', ...after]
    const cases: [string, string[], string[]][] = [
      ['CL.TE', ['Content-Length: 4', 'Transfer-Encoding: chunked'], chunked],
      ['TE.CL', ['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked],
      ['TE.TE', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked],
      ['a coding with a blank', ['Transfer-Encoding : chunked'], chunked],
      ['a coding unknown', ['Transfer-Encoding: xchunked'], chunked],
      ['a coding in a list', ['Transfer-Encoding: chunked, identity'], chunked],
      ['two lengths', ['Content-Length: 0', 'Content-Length: 40'], after],
      ['lengths in a list', ['Content-Length: 0, 40'], after],
      ['a length with a sign', ['Content-Length: +0'], after],
      ['a length in hexadecimal', ['Content-Length: 0x0'], after],
      ['a folded line', ['X-A: b', ' Content-Length: 40', 'Transfer-Encoding: chunked', 'Content-Length: 1'], after],
      ['a name with a blank', ['Content-Length : 40'], after],
    ]
    for (const [name, headers, rest] of cases) {
      const answer = await write('POST /api/v1/session HTTP/1.1', host(), ...headers, '', ...rest)
      expect([name, [400, 501].includes(answer.status)]).toEqual([name, true])
      // the connection ends with it: what was behind is answered by nobody
      expect([name, String(answer.body).match(/HTTP\/1\.1 \d/g)]).toEqual([name, null])
    }
  })

  it.skipIf(unbuilt)(`who asks for parts is given the whole${unbuilt ? `: ${unbuilt}` : ''}`, async () => {
    const many = (count: number, part: (index: number) => string) =>
      Array.from({ length: count }, (_, i) => part(i)).join()
    const ranges = [
      ...[
        'bytes=0-0',
        'bytes=-1',
        'bytes=0-',
        'bytes=5-2',
        'bytes=-0',
        'bytes=99999999-',
        'bytes=0-99999999999999999999',
      ],
      ...[
        'bytes=',
        'bytes=a-b',
        'items=0-5',
        'bytes=--1',
        'bytes=0-0,-1',
        'bytes=0-,0-,0-',
        'bytes=0-9,5-14',
        'bytes 0-5',
      ],
      ...[
        `bytes=${many(200, () => '0-')}`,
        `bytes=${many(500, (i) => `${i}-${i}`)}`,
        `bytes=0-0,${many(300, () => '5-')}`,
      ],
    ]
    const script = `/assets/${readdirSync(assets).find((one) => /^application-.*\.js$/.test(one))}`
    const sheet = '/api/v1/import-templates/students?locale=en'
    const wrong: string[] = []
    for (const path of [script, '/', '/api/v1/session', sheet]) {
      const whole = await send('GET', path)
      for (const range of ranges) {
        const begun = Date.now()
        const { status, headers, body } = await send('GET', path, { range })
        // a page has a nonce of its own each time, and a sheet its date
        const same = path !== script || body.equals(whole.body)
        const parts = headers['content-range'] ?? headers['accept-ranges']
        if (status !== 200 || parts || !same) wrong.push(`${path} ${range.slice(0, 40)}: ${status} ${parts}`)
        if (Date.now() - begun > 3_000) wrong.push(`${path} ${range.slice(0, 40)} took ${Date.now() - begun} ms`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('no answer becomes a script of another page', async () => {
    const wrong: string[] = []
    for (const path of [...personal, '/api/v1/installation', '/api/v1/notifications']) {
      const calls = ['callback', 'jsonp', 'cb', 'jsoncallback', '_callback'].map((name) => `${path}?${name}=alert`)
      for (const target of [path, ...calls, `${path}?format=js&callback=alert`]) {
        const { status, headers, body } = await send('GET', target)
        const json = /^application\/(problem\+)?json/.test(String(headers['content-type']))
        const plain = headers['x-content-type-options'] === 'nosniff' && !String(body).includes('alert(')
        if (!json || !plain || !/^[{[]/.test(String(body)) || status >= 500)
          wrong.push(`${target}: ${headers['content-type']}`)
      }
      const elsewhere = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
      for (const kind of ['script', 'image', 'style', 'iframe', 'object', 'empty']) {
        const { status } = await send('GET', `${path}?callback=alert`, { ...elsewhere, 'sec-fetch-dest': kind })
        if (status !== 403) wrong.push(`${path} as ${kind}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('what is told back breaks no line of the answer', async () => {
    const forged = '%0d%0aX-Injected:%201%0d%0a'
    for (const path of [`/api/v1/${forged}`, `/${forged}`, `/api/v1/import-templates/students?locale=${forged}`]) {
      const answer = await send('GET', path)
      expect([path, answer.headers['x-injected'], answer.status < 500]).toEqual([path, undefined, true])
    }
    for (const header of ['x-request-id', 'origin', 'accept-language', 'if-none-match', 'referer']) {
      const answer = await send('GET', '/api/v1/session', { [header]: 'a\tX-Injected: 1' })
      expect([header, answer.headers['x-injected']]).toEqual([header, undefined])
      expect(Object.values(answer.headers).join('\n')).not.toContain('Injected')
    }
  })
})
