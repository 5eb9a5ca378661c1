import { type FieldError, Problem, type ProblemCode, problems } from '../../contract/problem.ts'

/** A code the web gives itself when no answer came, or one that is not a problem document. */
export type FailureCode = ProblemCode | 'network.unreachable'

/** What every failed call throws: the problem document of the server, typed. */
export class ApiProblem extends Error {
  readonly code: FailureCode
  readonly status: number
  readonly fields: readonly FieldError[]
  readonly data: Readonly<Record<string, unknown>>
  readonly requestId: string | undefined
  /** Of a 412: the record as it stands now. */
  readonly current: unknown

  constructor(code: FailureCode, status: number, document?: Partial<Problem>) {
    super(document?.detail ?? document?.title ?? code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.fields = document?.errors ?? []
    this.data = document?.data ?? {}
    this.requestId = document?.requestId
    this.current = document?.current
  }
}

/** Turns the text of a refused answer into an ApiProblem; a proxy's HTML page becomes the code its status stands for. */
export function problemFrom(status: number, text: string): ApiProblem {
  const parsed = Problem.safeParse(jsonOrNull(text))
  if (parsed.success) return new ApiProblem(parsed.data.code, status, parsed.data)
  return new ApiProblem(codeOfStatus(status), status)
}

/** Any thrown thing as an ApiProblem, so that a screen has one kind of failure to show. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  return new ApiProblem('server.failed', 0, { detail: error instanceof Error ? error.message : undefined })
}

function codeOfStatus(status: number): FailureCode {
  if (status === 0 || status === 502 || status === 504) return 'network.unreachable'
  if (status === 401) return 'session.missing'
  if (status === 403) return 'permission.denied'
  if (status === 413) return 'input.tooLarge'
  if (status === 429) return 'request.tooMany'
  const same = Object.entries(problems).find(([, known]) => known === status)
  return status === 404 ? 'request.notFound' : ((same?.[0] as ProblemCode | undefined) ?? 'server.failed')
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
