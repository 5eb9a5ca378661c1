import type { Readable } from 'node:stream'
import type { Answered, Endpoint, Received } from '../../../contract/endpoint.ts'
import type { Ctx } from '../ctx.ts'

/** What proves who asks: a browser session or a personal token. Only the accounts feature looks inside. */
export interface Credential {
  readonly kind: 'session' | 'token'
  readonly hash: Buffer
  /** A second factor was shown for it. */
  readonly strong: boolean
}

/** Where a request comes from, for the list of sessions. */
export interface Origin {
  readonly ip: string
  readonly userAgent: string
  /** The header as it came, for the accounts feature. */
  readonly cookies: string
}

export interface IncomingFile {
  readonly stream: Readable
  /** The name the sender gave, not to be trusted. */
  readonly name: string
}

/** Everything of a request, parsed by the endpoint's schemas. */
export type Input<E extends Endpoint> = Received<E> & {
  /** The version of `If-Match`; 0 unless the endpoint asks for it. */
  ifMatch: number
  /** The file of an upload; the stream must be read to its end or destroyed. */
  file: IncomingFile
  credential: Credential | null
  origin: Origin
}

/** An answer that is more than a body: another status, a header, a cookie. */
export class Reply<T> {
  readonly body: T
  readonly headers: Readonly<Record<string, string | string[]>>
  /** One of the endpoint's answers; its first unless told. */
  readonly status: number | undefined

  constructor(body: T, headers: Readonly<Record<string, string | string[]>>, status?: number) {
    this.body = body
    this.headers = headers
    this.status = status
  }
}

/** A file as an attachment; `name` in any script, `size` null when it is made while it is sent. */
export class FileReply {
  readonly stream: Readable | Buffer
  readonly name: string
  readonly mediaType: string
  readonly size: number | null

  constructor(file: { stream: Readable | Buffer; name: string; mediaType: string; size: number | null }) {
    this.stream = file.stream
    this.name = file.name
    this.mediaType = file.mediaType
    this.size = file.size
  }
}

type Result<E extends Endpoint> = E extends { download: true } ? FileReply : Answered<E> | Reply<Answered<E>>

/** An endpoint of the contract with the handler that keeps its promise. */
export interface Route {
  readonly endpoint: Endpoint
  handle(ctx: Ctx, input: Input<Endpoint>): Promise<unknown>
}

/** Binds a handler to an endpoint; what it receives and returns is typed by the contract. */
export function route<const E extends Endpoint>(
  endpoint: E,
  handle: (ctx: Ctx, input: Input<E>) => Promise<Result<E>>,
): Route {
  return { endpoint, handle: (ctx, input) => handle(ctx, input as unknown as Input<E>) }
}
