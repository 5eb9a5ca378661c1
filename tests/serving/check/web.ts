import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecureVersion } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { version } from '../../../server/app.ts'
import type { Case, Stage } from './stage.ts'

/** Why a test that makes certificates is left out; false where it can run. */
export const withoutOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'openssl is not installed'
  }
})()

export interface WebStage extends Stage {
  front: Front
}

type Headers = Record<string, string | string[]>
interface Page {
  status: number
  headers: Headers
  body: string | Buffer
}

const safe: Headers = {
  'content-security-policy': "default-src 'none'; script-src 'self'",
  ...{ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' },
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
}
const json: Headers = { ...safe, 'content-type': 'application/json' }

/** What a good installation shows of itself. */
const good: Record<string, Page> = {
  '/': { status: 200, headers: { ...safe, 'content-type': 'text/html; charset=utf-8' }, body: '<!doctype html>' },
  '/api/v1/installation': { status: 200, headers: json, body: '{}' },
  '/api/v1/openapi.json': {
    status: 200,
    headers: { ...json, 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ info: { version } })),
  },
}
const missing: Page = { status: 404, headers: json, body: '{}' }

export interface FrontOptions {
  readonly pages?: Record<string, Page>
  readonly missing?: Page
  readonly http2?: boolean
  readonly oldTls?: boolean
  readonly redirects?: boolean
}

export interface Front {
  readonly port: number
  readonly plainPort: number
  readonly certificate: string
  close(): Promise<void>
}

let made: { key: string; cert: string } | undefined

/** A certificate that only who is told of it believes. */
function certificate(): { key: string; cert: string } {
  if (made) return made
  const at = mkdtempSync(join(tmpdir(), 'bm23-cert-'))
  const names = ['-subj', '/CN=bm23.test', '-addext', 'subjectAltName=DNS:bm23.test']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650']
  const out = ['-keyout', join(at, 'key'), '-out', join(at, 'cert')]
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, ...out], { stdio: 'ignore' })
  made = { key: readFileSync(join(at, 'key'), 'utf8'), cert: readFileSync(join(at, 'cert'), 'utf8') }
  rmSync(at, { recursive: true })
  return made
}

/** A front of BM23 as a proxy with a certificate is one, good but for what is asked for. */
export async function openFront(options: FrontOptions = {}): Promise<Front> {
  const pages: Record<string, Page> = { ...good, ...options.pages }
  const answer = (req: IncomingMessage, res: ServerResponse) => {
    const page = pages[req.url ?? ''] ?? options.missing ?? missing
    for (const [name, value] of Object.entries(page.headers)) res.setHeader(name, value)
    res.statusCode = page.status
    res.end(page.body)
  }
  const pair = certificate()
  const old = { minVersion: 'TLSv1' as SecureVersion, ciphers: 'DEFAULT@SECLEVEL=0' }
  const settings = { ...pair, ...(options.oldTls ? old : {}) }
  const secure =
    options.http2 === false
      ? createHttps(settings, answer)
      : createSecureServer({ ...settings, allowHTTP1: true }, (req, res) =>
          answer(req as unknown as IncomingMessage, res as unknown as ServerResponse),
        )
  const plain = createServer((_, res) => {
    if (options.redirects === false) res.end('hello')
    else res.writeHead(308, { location: 'https://bm23.test/' }).end()
  })
  const listen = (server: typeof plain | typeof secure) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  return {
    port: await listen(secure),
    plainPort: await listen(plain),
    certificate: pair.cert,
    close: async () => {
      await Promise.all([secure, plain].map((one) => new Promise((resolve) => one.close(resolve))))
    },
  }
}

const front = (id: string, options: FrontOptions): Case<WebStage> => {
  let before: Front
  return {
    id,
    breaks: async (stage) => {
      before = stage.front
      stage.front = await openFront(options)
    },
    mends: async (stage) => {
      await stage.front.close()
      stage.front = before
    },
  }
}
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(good['/']?.headers ?? {}).filter(([name]) => !names.includes(name)))
const page = (id: string, headers: Headers, change: Partial<Page> = {}): Case<WebStage> =>
  front(id, { pages: { '/': { status: 200, headers, body: '<!doctype html>', ...change } } })
const html = { ...safe, 'content-type': 'text/html' }

export const webCases: readonly Case<WebStage>[] = [
  { id: 'web.reachable', env: () => ({ BM23_PUBLIC_URL: 'https://gone.test' }) },
  { id: 'web.certificate', env: () => ({ BM23_PUBLIC_URL: 'https://other.test' }) },
  {
    id: 'web.certificateDays',
    facts: (s) => {
      const validTo = new Date(s.now.getTime() + 10 * 86_400_000)
      return s.web?.certificate ? { ...s, web: { ...s.web, certificate: { ...s.web.certificate, validTo } } } : s
    },
  },
  front('web.oldTls', { oldTls: true }),
  front('web.http2', { http2: false }),
  front('web.redirect', { redirects: false }),
  page('web.page', html, { status: 502 }),
  front('web.api', { pages: { '/api/v1/installation': { status: 502, headers: json, body: '' } } }),
  front('web.release', {
    pages: {
      '/api/v1/openapi.json': {
        status: 200,
        headers: { ...json, 'content-encoding': 'gzip' },
        body: gzipSync('{"info":{"version":"0.0.1"}}'),
      },
    },
  }),
  front('web.compression', {
    pages: { '/api/v1/openapi.json': { status: 200, headers: json, body: JSON.stringify({ info: { version } }) } },
  }),
  front('web.health', { pages: { '/health/ready': { status: 200, headers: json, body: '{"checks":{}}' } } }),
  front('web.metrics', { pages: { '/metrics': { status: 200, headers: safe, body: '# HELP up\n' } } }),
  page('web.hsts', { ...html, 'strict-transport-security': 'max-age=300' }),
  page('web.policy', { ...html, 'content-security-policy': "script-src 'unsafe-inline'" }),
  page('web.sniffing', without('x-content-type-options')),
  page('web.framing', without('x-frame-options')),
  page('web.referrer', without('referrer-policy')),
  page('web.opener', without('cross-origin-opener-policy')),
  page('web.twice', { ...html, 'x-frame-options': ['DENY', 'DENY'] }),
  front('web.errors', { missing: { ...missing, headers: { 'content-type': 'application/json' } } }),
  page('web.banner', { ...html, server: 'nginx/1.22.1' }),
]
