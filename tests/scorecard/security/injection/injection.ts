import { existsSync } from 'node:fs'
import type { InjectOptions } from 'fastify'
import type { TestApp } from '../../../harness.ts'
import { startPostOffice } from '../../../post-office.ts'
import { Chance } from '../../chance.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'
import { type Operation, operationsOf } from '../fuzz.ts'
import { valid } from '../odd-values.ts'
import { castOf } from '../people.ts'
import { letters } from './letters.ts'
import { mark, payloads, pollutions, product } from './payloads.ts'
import { builtStatements } from './texts.ts'

/** Draws every field there is, and of each choice the first. */
class Whole extends Chance {
  override percent(): boolean {
    return true
  }
  override below(most: number): number {
    return most === 3 ? 1 : 0
  }
}

/** Every place of a value that holds no other, with how to put something else there. */
function places(value: unknown): ((instead: unknown) => unknown)[] {
  if (Array.isArray(value))
    return value.flatMap((one, at) => places(one).map((put) => (instead: unknown) => value.with(at, put(instead))))
  if (value && typeof value === 'object')
    return Object.entries(value).flatMap(([name, one]) =>
      places(one).map((put) => (instead: unknown) => ({ ...value, [name]: put(instead) })),
    )
  return [(instead) => instead]
}

interface Aim {
  readonly name: string
  request(payload: string): InjectOptions
}

/** Everything that somebody may choose of a request: each part of the path, each name of the query, each place of the body. */
function aimsOf(operation: Operation, ids: readonly string[], cookie: string): Aim[] {
  const whole = new Whole(1)
  const { method, path, parameters, body } = operation
  const given = body ? valid(body, whole, ids) : undefined
  const headers = { cookie, 'if-match': '"1"' }
  const inPath = parameters.filter((one) => one.in === 'path')
  const url = (instead: Record<string, string> = {}) =>
    inPath.reduce(
      (text, one) => text.replace(`{${one.name}}`, encodeURIComponent(instead[one.name] ?? ids[0] ?? '')),
      path,
    )
  const send = (at: string, payload: unknown): InjectOptions => ({
    ...{ method, url: at },
    headers: { ...headers, ...(payload === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  })
  const aim = (name: string, request: Aim['request']): Aim => ({ name: `${operation.operationId} ${name}`, request })
  return [
    ...inPath.map((one) => aim(one.name, (payload) => send(url({ [one.name]: payload }), given))),
    ...parameters
      .filter((one) => one.in === 'query')
      .map((one) =>
        aim(one.name, (payload) => send(`${url()}?${new URLSearchParams({ [one.name]: payload })}`, given)),
      ),
    ...places(given ?? []).map((put, at) => aim(`body ${at}`, (payload) => send(url(), put(payload)))),
  ]
}

/** What an answer gives away of an effect, other than that a value came back as it went in. */
function effectOf(name: string, answer: Awaited<ReturnType<TestApp['server']['inject']>>): string[] {
  const { statusCode, headers, body } = answer
  const cookie = String(headers['set-cookie'] ?? '')
  return [
    ...(statusCode >= 500 ? [`${name}: ${statusCode} ${body.slice(0, 100)}`] : []),
    ...(body.includes(product) ? [`${name}: a template was filled in`] : []),
    ...(/root:[x*]:0:/.test(body) ? [`${name}: a file of the system`] : []),
    ...(`x-${mark}` in headers || cookie.includes(mark) ? [`${name}: a header`] : []),
  ]
}

/** Sort keys that are none, at each list. */
async function sortKeys(app: TestApp, operations: readonly Operation[], cookie: string, id: string) {
  const lists = operations.filter(({ parameters }) => parameters.some((one) => one.name === 'sort'))
  const accepted: string[] = []
  for (const { operationId, path } of lists) {
    for (const key of ['password_hash', '-1', 'id; select 1', 'createdAt,id', '(select 1)', 'constructor']) {
      const url = `${path.replace(/\{\w+\}/g, id)}?${new URLSearchParams({ sort: key })}`
      const { statusCode } = await app.server.inject({ url, headers: { cookie } })
      if (statusCode !== 400) accepted.push(`${operationId} ${key} ${statusCode}`)
    }
  }
  return { lists: lists.length, accepted }
}

/** Signs that stand for others in a pattern, at each list with a search: they find themselves only. */
async function patterns(app: TestApp, operations: readonly Operation[], cookie: string) {
  const lists = operations.filter(
    ({ method, path, parameters }) =>
      method === 'GET' && !path.includes('{') && parameters.some((one) => one.name === 'q'),
  )
  const total = async (path: string, q: string) => {
    const { statusCode, body } = await app.server.inject({
      url: `${path}?${new URLSearchParams({ q })}`,
      headers: { cookie },
    })
    const answer = JSON.parse(body) as { total?: number; items?: unknown[] }
    return statusCode === 200 ? (answer.total ?? answer.items?.length ?? 0) : -1
  }
  const wrong: string[] = []
  for (const { operationId, path } of lists) {
    // two signs, so that searches which want two are asked as well
    for (const q of ['%%', '__', '%_', '\\\\', "%'"]) {
      const found = await total(path, q)
      if (found !== 0) wrong.push(`${operationId} ${q}: ${found}`)
    }
  }
  return { lists: lists.length, wrong }
}

async function pollute(app: TestApp, operations: readonly Operation[], ids: readonly string[], cookie: string) {
  let sent = 0
  for (const { method, path, body } of operations) {
    const url = path.replace(/\{\w+\}/g, ids[0] ?? '')
    const given = JSON.stringify(body ? valid(body, new Whole(1), ids) : {})
    const headers = { cookie, 'if-match': '"1"', 'content-type': 'application/json' }
    const query = `__proto__[${mark}]=1&constructor[prototype][${mark}]=1&__proto__.${mark}=1`
    await app.server.inject({ method, url: `${url}?${query}`, headers: { cookie } })
    for (const one of body ? pollutions : []) {
      await app.server.inject({ method, url, headers, payload: `{${one}${given === '{}' ? '' : ','}${given.slice(1)}` })
      await app.server.inject({
        method,
        url,
        headers,
        payload: given.replaceAll('{', `{${one},`).replaceAll(',}', '}'),
      })
      sent += 2
    }
  }
  const plain: Record<string, unknown> = {}
  return { sent, polluted: plain[mark] === undefined ? [] : ['every object'] }
}

/** So many texts for each aim, from another one on each time. */
async function aimAll(app: TestApp, aims: readonly Aim[], chance: Chance, each: number) {
  const effects: string[] = []
  let deeper = 0
  for (const aim of aims) {
    const first = chance.below(payloads.length)
    for (let at = 0; at < each; at += 1) {
      const answer = await app.server.inject(aim.request(payloads[(first + at) % payloads.length] ?? ''))
      effects.push(...effectOf(aim.name, answer))
      if (answer.statusCode !== 400 && answer.statusCode !== 401) deeper += 1
    }
  }
  return { deeper, effects }
}

/** Every value of every request tries to be more than a value; nothing of it may be done by anybody who reads it. */
export async function measureInjection(context: Context): Promise<Figure[]> {
  const office = await startPostOffice()
  context.defer(office.close)
  const app = await context.app({ BM23_SMTP_URL: office.url, BM23_MAIL_FROM: 'bm23@example.org' })
  const { cookies, ids } = await castOf(app)
  const cookie = cookies[1] ?? ''
  // what ends the session of the run comes last
  const ends = /session|signOut|closeYear|updateAccount|password|factor/i
  const all = operationsOf(app)
  const isEnd = ({ operationId }: Operation) => ends.test(operationId)
  const operations = [...all.filter((one) => !isEnd(one)), ...all.filter(isEnd)]
  const sorted = await sortKeys(app, operations, cookie, ids[0] ?? '')
  const searched = await patterns(app, operations, cookie)
  const built = new Set<string>()
  const failed = new Set<string>()
  app.database.watch(({ text, error }) => {
    if (/zqx9471|pg_sleep|etc.passwd/.test(text)) built.add(text.slice(0, 200))
    const code = (error as { code?: string } | undefined)?.code
    if (code?.startsWith('42')) failed.add(`${code} ${text.slice(0, 200)}`)
  })
  const aims = operations.flatMap((one) => aimsOf(one, ids, cookie))
  const each = context.count({ canary: 3, ci: 4, release: payloads.length })
  const { deeper, effects } = await aimAll(app, aims, new Chance(context.seed), each)
  const { sent: tried, polluted } = await pollute(app, operations, ids, cookie)
  // the passwords that were tried have locked the first one out
  await app.account('clerk', 'admin')
  const mail = await letters(app, await app.as('clerk'), office.received)
  const texts = builtStatements()
  return [
    atLeast('files of the program read', texts.files, 150),
    none('statements put together of texts, unjudged', texts.unjudged),
    atLeast('lists with an order', sorted.lists, 10),
    none('orders accepted that are none', sorted.accepted),
    atLeast('lists with a search', searched.lists, 8),
    none('signs of patterns that find others', searched.wrong),
    atLeast('values that may be chosen', aims.length, 300),
    atLeast('requests', aims.length * each, aims.length * 3),
    atLeast('of them whose form was accepted', deeper, aims.length / 3),
    none('found in the text of a statement', [...built]),
    none('statements that are none any more', [...failed]),
    none('effects in answers', effects),
    none('commands carried out', existsSync(`/tmp/${mark}`) ? ['touch'] : []),
    atLeast('requests with names that every object has', tried, 100),
    none('prototypes changed', polluted),
    atLeast('letters', mail.sent, payloads.length),
    none('letters to others, and lines put into their heads', mail.wrong),
  ]
}
