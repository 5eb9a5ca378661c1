/** An answer of the installation, with what a step may want to know of it. */
export interface Visit {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; null when it is none. */
  readonly json: Readonly<Record<string, unknown>> | null
}

interface Send {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as a multipart upload. */
  readonly file?: { readonly name: string; readonly content: string }
}

/** A promise that the installation does not keep; the message says what came instead. */
export class Broken extends Error {}

/** A step that cannot be made here; the message says why. */
export class LeftOut extends Error {}

const patience = 15_000

function parse(text: string): Visit['json'] {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** A live installation, visited as a program would; a session is kept once there is one. */
export class Site {
  readonly url: string
  cookie: string | null = null

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '')
  }

  get secure(): boolean {
    return this.url.startsWith('https:')
  }

  async visit(method: string, path: string, { body, headers, file }: Send = {}): Promise<Visit> {
    const form = new FormData()
    if (file) form.set('file', new Blob([file.content]), file.name)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: {
        'user-agent': 'bm23-verify',
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(file ? { body: form } : body === undefined ? {} : { body: text }),
    })
    const answer = await response.text()
    return { status: response.status, headers: response.headers, text: answer, json: parse(answer) }
  }

  /** Below `/api/v1`. @throws Broken unless the status is the expected one */
  async api(method: string, path: string, expected: number, send: Send = {}): Promise<Visit> {
    const visit = await this.visit(method, `/api/v1${path}`, send)
    if (visit.status !== expected) throw new Broken(`${method} ${path} answers ${visit.status} instead of ${expected}`)
    return visit
  }

  /** A refusal as every error must look: problem+json with a code, and closed like every other answer. */
  async refused(method: string, path: string, expected: number, code: string, send: Send = {}): Promise<Visit> {
    const visit = await this.api(method, path, expected, send)
    const what = `${method} ${path} (${expected})`
    if (!visit.headers.get('content-type')?.startsWith('application/problem+json')) {
      throw new Broken(`${what} is no problem+json`)
    }
    if (visit.json?.code !== code) throw new Broken(`${what} says ${String(visit.json?.code)} instead of ${code}`)
    if (!visit.json.requestId) throw new Broken(`${what} has no requestId`)
    if (/\bat \S+ \(|node_modules|\.ts:\d/.test(visit.text)) throw new Broken(`${what} shows code`)
    for (const name of ['content-security-policy', 'x-content-type-options']) {
      if (!visit.headers.get(name)) throw new Broken(`${what} has no ${name}`)
    }
    return visit
  }
}
