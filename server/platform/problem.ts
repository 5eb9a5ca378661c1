import { type FieldError, type ProblemCode, problems } from '../../contract/problem.ts'
import { DatabaseUnavailable } from './db/limits.ts'
import { FilesUnavailable } from './files/content.ts'

interface Extra {
  /** What a sentence about the problem needs: names, counts, limits. */
  data?: Record<string, unknown>
  errors?: FieldError[]
  /** Of a stale version: the record as it stands, and what was to be written. */
  current?: unknown
  yours?: unknown
  retryAfterSeconds?: number
}

/** A refusal that the caller is told about. Anything else that is thrown is a 500 without details. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly extra: Extra

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(code)
    this.code = code
    this.status = problems[code]
    this.extra = extra
  }
}

/** Refuses unless the version that was read is the version that stands. */
export function checkVersion(expected: number, current: { version: number }, yours?: unknown): void {
  if (expected !== current.version) throw new Refusal('version.stale', { current, yours })
}

/** The value, or 404: to somebody who may not see a thing it does not exist. */
export function found<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Refusal('resource.notFound')
  return value
}

interface DatabaseError {
  code?: string
  constraint?: string
  message: string
  detail?: string
}

/** Which refusal a broken constraint of the database is. Features add theirs in `constraints`. */
export type ConstraintCodes = Readonly<Record<string, ProblemCode>>

/**
 * SQLSTATEs of a database that cannot do it now: connection (08), serialization failure, deadlock, out of something (53),
 * lock or statement timeout, shutting down (57P), idle transaction ended, read-only.
 */
const unavailable = /^(08...|40001|40P01|53...|55P03|57014|57P0[1-5]|25P0[34]|25006)$/

/** What the system says when a disk, or somebody's share of it, has no room, and when no more files can be opened. */
const noRoom = new Set(['ENOSPC', 'EDQUOT'])
const tooManyOpen = new Set(['EMFILE', 'ENFILE'])

/** Translates what the database refused; undefined when it is not a refusal but a failure. */
export function refusalOf(error: unknown, constraints: ConstraintCodes): Refusal | undefined {
  const { code, constraint, message, detail } = error as DatabaseError
  if (code === 'BM001' && message in problems) {
    return new Refusal(message as ProblemCode, { data: detail ? JSON.parse(detail) : {} })
  }
  if ((code === '23505' || code === '23P01' || code === '23503' || code === '23514') && constraint) {
    const known = constraints[constraint]
    if (known) return new Refusal(known)
  }
  // out of range, untranslatable character: bad input that no schema caught
  if (code === '22003' || code === '22008' || code === '22021' || code === '22P05') return new Refusal('input.invalid')
  if (error instanceof DatabaseUnavailable || (code && unavailable.test(code))) {
    return new Refusal('server.busy', { retryAfterSeconds: 2 })
  }
  if (error instanceof FilesUnavailable || (code && tooManyOpen.has(code))) {
    return new Refusal('server.busy', { retryAfterSeconds: 10 })
  }
  if (code && noRoom.has(code)) return new Refusal('server.full', { retryAfterSeconds: 300 })
  return undefined
}
