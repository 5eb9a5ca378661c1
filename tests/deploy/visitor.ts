import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Nginx, siteName } from './nginx.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As they came: name, value, name, value. */
  readonly raw: readonly string[]
  readonly body: Buffer
}

interface Options {
  readonly headers?: Record<string, string>
  /** Sent as JSON, or as it is when it is bytes. */
  readonly body?: object | Buffer
}

/** Somebody outside: speaks to the public address over TLS that it verifies. */
export interface Visitor {
  send(method: string, path: string, options?: Options): Promise<Answer>
  /** Writes bytes as they are over TLS, or to the plain port, and reads until the server closes. */
  write(text: string, how?: { plain?: boolean; port?: number; name?: string }): Promise<Answer>
  close(): void
}

/** Each value of a header, as often as it was sent. */
export function valuesOf(answer: Answer, name: string): string[] {
  return answer.raw.flatMap((text, index) =>
    index % 2 === 0 && text.toLowerCase() === name ? [answer.raw[index + 1] ?? ''] : [],
  )
}

function parseAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const raw = lines.flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const headers: IncomingHttpHeaders = {}
  for (let i = 0; i < raw.length; i += 2) headers[(raw[i] ?? '').toLowerCase()] = raw[i + 1]
  return { status: Number(first.split(' ')[1]), headers, raw, body: bytes.subarray(end + 4) }
}

/** By the loopback address the visitor comes from, and over so many connections at most. */
export function visitor(nginx: Nginx, { from = '127.0.0.1', sockets = 50 } = {}): Visitor {
  const options = { keepAlive: true, maxSockets: sockets, localAddress: from }
  const agent = new Agent({ ...options, ca: nginx.authority.ca, servername: siteName })
  const send: Visitor['send'] = (method, path, options = {}) => {
    const { headers = {}, body } = options
    return new Promise((resolve, reject) => {
      const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
      const type = body !== undefined && !Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {}
      const host = `${siteName}:${nginx.httpsPort}`
      const length = bytes ? { 'content-length': String(bytes.length) } : {}
      const sent = { host, ...type, ...length, ...headers }
      const req = request(
        { agent, method, path, host: '127.0.0.1', port: nginx.httpsPort, headers: sent, timeout: 30_000 },
        (res) => {
          const chunks: Buffer[] = []
          res.on('data', (chunk: Buffer) => chunks.push(chunk))
          res.on('error', reject)
          res.on('end', () => {
            const { statusCode = 0, headers: got, rawHeaders } = res
            resolve({ status: statusCode, headers: got, raw: rawHeaders, body: Buffer.concat(chunks) })
          })
        },
      )
      req.on('error', (error: NodeJS.ErrnoException) => {
        // a kept connection that was closed as this was sent: every browser asks again on a new one
        if (req.reusedSocket && error.code === 'ECONNRESET') resolve(send(method, path, options))
        else reject(error)
      })
      req.end(bytes)
    })
  }
  return {
    send,
    write: (text, { plain = false, port = plain ? nginx.httpPort : nginx.httpsPort, name = siteName } = {}) =>
      new Promise((resolve, reject) => {
        const socket = plain
          ? connectPlain(port, '127.0.0.1')
          : connectTls({
              ...{ host: '127.0.0.1', port, servername: name, ca: nginx.authority.ca },
              checkServerIdentity: () => undefined,
            })
        const chunks: Buffer[] = []
        socket.on('data', (chunk) => chunks.push(chunk))
        socket.on('end', () => resolve(parseAnswer(Buffer.concat(chunks))))
        socket.on('error', (error) => (chunks.length > 0 ? resolve(parseAnswer(Buffer.concat(chunks))) : reject(error)))
        socket.write(text)
      }),
    close: () => agent.destroy(),
  }
}
