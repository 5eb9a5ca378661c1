import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { features } from '../../../server/features.ts'
import type { Stage } from '../../deploy/stage.ts'
import { multipart } from '../../harness.ts'
import { startCatcher } from '../../observability/catcher.ts'
import { bodies, someId } from '../../permissions/samples.ts'
import { Chance } from '../chance.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const endpoints = features.flatMap((one) => one.routes.map((route) => route.endpoint))
/** They would end the session that asks on. */
const left = new Set(['signOut', 'changePassword'])

/** Words that are nowhere else, each with where it was sent. */
class Planted {
  readonly words = new Map<string, string>()
  readonly #chance: Chance

  constructor(seed: number) {
    this.#chance = new Chance(seed)
  }

  word(where: string): string {
    let word = 'plant'
    while (word.length < 20) word += String.fromCharCode(97 + this.#chance.below(26))
    this.words.set(word, where)
    return word
  }
}

/** A body with a planted word in place of every text; numbers, ids and dates stay, so that some of it is accepted. */
function filled(body: unknown, planted: Planted, where: string): unknown {
  if (typeof body === 'string') {
    return body === someId || /^\d{4}-\d\d-\d\d$|^\d\d:\d\d$/.test(body) ? body : planted.word(where)
  }
  if (Array.isArray(body)) return body.map((one) => filled(one, planted, where))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, filled(value, planted, `${where}.${key}`)]),
  )
}

/** Asks every route once, with words in body, query, headers, file name and content; whatever it answers. */
async function askEverything({ visitor, cookie }: Stage, planted: Planted): Promise<void> {
  for (const endpoint of endpoints.filter((one) => !left.has(one.operationId))) {
    const name = endpoint.operationId
    const path = endpoint.path.replace(/:token\b/, () => planted.word(`${name} token`)).replace(/:\w+/g, someId)
    const query = `?q=${planted.word(`${name} query`)}&${planted.word(`${name} name of a query`)}=1`
    const headers: Record<string, string> = {
      cookie: `${cookie}; other=${planted.word(`${name} cookie`)}`,
      authorization: `Bearer ${planted.word(`${name} authorization`)}`,
      referer: `https://example.org/${planted.word(`${name} referer`)}`,
      'x-forwarded-for': planted.word(`${name} x-forwarded-for`),
      ...(endpoint.method === 'GET' ? {} : { 'if-match': '"1"' }),
    }
    if (endpoint.upload) {
      const content = `%PDF-1.4\n${planted.word(`${name} content`)}\n%%EOF`
      const form = multipart(
        { note: planted.word(`${name} note`) },
        { name: `${planted.word(`${name} file`)}.pdf`, content },
      )
      const sent = { headers: { ...headers, 'content-type': form.type }, body: form.payload }
      await visitor.send(endpoint.method, `/api/v1${path}${query}`, sent)
    } else {
      const body = endpoint.body ? { body: filled(bodies[name as keyof typeof bodies], planted, name) as object } : {}
      await visitor.send(endpoint.method, `/api/v1${path}${query}`, { headers, ...body })
    }
  }
}

/** Passwords, right and wrong, and a session. */
async function signIn({ visitor }: Stage, planted: Planted, right: readonly string[]): Promise<void> {
  for (const password of right) planted.words.set(password, 'the right password')
  for (let i = 0; i < 5; i += 1) {
    const body = { login: planted.word('a login that is none'), password: planted.word('a wrong password') }
    await visitor.send('POST', '/api/v1/session', { body })
  }
  await visitor.send('GET', `/invitation/${planted.word('the link of an invitation')}`)
}

/** Lines that would be new ones if a text were written as it came. */
const forged = '{"level":60,"msg":"forged"}'

async function forge({ visitor, cookie }: Stage, times: number): Promise<void> {
  const text = `\r\n${forged}\n`
  for (let i = 0; i < times; i += 10) {
    const ten = Array.from({ length: 10 }, (_, at) => {
      const kind = (i + at) % 3
      if (kind === 0) return visitor.send('GET', `/api/v1/years?q=${encodeURIComponent(text)}`, { headers: { cookie } })
      if (kind === 1) return visitor.send('GET', `/${encodeURIComponent(text)}/x`)
      return visitor.send('POST', '/api/v1/session', { body: { login: text, password: text } })
    })
    await Promise.all(ten)
  }
}

/** What the database writes when it refuses a row: a name that is taken. @returns the status of the second write */
async function collide({ visitor, cookie }: Stage, planted: Planted): Promise<number> {
  const write = (path: string, body: object) => visitor.send('POST', `/api/v1${path}`, { headers: { cookie }, body })
  const year = await write('/years', { name: '2031-2032', startsOn: '2031-09-01', endsOn: '2032-08-31' })
  const body = { name: planted.word('a name that is taken'), yearId: JSON.parse(String(year.body)).id }
  await write('/majors', { ...body, abbreviation: 'ONE' })
  return (await write('/majors', { ...body, abbreviation: 'TWO' })).status
}

/** What the proxy writes when a process dies while it answers: a request that must not be repeated is told in its error log. */
async function dieWhileAnswering({ apps, visitor, cookie }: Stage, planted: Planted): Promise<void> {
  for (const app of apps) app.signal('SIGSTOP')
  const headers = { cookie }
  const path = `/api/v1/majors?q=${planted.word('a query nobody answered')}`
  const asked = visitor.send('POST', path, { headers, body: { name: planted.word('a body nobody answered') } })
  await setTimeout(300)
  await Promise.all(apps.map((one) => one.end('SIGKILL')))
  await asked
}

interface Log {
  readonly name: string
  readonly text: string
}

const readLogs = (folder: string, kind: string): Log[] =>
  readdirSync(folder)
    .filter((name) => name.includes('log'))
    .map((name) => ({ name: `${kind} ${name}`, text: readFileSync(join(folder, name), 'utf8') }))

/** Plants words wherever a secret or a personal text goes in, and looks for them in everything that is written. */
export async function measureLogSecrets(context: Context): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-logs-'))
  context.defer(() => rmSync(folder, { recursive: true, force: true }))
  const catcher = await startCatcher()
  context.defer(() => catcher.close())
  const stage = await context.stage({
    ...{
      BM23_LOG_LEVEL: 'debug',
      BM23_LOG_FILE: join(folder, 'bm23.log'),
      BM23_SLOW_REQUEST_MS: '1',
      BM23_SLOW_QUERY_MS: '1',
    },
    BM23_SENTRY_DSN: `http://public@127.0.0.1:${catcher.port}/1`,
  })
  // as the database of docs/deploy.md is; the processes connect anew
  const roles = readFileSync(join(root, 'deploy/postgres/roles.sql'), 'utf8')
  for (const [, setting] of roles.matchAll(/alter database %I set ([^']*)'/g))
    await stage.cluster.query(`alter database postgres set ${setting}`)
  await stage.cluster.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
  )
  const planted = new Planted(context.seed)
  await signIn(stage, planted, ['nobody guesses this', ...stage.cookie.split('=').slice(1)])
  await askEverything(stage, planted)
  const collision = await collide(stage, planted)
  const refused = await stage.visitor.send('GET', '/api/v1/years')
  const times = context.count({ canary: 60, ci: 300, release: 10_000 })
  await forge(stage, times)
  await dieWhileAnswering(stage, planted)
  const logs = [
    ...readLogs(folder, 'the program’s'),
    ...readLogs(stage.nginx.folder, 'nginx'),
    { name: 'PostgreSQL', text: stage.cluster.log() },
    { name: 'reports', text: catcher.bodies.join('\n') },
  ]
  const found = logs.flatMap(({ name, text }) =>
    [...planted.words].filter(([word]) => text.includes(word)).map(([, where]) => `${where} in ${name}`),
  )
  const id = String(refused.headers['x-request-id'])
  const with_ = logs.filter(({ text }) => text.includes(id)).map((one) => one.name)
  const lines = logs.filter((one) => /bm23/.test(one.name)).flatMap((one) => one.text.split('\n').filter(Boolean))
  return [
    atLeast('words planted', planted.words.size, 200),
    none('words found again', [...new Set(found)]),
    atLeast('rows that the database refused', collision === 409 ? 1 : 0, 1),
    atLeast('lines read', lines.length, times),
    none(
      `lines that are no line of ours, after ${times} attempts`,
      lines.filter((one) => !ours(one)),
    ),
    atLeast('logs with the id of one request', with_.length, 2),
    { ...atLeast('and its answer', JSON.parse(String(refused.body)).requestId === id ? 1 : 0, 1) },
  ]
}

function ours(line: string): boolean {
  try {
    return (JSON.parse(line) as { msg?: string }).msg !== 'forged'
  } catch {
    return false
  }
}
