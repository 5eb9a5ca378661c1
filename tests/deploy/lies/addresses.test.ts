import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inside } from '../../../web/ui/inside.ts'
import { siteName } from '../nginx.ts'
import { login, type Stage, startStage, withoutStage } from '../stage.ts'
import type { Answer } from '../visitor.ts'
import { redirectSpellings } from './spellings.ts'

let stage: Stage
const host = () => `Host: ${siteName}:${stage.nginx.httpsPort}`
/** The target as it is, which no client that parses addresses would send. */
const ask = (target: string, { method = 'GET', plain = false, headers = [] as string[] } = {}): Promise<Answer> =>
  stage.visitor.write(
    [
      `${method} ${target} HTTP/1.1`,
      plain ? `Host: ${siteName}` : host(),
      ...headers,
      'Connection: close',
      '',
      '',
    ].join('\r\n'),
    { plain },
  )
const asAdmin = (target: string, method = 'GET') => ask(target, { method, headers: [`Cookie: ${stage.cookie}`] })
/** What the line of a request cannot hold is percent-encoded, as browsers do. */
const onLine = (text: string) => text.replaceAll(/[\s"<>^`{|}]/g, (sign) => encodeURIComponent(sign))
const own = () => `https://${siteName}:${stage.nginx.httpsPort}`
const originOf = (location: unknown) => new URL(String(location), own()).origin
const failed = ({ status }: Answer) => status >= 500
const summary = (answer: Answer) =>
  `${answer.status} ${answer.headers['content-type']} ${answer.headers['cache-control']}`

describe('where somebody goes after signing in', () => {
  it.each(redirectSpellings.map((one) => [one]))('never to another host: %j', (target) => {
    const path = inside(target)
    expect(path).toMatch(/^\/(?![/\\])/)
    expect(new URL(path, 'https://bm23.test').origin).toBe('https://bm23.test')
  })

  it('and to every address of this one', () => {
    for (const path of ['/', '/projects?year=2026-2027&q=ນ້ຳ#top', '/imports/1', '/a?return=//evil.example']) {
      const url = new URL(path, 'https://bm23.test')
      expect(inside(path)).toBe(url.pathname + url.search + url.hash)
    }
    expect([inside(undefined), inside(''), inside('projects')]).toEqual(['/', '/', '/'])
  })
})

describe.skipIf(withoutStage)(`addresses that lie${withoutStage ? `: ${withoutStage}` : ''}`, () => {
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage?.close())

  it('plain HTTP sends to its own host over HTTPS, or refuses', async () => {
    const wrong: string[] = []
    let sent = 0
    for (const spelling of redirectSpellings) {
      const answer = await ask(onLine(spelling), { plain: true })
      const { location } = answer.headers
      if (location === undefined ? answer.status < 400 : originOf(location) !== own() || answer.status !== 308) {
        wrong.push(`${spelling}: ${answer.status} ${location}`)
      }
      if (location !== undefined) sent += 1
      if (/[\r\n]/.test(String(location)) || answer.headers['x-injected']) wrong.push(`${spelling}: broke a line`)
    }
    expect(wrong).toEqual([])
    expect(sent).toBeGreaterThan(15)
  })

  it('over HTTPS nothing sends anybody anywhere else', async () => {
    const wrong: string[] = []
    for (const spelling of redirectSpellings) {
      const value = encodeURIComponent(spelling)
      const targets = [onLine(spelling), `/sign-in?return=${value}`, `/api/docs?url=${value}`]
      const named = ['next', 'url', 'redirect', 'redirect_uri', 'continue'].map((name) => `${name}=${value}`).join('&')
      for (const target of [...targets, `/?${named}`, `/api/v1/session?${named}`]) {
        const answer = await asAdmin(target)
        const { location, refresh } = answer.headers
        if ((location && originOf(location) !== own()) || refresh || failed(answer))
          wrong.push(`${target}: ${location}`)
        if (answer.headers['x-injected'] || String(answer.body).includes('url=//evil')) wrong.push(`${target}: told`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('what is for the machine alone is found by no spelling', async () => {
    const spellings = ['metrics', 'health/ready', 'health/live'].flatMap((name) => [
      ...[`/${name}`, `/${name}/`, `//${name}`, `/./${name}`, `/${name}.`, `/${name}%2f`, `/${name};x`, `/${name}%00`],
      ...[
        `/${name}%20`,
        `/${name}?x`,
        `/${name}/x`,
        `/${name}%2e`,
        `/${name.toUpperCase()}`,
        `/%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
      ],
      ...[
        `/api/..;/${name}`,
        `/api/../${name}`,
        `/api/v1/..%2f..%2f${name}`,
        `/api/%2e%2e/${name}`,
        `/api/v1/;/../../${name}`,
      ],
      ...[
        `/assets/../${name}`,
        `/assets/..%2f${name}`,
        `/assets/%2e%2e%2f${name}`,
        `/assets/..;/${name}`,
        `/assets/..%5c${name}`,
      ],
      ...[
        `/x/..//${name}`,
        `/%252f${name}`,
        `/%2f${name}`,
        `/%5c${name}`,
        `/\\${name}`,
        `/.%2f${name}`,
        `/x%2f..%2f${name}`,
      ],
      ...[
        `/api/v1/live/../../../${name}`,
        `/api/v1/imports/%2e%2e/%2e%2e/%2e%2e/${name}`,
        `/${name}%23`,
        `/${name}%3fx`,
      ],
    ])
    const found: string[] = []
    for (const target of spellings) {
      const { status, body, headers } = await asAdmin(target)
      // a page for every address that is none of the API; it is the same for everybody
      const page = status === 200 && headers['content-type']?.startsWith('text/html')
      if ((status < 400 && !page) || status >= 500) found.push(`${target}: ${status}`)
      if (/# HELP|"checks"|^ok$/m.test(String(body))) found.push(`${target}: ${String(body).slice(0, 40)}`)
    }
    expect(spellings.length).toBeGreaterThan(90)
    expect(found).toEqual([])
  })

  it('a rule of the proxy for one address is got round by no other spelling of it', async () => {
    const spelt = (path: string) => {
      const last = path.split('/').at(-1) ?? ''
      const before = path.slice(0, -last.length)
      return [
        ...[`/${path}`, path.replace('/v1/', '//v1/'), path.replace('/v1/', '/v1//'), path.replace('/v1/', '/v1/./')],
        ...[path.replace('/v1/', '/v1/x/../'), path.replace('/v1/', '/v1/..;/v1/'), path.replace('/v1/', '/v1%2f')],
        ...[
          path.replace('api', '%61pi'),
          path.replace('api', 'API'),
          path.replace('v1', 'V1'),
          path.replace('v1', 'v1;x'),
        ],
        ...[
          `${before}${encodeURIComponent(last[0] ?? '').replace(last[0] ?? '', `%${last.charCodeAt(0).toString(16)}`)}${last.slice(1)}`,
        ],
        ...[
          `${path}/`,
          `${path}.`,
          `${path};x`,
          `${path}%2f`,
          `${path}%00`,
          `${path}%20`,
          `${path}/.`,
          `${path}//`,
          `${before}${last.toUpperCase()}`,
        ],
        ...[
          `/assets/..${path}`,
          `/assets/../${path.slice(1)}`,
          `/assets/%2e%2e${path}`,
          `/x/%2e%2e${path}`,
          `${path}%23`,
          `${path}?a`,
        ],
      ]
    }
    const wrong: string[] = []
    // answers with secrets are compressed by no spelling
    for (const path of ['/api/v1/session', '/api/v1/account/tokens', '/api/v1/account']) {
      for (const target of spelt(path)) {
        const answer = await ask(target, { headers: [`Cookie: ${stage.cookie}`, 'Accept-Encoding: gzip, br'] })
        const json = answer.headers['content-type']?.startsWith('application/json')
        if (failed(answer)) wrong.push(`${target}: ${answer.status}`)
        if (answer.status < 400 && json && answer.headers['content-encoding']) wrong.push(`${target}: compressed`)
        if (answer.status < 400 && json && !/no-store/.test(String(answer.headers['cache-control']))) wrong.push(target)
      }
    }
    // the API is refused over plain HTTP, and sent on by no spelling that would be the API
    for (const target of spelt('/api/v1/session')) {
      const answer = await ask(target, { plain: true })
      const path = new URL(String(answer.headers.location ?? '/'), own()).pathname
      if (answer.status === 308 ? /^\/+api(?:\/|$)/.test(decodeURIComponent(path)) : answer.status < 400) {
        wrong.push(`plain ${target}: ${answer.status} ${answer.headers.location}`)
      }
    }
    // no spelling takes a body of the size of an upload to what takes none
    for (const target of [
      ...['/api/v1/imports/..%2fyears', '/api/v1/imports/x%2f..%2f..%2fyears', '/api/v1/imports/../years'],
      ...['/api/v1/imports/%2e%2e/years', '/api/v1/years?/api/v1/imports/students', '/api/v1/years;/imports/students'],
      ...[
        '/api/v1/years#/api/v1/imports/students',
        '/api/v1/imports/students/../../years',
        '//api/v1/years',
        '/api/v1/years/',
      ],
    ]) {
      const headers = { cookie: stage.cookie, 'content-type': 'application/json' }
      const { status } = await stage.visitor.send('POST', target, { headers, body: Buffer.alloc(1_100_000, 32) })
      if (![400, 404, 413].includes(status)) wrong.push(`large ${target}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  it('no ending of an address has a cache keep what is for one person', async () => {
    const personal = ['/api/v1/session', '/api/v1/account/tokens', '/api/v1/notifications', '/api/v1/account/sessions']
    const endings = [
      ...['/x.css', '/x.js', '/x.png', '.css', '.js', '%2fx.css', ';x.css', ';.js', '%3bx.css', '%00.css', '%0ax.css'],
      ...[
        '%23x.css',
        '%3fx.css',
        '/..%2fx.css',
        '/%2e%2e%2fx.css',
        '//x.css',
        '/.css',
        '/%2e.css',
        '\\x.css',
        '~x.css',
      ],
    ]
    const wrong: string[] = []
    for (const path of personal) {
      const plain = await asAdmin(path)
      expect([path, summary(plain)]).toEqual([path, expect.stringMatching(/^200 application\/json.* .*no-store/)])
      for (const ending of endings) {
        const answer = await asAdmin(path + ending)
        const kept = !/no-store/.test(String(answer.headers['cache-control']))
        if (![400, 404].includes(answer.status) || kept) wrong.push(`${path}${ending}: ${summary(answer)}`)
        if (String(answer.body).includes(`"${login}"`)) wrong.push(`${path}${ending} tells`)
      }
      // the query and what a proxy would normalise change nothing about what may be kept
      for (const target of [
        `${path}?x.css`,
        `/assets/..${path}`,
        `/assets/%2e%2e${path}`,
        `/assets/..%2f${path.slice(1)}`,
      ]) {
        const answer = await asAdmin(target)
        const kept = !/no-store/.test(String(answer.headers['cache-control']))
        if (kept || failed(answer)) wrong.push(`${target}: ${summary(answer)}`)
      }
    }
    for (const path of ['/projects', '/account', '/']) {
      for (const ending of ['/x.css', '/x.js', '%2fx.css', '?x.css', '.css']) {
        const answer = await asAdmin(path + ending)
        if (!/no-store/.test(String(answer.headers['cache-control'])))
          wrong.push(`${path}${ending}: ${summary(answer)}`)
        if (String(answer.body).includes(login)) wrong.push(`${path}${ending} tells`)
      }
    }
    expect(wrong).toEqual([])
  })
})
