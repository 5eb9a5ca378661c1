import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { InjectOptions } from 'fastify'
import { Problem } from '../../../contract/problem.ts'
import type { TestApp } from '../../harness.ts'
import { Chance } from '../chance.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { garbage, nearly, type Schema, valid } from './odd-values.ts'
import { type Cast, castOf } from './people.ts'

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  operationId: string
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[]
  body: Schema | null
  upload: boolean
}

interface Description {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        parameters?: Operation['parameters']
        requestBody?: { content: Record<string, { schema: Schema }> }
      }
    >
  >
}

export function operationsOf(app: TestApp): Operation[] {
  const { paths } = app.server.swagger() as unknown as Description
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      method: method.toUpperCase() as Operation['method'],
      ...{ path, operationId: one.operationId, parameters: one.parameters ?? [] },
      body: one.requestBody?.content['application/json']?.schema ?? null,
      upload: one.requestBody?.content['multipart/form-data'] !== undefined,
    })),
  )
}

/** What must never end others' sessions or shut the people of the run out. */
const left = new Set(['signOut', 'changePassword', 'updateAccount', 'closeYear'])
const badTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'text/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
]
const leaks = /node_modules|\bat \/|\.ts:\d|select .* from|insert into|relation "|syntax error at/i

/** An address can hold no half of a pair. */
const wellFormed = (text: string) => Buffer.from(text).toString()

function requestOf(operation: Operation, chance: Chance, ids: readonly string[], cookie: string): InjectOptions {
  const shape = chance.next()
  const make = (schema: Schema) => {
    const value = valid(schema, chance, ids)
    if (shape < 0.6) return value
    return shape < 0.85 ? nearly(value, chance) : garbage(chance)
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))
  const safe = (value: string) => encodeURIComponent(wellFormed(value).slice(0, 4_000))
  let url = operation.path
  const query = new URLSearchParams()
  const headers: Record<string, string> = cookie ? { cookie } : {}
  for (const { name, in: place, schema, required } of operation.parameters) {
    if (place === 'path') url = url.replace(`{${name}}`, safe(text(make(schema))) || 'x')
    if (place === 'query' && (required || chance.percent(30)))
      query.append(name, wellFormed(text(make(schema))).slice(0, 2_000))
    if (name === 'if-match' && chance.percent(90)) headers['if-match'] = `"${chance.below(5)}"`
  }
  if (query.size > 0) url += `?${query}`
  if (!operation.body && !operation.upload) return { method: operation.method, url, headers }
  const payload = JSON.stringify(make(operation.body ?? {})) ?? ''
  headers['content-type'] = chance.percent(95) ? 'application/json' : chance.one(badTypes)
  return { method: operation.method, url, headers, payload: chance.percent(3) ? payload.slice(0, -1) : payload }
}

/** Sends what was drawn and says what is wrong with the answer; keeps the ids that come back. */
async function tryOne(
  app: TestApp,
  operation: Operation,
  request: InjectOptions,
  ids: string[],
): Promise<string | null> {
  const answer = await app.server.inject(request)
  const name = `${operation.operationId} ${answer.statusCode}`
  for (const [id] of answer.body
    .slice(0, 20_000)
    .matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g)) {
    if (ids.length < 500) ids.push(id)
  }
  if (answer.statusCode >= 500) return `${name}: ${answer.body.slice(0, 200)} ${JSON.stringify(request).slice(0, 300)}`
  if (answer.statusCode < 400) return null
  if (leaks.test(answer.body)) return `${name} tells of the inside: ${answer.body.slice(0, 200)}`
  const problem = Problem.safeParse(answer.json())
  return problem.success && problem.data.status === answer.statusCode
    ? null
    : `${name} is no problem: ${answer.body.slice(0, 200)}`
}

/** What is still in use once everything else was thrown away, in bytes. */
function memoryInUse(): number {
  setFlagsFromString('--expose_gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

/**
 * Requests drawn from the description of the API, most of them valid, as five kinds of people and nobody, with ids from
 * earlier answers. Nothing may fail on our side, tell of the inside, or answer otherwise than promised (an answer that does
 * not keep its schema is a 500 by construction).
 */
export async function measureFuzz(context: Context): Promise<Figure[]> {
  const app = await context.app()
  const cast: Cast = await castOf(app)
  const operations = operationsOf(app).filter((one) => !left.has(one.operationId))
  const chance = new Chance(context.seed)
  const ids = [...cast.ids]
  const wrong: string[] = []
  const reached = new Set<string>()
  const requests = context.count({ canary: 1_500, ci: 20_000, release: 1_000_000 })
  const before = memoryInUse()
  for (let sent = 0; sent < requests; ) {
    const batch = Array.from({ length: 8 }, () => {
      const operation = chance.one(operations)
      return { operation, request: requestOf(operation, chance, ids, chance.one(cast.cookies)) }
    })
    const results = await Promise.all(batch.map((one) => tryOne(app, one.operation, one.request, ids)))
    for (const [at, result] of results.entries()) {
      reached.add(batch[at]?.operation.operationId ?? '')
      if (result && wrong.length < 50) wrong.push(result)
    }
    sent += batch.length
  }
  const grown = (memoryInUse() - before) / 1_048_576
  return [
    atLeast('requests', requests, requests),
    atLeast('operations reached', reached.size, operations.length),
    none('failures, leaks and broken promises', wrong),
    atMost('memory in use grown (MB)', Math.round(grown), 60),
  ]
}
