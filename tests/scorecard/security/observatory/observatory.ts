import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { siteName } from '../../../deploy/nginx.ts'
import { login, password, type Stage } from '../../../deploy/stage.ts'
import type { Answer } from '../../../deploy/visitor.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'
import { root } from '../../measure.ts'
import { judge, scoreOf } from './checker.ts'
import { publishedObservatory } from './published.ts'
import type { Seen } from './seen.ts'
import { spoilt } from './spoilt.ts'

const year = { name: '2026-2027', startsOn: '2026-09-01', endsOn: '2027-07-31' }
const bundle = join(root, 'dist/web/assets')

/** As Node gives headers: one sent twice is joined, which the parser of what is written by hand does not do. */
function joined({ raw }: Answer): Seen['headers'] {
  const headers: Record<string, string> = {}
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    if (name !== 'set-cookie') headers[name] = [headers[name], raw[i + 1]].filter((one) => one !== undefined).join(', ')
  }
  return headers
}

/** Asks for answers of every kind, from the program and from nginx itself. Pages come first. */
async function collect(stage: Stage): Promise<{ pages: [string, Answer][]; others: [string, Answer][] }> {
  const { visitor, nginx } = stage
  const host = `Host: ${siteName}:${nginx.httpsPort}`
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object | Buffer) =>
    visitor.send(method, path, { headers: { cookie: stage.cookie, ...headers }, body })
  const write = (...lines: string[]) => visitor.write([...lines, 'Connection: close', '', ''].join('\r\n'))
  const asset = (ending: string) => `/assets/${readdirSync(bundle).find((one) => one.endsWith(ending))}`
  const made = await send('POST', '/api/v1/years', {}, year)
  const item = `/api/v1/years/${JSON.parse(String(made.body)).id}`
  const list = await send('GET', '/api/v1/years')
  const signed = await visitor.send('POST', '/api/v1/session', { body: { login, password } })
  const second = String(signed.headers['set-cookie']).split(';')[0] ?? ''
  const pages: [string, Answer][] = []
  for (const path of ['/', '/projects/somewhere/deep', '/sign-in?next=/years'])
    pages.push([path, await send('GET', path)])
  const others: [string, Answer][] = [
    ['script', await send('GET', asset('.js'))],
    ['styles', await send('GET', asset('.css'))],
    ['font', await send('GET', asset('.woff2'))],
    ['robots.txt', await send('GET', '/robots.txt')],
    ['documentation', await send('GET', '/api/docs')],
    ['200', list],
    ['201', made],
    ['204', await send('DELETE', '/api/v1/session', { cookie: second })],
    [
      '304',
      await send('GET', asset('.js'), { 'if-none-match': String((await send('GET', asset('.js'))).headers.etag) }),
    ],
    ['download', await send('GET', '/api/v1/import-templates/students?locale=en')],
    ['400', await send('POST', '/api/v1/years', {}, { name: '' })],
    ['401', await visitor.send('GET', '/api/v1/session')],
    ['403', await send('POST', '/api/v1/years', { 'sec-fetch-site': 'cross-site' }, year)],
    ['404', await send('GET', '/api/v1/nothing')],
    ['409', await send('POST', '/api/v1/years', {}, year)],
    ['412', await send('PATCH', item, { 'if-match': '"99"' }, { maxMembers: 3 })],
    ['415', await send('POST', '/api/v1/years', { 'content-type': 'text/xml' }, Buffer.from('<a/>'))],
    ['428', await send('PATCH', item, {}, { maxMembers: 3 })],
    ['422', await send('PUT', '/api/v1/account/password', {}, { current: 'no', next: 'nobody guesses that' })],
    ['OPTIONS', await send('OPTIONS', '/api/v1/years')],
    ['nginx 400', await write('GET /api/v1/years HTTP/1.1', host, 'Host: evil.example')],
    ['nginx 404', await send('GET', '/health/ready')],
    ['nginx 405', await send('TRACE', '/api/v1/years')],
    ['nginx 413', await send('POST', '/api/v1/years', {}, Buffer.alloc(1_100_000))],
    ['nginx 414', await send('GET', `/api/v1/years?q=${'x'.repeat(9_000)}`)],
    ['nginx 421', await write('GET /api/v1/years HTTP/1.1', 'Host: evil.example')],
    ['nginx 431', await send('GET', '/api/v1/years', { 'x-much': 'x'.repeat(9_000) })],
    ['nginx 501', await write('POST /api/v1/years HTTP/1.1', host, 'Transfer-Encoding: xchunked')],
  ]
  for (const one of stage.apps) one.signal('SIGSTOP')
  others.push(['nginx 504', await send('GET', '/api/v1/years')])
  for (const one of stage.apps) one.signal('SIGCONT')
  await Promise.all(stage.apps.map((one) => one.end('SIGKILL')))
  for (const one of stage.apps) one.close()
  others.push(['nginx 502', await send('GET', '/api/v1/years')], ['nginx 502, a page', await send('GET', '/projects')])
  return { pages, others }
}

/** The score of every kind of answer, and whether the published observatory judges as the own checker does. */
export async function measureObservatory(context: Context): Promise<Figure[]> {
  const published = await publishedObservatory()
  const stage = await context.stage({}, { 'proxy_read_timeout 60s': 'proxy_read_timeout 1s' })
  const origin = 'https://evil.example'
  const headers = { origin, 'access-control-request-method': 'GET' }
  const [plain, preflight, signed] = [
    await stage.visitor.write(`GET / HTTP/1.1\r\nHost: ${siteName}\r\nConnection: close\r\n\r\n`, { plain: true }),
    await stage.visitor.send('OPTIONS', '/', { headers }),
    await stage.visitor.send('POST', '/api/v1/session', { body: { login, password } }),
  ]
  const cookies = signed.headers['set-cookie'] ?? []
  const route = [`http://${siteName}/`, ...(plain.headers.location ? [String(plain.headers.location)] : [])]
  const { pages, others } = await collect(stage)
  const seenOf = (answer: Answer): Seen => ({
    ...{ host: siteName, status: answer.status, headers: joined(answer), body: String(answer.body), route, cookies },
    elsewhere: { origin, headers: joined(preflight) },
  })
  const answers = [...pages, ...others].map(([name, answer]) => [name, seenOf(answer)] as const)
  const judged = answers.map(([name, seen]) => ({ name, verdicts: judge(seen) }))
  const scores = judged.map(({ verdicts }) => scoreOf(verdicts))
  const bad = spoilt(answers[0]?.[1] as Seen)
  const differ = [...answers, ...bad].flatMap(([name, seen]) => {
    const mine = judge(seen)
    return Object.entries(published(seen)).flatMap(([test, { verdict, points }]) =>
      verdict === mine[test] && points === scoreOf({ test: verdict }) - 100
        ? []
        : [`${name}, ${test}: ${verdict} (${points}), here ${mine[test]}`],
    )
  })
  const kinds = new Set(bad.flatMap(([, seen]) => Object.values(judge(seen))))
  return [
    atLeast('kinds of answers', answers.length, 34),
    atLeast('lowest score of a page, of 165', Math.min(...scores.slice(0, pages.length)), 160),
    atLeast('lowest score of any other answer', Math.min(...scores.slice(pages.length)), 155),
    atLeast('verdicts of npm 1.4.8 compared', (answers.length + bad.length) * 10, 1_300),
    atLeast('verdicts of different kinds that spoilt headers brought', kinds.size, 55),
    none('verdicts or points that differ from npm 1.4.8', differ),
  ]
}
