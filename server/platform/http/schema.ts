import type { FastifySchema } from 'fastify'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { z } from 'zod'
import { type Endpoint, progressType } from '../../../contract/endpoint.ts'
import { Problem } from '../../../contract/problem.ts'

/** The 2xx status that the endpoint answers with unless a reply says another. */
export function successOf(endpoint: Endpoint): number {
  return Number(Object.keys(endpoint.answers)[0])
}

function security(permission: Endpoint['permission']) {
  return permission === 'public' ? [] : [{ session: [] }, { token: [] }]
}

const ProblemAnswer = z.object(Problem.shape).describe('Problem details (RFC 9457)')
z.globalRegistry.add(ProblemAnswer, { id: 'Problem' })

/** What Fastify validates, serialises and documents of an endpoint. */
export function schemaOf(endpoint: Endpoint): FastifySchema {
  const status = successOf(endpoint)
  const answer = endpoint.answers[status]
  const plain =
    status === 204 || endpoint.download ? z.null().describe(endpoint.download ? 'A file' : 'Nothing') : answer
  return {
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    description: [`Permission: ${endpoint.permission}.`, ...problemsOf(endpoint), ...progressOf(endpoint)].join(' '),
    tags: [endpoint.path.split('/')[1] ?? ''],
    security: security(endpoint.permission),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.upload ? { consumes: ['multipart/form-data'] } : endpoint.body ? { body: endpoint.body } : {}),
    ...headersOf(endpoint),
    response: { ...(endpoint.download ? {} : { ...endpoint.answers, [status]: plain }), default: ProblemAnswer },
  } as unknown as FastifySchema
}

const IfMatch = z.string().optional().describe('The version that was read, as its ETag says it')
const IdempotencyKey = z
  .string()
  .optional()
  .describe(
    '1 to 200 visible signs; a repetition under the same key within a day is answered like the first, not done again',
  )

function headersOf({ ifMatch, method, permission }: Endpoint) {
  const repeatable = method !== 'GET' && permission !== 'public'
  if (!ifMatch && !repeatable) return {}
  return {
    headers: z.looseObject({
      ...(ifMatch ? { 'if-match': IfMatch } : {}),
      ...(repeatable ? { 'idempotency-key': IdempotencyKey } : {}),
    }),
  }
}

function problemsOf(endpoint: Endpoint): string[] {
  return endpoint.problems ? [`Problems: ${endpoint.problems.join(', ')}.`] : []
}

function progressOf(endpoint: Endpoint): string[] {
  return endpoint.progress ? [`With \`Accept: ${progressType}\` lines of JSON tell how far it is.`] : []
}

/**
 * Writes an answer as its schema says: what the schema does not name never leaves, and what does not keep it is a defect
 * of ours. Our schemas hold no codecs, so they are read forwards, which zod does three times as fast as encoding.
 */
export function answerWriter({ schema, url, method }: FastifyRouteSchemaDef<unknown>): (answer: unknown) => string {
  const expected = answerSchema(schema)
  return (answer) => JSON.stringify(asPromised(expected, answer, `${method} ${url}`))
}

/** What of an answer its schema names. */
export function asPromised(expected: z.ZodType, answer: unknown, where: string): unknown {
  const checked = expected.safeParse(answer)
  if (!checked.success) throw new Error(`${where} answers otherwise than it promises`, { cause: checked.error })
  return checked.data
}

/** @throws when it is none, which is a defect of the route */
export function answerSchema(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema
  throw new Error('An answer is described by a zod schema')
}
