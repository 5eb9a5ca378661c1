import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'

/** Where a connection to a host really goes, and which authorities are believed besides the known ones. Tests set it. */
export interface Route {
  to(host: string, port: number): { host: string; port: number }
  readonly ca?: string
}

export const straight: Route = { to: (host, port) => ({ host, port }) }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Names of headers that came more than once. */
  readonly repeated: readonly string[]
  readonly body: string
}

export interface Certificate {
  /** Why a browser refuses it; null when it does not. */
  readonly refused: string | null
  readonly validTo: Date
  readonly protocol: string
}

/** The installation as people meet it, through whatever is in front of it. */
export interface WebFacts {
  readonly trouble: string | null
  readonly certificate: Certificate | null
  readonly oldTls: boolean
  /** What plain HTTP answers at port 80; null when nothing listens there. */
  readonly plain: Answer | null
  readonly page: Answer
  readonly api: Answer
  readonly description: Answer
  readonly missing: Answer
  readonly health: Answer
  readonly metrics: Answer
}

const patience = 4_000

function toAnswer(message: IncomingMessage, body: string): Answer {
  const names = message.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  return {
    status: message.statusCode ?? 0,
    headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
    repeated: [...new Set(names.filter((name, index) => names.indexOf(name) !== index))],
    body,
  }
}

function ask(url: URL, route: Route): Promise<Answer> {
  const secure = url.protocol === 'https:'
  const { host, port } = route.to(url.hostname, Number(url.port) || (secure ? 443 : 80))
  const headers = { host: url.host, 'accept-encoding': 'br, gzip', 'user-agent': 'bm23-check' }
  const options = { host, port, path: url.pathname, headers, timeout: patience }
  return new Promise((resolve, reject) => {
    const done = (message: IncomingMessage) => {
      const chunks: Buffer[] = []
      message.on('data', (chunk) => chunks.push(chunk))
      message.on('error', reject)
      message.on('end', () => resolve(toAnswer(message, Buffer.concat(chunks).toString('latin1'))))
    }
    // the certificate is judged by a check of its own
    const req = secure
      ? secureRequest({ ...options, servername: url.hostname, rejectUnauthorized: false, agent: false }, done)
      : plainRequest({ ...options, agent: false }, done)
    req.on('timeout', () => req.destroy(new Error('no answer in time')))
    req.on('error', reject)
    req.end()
  })
}

function shake(url: URL, route: Route, options: ConnectionOptions): Promise<TLSSocket> {
  const { host, port } = route.to(url.hostname, Number(url.port) || 443)
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: url.hostname, rejectUnauthorized: false, ...options })
    socket.setTimeout(patience, () => socket.destroy(new Error('no answer in time')))
    socket.once('secureConnect', () => resolve(socket))
    socket.once('error', reject)
  })
}

async function readCertificate(url: URL, route: Route): Promise<Certificate | null> {
  if (url.protocol !== 'https:') return null
  const trust = route.ca ? { ca: route.ca } : {}
  const socket = await shake(url, route, { ALPNProtocols: ['h2', 'http/1.1'], ...trust })
  const { valid_to: until } = socket.getPeerCertificate()
  const refused = socket.authorized ? null : String(socket.authorizationError)
  socket.destroy()
  return { refused, validTo: new Date(until), protocol: socket.alpnProtocol || '' }
}

async function acceptsOldTls(url: URL, route: Route): Promise<boolean> {
  if (url.protocol !== 'https:') return false
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  return await shake(url, route, old).then(
    (socket) => {
      socket.destroy()
      return true
    },
    () => false,
  )
}

const nothing: Answer = { status: 0, headers: {}, repeated: [], body: '' }
const unreachable = { certificate: null, oldTls: false, plain: null, page: nothing, api: nothing, description: nothing }

export async function readWeb(publicUrl: string, route: Route): Promise<WebFacts> {
  const at = (path: string) => ask(new URL(path, publicUrl), route)
  const url = new URL(publicUrl)
  try {
    return {
      trouble: null,
      page: await at('/'),
      certificate: await readCertificate(url, route),
      oldTls: await acceptsOldTls(url, route),
      // nothing listens there: nothing to judge
      plain: url.port === '' ? await ask(new URL(`http://${url.host}/`), route).catch(() => null) : null,
      api: await at('/api/v1/installation'),
      description: await at('/api/v1/openapi.json'),
      missing: await at('/api/v1/nothing-here'),
      health: await at('/health/ready'),
      metrics: await at('/metrics'),
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { trouble: code ?? message, ...unreachable, missing: nothing, health: nothing, metrics: nothing }
  }
}
