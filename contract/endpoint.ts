import { z } from 'zod'
import type { Permission } from './permissions.ts'
import { Problem, type ProblemCode } from './problem.ts'

/**
 * One HTTP endpoint as server and web agree on it: declared once here, served by `server/<feature>/routes.ts`,
 * called by the typed client of `web/api`, described by `contract/openapi.json`.
 *
 * `path` is below `/api/v1`, with `:name` parameters. `permission` is a row of the policy table, or `public` (nobody
 * need sign in) or `signedIn` (whoever is signed in, about oneself only). `answers` holds the 2xx bodies; errors are
 * always the problem of `problem.ts`, and `problems` names the codes a caller should be ready for.
 */
export interface Endpoint {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly summary: string
  readonly permission: Permission | 'public' | 'signedIn'
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** The request is multipart/form-data with exactly one file; `body` describes its text fields, which come first. */
  readonly upload?: true
  /** The answer is a file and not JSON; `answers` then holds `z.any()`-free `FileAnswer`. */
  readonly download?: true
  /** The caller must send `If-Match` with the version it read: 428 without, 412 when stale. */
  readonly ifMatch?: true
  /** The answer holds a secret that is shown once: it is not kept for a repetition under the same Idempotency-Key. */
  readonly secret?: true
  /** Tells how far it is to who asks for `progressType`; to break the connection off is to cancel it. */
  readonly progress?: true
  /** Reachable by somebody who still owes the change of a first password. */
  readonly duringPasswordChange?: true
  /** Reachable by somebody who must set up a second factor first. */
  readonly duringFactorSetup?: true
  /** A page asks for it by itself every while: that keeps no session alive. */
  readonly polled?: true
  readonly answers: Readonly<Record<number, z.ZodType>>
  readonly problems?: readonly ProblemCode[]
}

/** Declares an endpoint, keeping its literal types. */
export function endpoint<const E extends Endpoint>(spec: E): E {
  return spec
}

/** The answer without a body (204). */
export const Nothing = z.undefined()

/** Marker schema of a file answer. */
export const FileAnswer = z.custom<Blob>()

export const Id = z.uuid()

/** Text that people typed: trimmed, no control characters but tab and newline, bounded. */
export function text(max: number, min = 1) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*(?:[\t\r\n][^\p{Cc}\p{Cs}]*)*$/u, 'Control characters are not allowed')
}

export const Email = z.email().max(200).toLowerCase()
/** User name or student ID: what one may type besides the e-mail address. */
export const LoginName = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{M}\p{N}._\-/]+$/u)

/** A calendar day `YYYY-MM-DD` in the faculty's timezone, between the years 1900 and 2200. */
export const Day = z.iso.date().refine((day) => day >= '1900-01-01' && day <= '2200-12-31')

/** A moment in UTC, ISO 8601. */
export const Moment = z.iso.datetime({ offset: true })

/** A reason somebody must give for an exceptional decision. */
export const Reason = text(2000, 3)

export const Gone = z.object({ ok: z.literal(true) })

const int = (min: number, max: number, preset: number) => z.coerce.number().int().min(min).max(max).default(preset)

/** What is looked for in a list. */
export const SearchText = z.string().trim().max(200).optional()

/**
 * Query of a list: `page` from 1, `pageSize` up to 100, `sort` one of the given columns with `-` for descending,
 * `q` a search text.
 */
export function listQuery<const S extends readonly [string, ...string[]], F extends z.ZodRawShape>(
  sortable: S,
  filters: F,
) {
  const choices = sortable.flatMap((column) => [column, `-${column}`] as const) as [S[number] | `-${S[number]}`]
  return z.object({
    page: int(1, 100_000, 1),
    pageSize: int(1, 100, 20),
    sort: z.enum(choices).optional(),
    q: SearchText,
    ...filters,
  })
}

/** A filter that a query string may give once or several times. */
export function many<T extends z.ZodType>(item: T) {
  return z.union([z.array(item).max(100), item.transform((one) => [one])]).optional()
}

/** Answer of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: z.number().int(), page: z.number().int(), pageSize: z.number().int() })
}

export type Page<T> = { items: T[]; total: number; page: number; pageSize: number }

type Out<T> = T extends z.ZodType ? z.output<T> : undefined
type In<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler receives, parsed. */
export type Received<E extends Endpoint> = {
  params: Out<E['params']>
  query: Out<E['query']>
  body: Out<E['body']>
}

/** What a caller sends. */
export type Sent<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body' as E[K] extends z.ZodType ? K : never]: In<E[K]>
}

/** Any 2xx body of the endpoint. */
export type Answered<E extends Endpoint> = { [S in keyof E['answers']]: Out<E['answers'][S]> }[keyof E['answers']]

/**
 * How far long work is, as an endpoint with `progress` tells whoever asks for this media type: lines of JSON, of which the last one
 * holds what the work was answered or refused with.
 */
export const progressType = 'application/x-ndjson'

export const ProgressLine = z.union([
  z.object({ done: z.number().int(), total: z.number().int() }),
  z.object({ status: z.number().int(), answer: z.unknown() }),
  z.object({ status: z.number().int(), problem: Problem }),
])
export type ProgressLine = z.infer<typeof ProgressLine>
