import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { Problem } from '../../../contract/problem.ts'

/** The one 2xx status that the endpoint answers with. */
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
    description: [`Permission: ${endpoint.permission}.`, ...problemsOf(endpoint)].join(' '),
    tags: [endpoint.path.split('/')[1] ?? ''],
    security: security(endpoint.permission),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.upload ? { consumes: ['multipart/form-data'] } : endpoint.body ? { body: endpoint.body } : {}),
    ...(endpoint.ifMatch ? { headers: z.looseObject({ 'if-match': z.string().optional() }) } : {}),
    response: { ...(endpoint.download ? {} : { [status]: plain }), default: ProblemAnswer },
  } as unknown as FastifySchema
}

function problemsOf(endpoint: Endpoint): string[] {
  return endpoint.problems ? [`Problems: ${endpoint.problems.join(', ')}.`] : []
}
