import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import type { Problem } from '../../../contract/problem.ts'
import { noteProblem } from '../observe/requests.ts'
import { type ConstraintCodes, Refusal, refusalOf } from '../problem.ts'

function titleOf(code: string): string {
  const words = code.replace('.', ' ').replace(/([a-z])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

function fromFastify(error: FastifyError): Refusal | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.statusCode === 413) return new Refusal('input.tooLarge')
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || error.statusCode === 415) {
    return new Refusal('input.unsupportedType')
  }
  // a way out of the folder of the bundle, however it is spelt
  if (error.code === 'FST_STATIC_FORBIDDEN_PATH') return new Refusal('request.notFound')
  if (error.statusCode === 414) return new Refusal('request.addressTooLong')
  if (error.statusCode === 429) return new Refusal('request.tooMany')
  if (error.statusCode === 503) return new Refusal('server.busy', { retryAfterSeconds: 5 })
  if (error.statusCode === 400) return new Refusal('input.malformed')
  return undefined
}

interface Issue {
  path?: PropertyKey[]
  code?: string
  message?: string
}

function fromIssues(issues: readonly Issue[]): Refusal {
  const errors = issues.map((one) => ({
    path: (one.path ?? []).map(String).join('.'),
    message: one.message ?? 'Invalid',
    code: one.code ?? 'custom',
  }))
  return new Refusal('input.invalid', { errors })
}

/** What went wrong as a refusal; a failure of ours becomes `server.failed` and tells nothing. */
export function toRefusal(error: unknown, constraints: ConstraintCodes): Refusal {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return fromIssues(
      error.validation.map((one) => ({
        path: one.instancePath.split('/').filter(Boolean),
        code: one.keyword,
        message: one.message ?? 'Invalid',
      })),
    )
  }
  if (error instanceof ZodError) return fromIssues(error.issues)
  const known = refusalOf(error, constraints) ?? fromFastify(error as FastifyError)
  return known ?? new Refusal('server.failed')
}

/** The document of a refusal; only failures of ours are logged as errors. */
export function problemOf(req: FastifyRequest, refusal: Refusal, cause: unknown): Problem {
  if (refusal.status >= 500) req.log.error({ err: cause }, refusal.code)
  noteProblem(req, refusal.code, cause)
  const { retryAfterSeconds: _, ...extra } = refusal.extra
  return {
    type: `/api/docs/problems#${refusal.code}`,
    title: titleOf(refusal.code),
    status: refusal.status,
    code: refusal.code,
    requestId: req.id,
    ...extra,
  }
}

/** Answers with problem+json. */
export function sendProblem(req: FastifyRequest, reply: FastifyReply, refusal: Refusal, cause: unknown) {
  const { retryAfterSeconds, current } = refusal.extra
  if (retryAfterSeconds) reply.header('retry-after', String(retryAfterSeconds))
  const { version } = (current ?? {}) as { version?: unknown }
  if (typeof version === 'number') reply.header('etag', `"${version}"`)
  const body = problemOf(req, refusal, cause)
  // serialised by hand: the answer schemas of the route are about its 2xx bodies
  return reply
    .code(refusal.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .serializer((value) => value as string)
    .send(JSON.stringify(body))
}
