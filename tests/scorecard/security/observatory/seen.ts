import type { IncomingHttpHeaders } from 'node:http'

/** An answer as a visitor has it, and what else the observatory looks at. */
export interface Seen {
  readonly host: string
  readonly status: number
  /** As Node gives them: one sent twice is joined by a comma. */
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Each address from http://host/ to the page, the first and the last included. */
  readonly route: readonly string[]
  /** What a page of another origin is answered. */
  readonly elsewhere: { readonly origin: string; readonly headers: IncomingHttpHeaders }
  /** Set-Cookie of each cookie that the visitor has. */
  readonly cookies: readonly string[]
}
