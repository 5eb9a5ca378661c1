import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { version } from '../../app.ts'
import { type Check, checksOn } from './check.ts'
import type { Answer, WebFacts } from './facts/web.ts'

const day = 86_400_000
const reached = (facts: WebFacts | null) => (facts && facts.trouble === null ? facts : null)
const policyOf = ({ headers }: Answer) => headers['content-security-policy'] ?? ''
const proxy = 'let the proxy pass the headers of BM23 on, and add none of its own'

function plainText({ headers, body }: Answer): string {
  const bytes = Buffer.from(body, 'latin1')
  if (headers['content-encoding'] === 'br') return brotliDecompressSync(bytes).toString()
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString()
}

function releaseOf(description: Answer): string | undefined {
  try {
    return JSON.parse(plainText(description)).info.version
  } catch {
    return undefined
  }
}

const connection = checksOn(
  (s) => s.web,
  [
    {
      id: 'web.reachable',
      level: 'error',
      hint: 'look at the name, the firewall, the proxy and bm23 serve, in this order',
      find: ({ trouble }) => trouble,
    },
  ],
)

const transport = checksOn(
  (s) => reached(s.web),
  [
    {
      id: 'web.certificate',
      level: 'error',
      hint: 'get a certificate for this name, with the chain of its authority: certbot --nginx',
      find: ({ certificate }) => certificate?.refused,
    },
    {
      id: 'web.certificateDays',
      level: 'warning',
      hint: 'look why it was not renewed: systemctl status certbot.timer',
      find: ({ certificate }, { now }) => {
        if (!certificate || certificate.refused) return undefined
        const left = Math.floor((certificate.validTo.getTime() - now.getTime()) / day)
        return left < 21 && `the certificate ends in ${left} days`
      },
    },
    {
      id: 'web.oldTls',
      level: 'error',
      hint: 'ssl_protocols TLSv1.2 TLSv1.3',
      find: ({ oldTls }) => oldTls && 'TLS 1.1 or older is spoken',
    },
    {
      id: 'web.http2',
      level: 'warning',
      hint: 'listen 443 ssl http2',
      find: ({ certificate }) => (certificate ? certificate.protocol !== 'h2' && 'HTTP/2 is not spoken' : undefined),
    },
    {
      id: 'web.redirect',
      level: 'warning',
      hint: 'return 308 https://$host$request_uri at port 80',
      find: ({ plain }) => {
        if (plain === null) return undefined
        const moved = plain.status >= 301 && plain.status <= 308 && plain.headers.location?.startsWith('https:')
        return !moved && `plain HTTP answers ${plain.status}`
      },
    },
  ],
)

const answers = checksOn(
  (s) => reached(s.web),
  [
    {
      id: 'web.page',
      level: 'error',
      hint: 'look whether the proxy passes everything on to BM23',
      find: ({ page }) =>
        (page.status !== 200 || !page.headers['content-type']?.startsWith('text/html')) &&
        `the page answers ${page.status}`,
    },
    {
      id: 'web.api',
      level: 'error',
      hint: 'look whether the proxy passes /api on to BM23, and at its log',
      find: ({ api }) => api.status !== 200 && `the API answers ${api.status}`,
    },
    {
      id: 'web.release',
      level: 'warning',
      hint: 'restart bm23 serve, or check on the machine that serves',
      find: ({ description }) => {
        const release = releaseOf(description)
        return release === undefined ? undefined : release !== version && `BM23 ${release} answers, this is ${version}`
      },
    },
    {
      id: 'web.compression',
      level: 'warning',
      hint: proxy,
      find: ({ description }) => !description.headers['content-encoding'] && 'answers are not compressed',
    },
    {
      id: 'web.health',
      level: 'warning',
      hint: 'answer 404 for /health at the proxy; ask it from inside',
      find: ({ health }) => /"checks"/.test(plainText(health)) && 'everybody may read the state of the parts',
    },
    {
      id: 'web.metrics',
      level: 'error',
      hint: 'answer 404 for /metrics at the proxy; ask it from inside',
      find: ({ metrics }) =>
        metrics.status === 200 && /^# HELP/m.test(plainText(metrics)) && 'everybody may read /metrics',
    },
  ],
)

const headers = checksOn(
  (s) => reached(s.web),
  [
    {
      id: 'web.hsts',
      level: 'error',
      hint: proxy,
      find: ({ page, certificate }) => {
        if (!certificate) return undefined
        const seconds = Number(/max-age=(\d+)/.exec(page.headers['strict-transport-security'] ?? '')?.[1] ?? 0)
        return seconds < 31_536_000 && 'browsers are not told to stay on HTTPS for a year'
      },
    },
    {
      id: 'web.policy',
      level: 'error',
      hint: proxy,
      find: ({ page }) =>
        (policyOf(page) === '' || /unsafe-(inline|eval)/.test(policyOf(page))) &&
        'the page has no strict content policy',
    },
    {
      id: 'web.sniffing',
      level: 'error',
      hint: proxy,
      find: ({ page }) => page.headers['x-content-type-options'] !== 'nosniff' && 'browsers may guess types',
    },
    {
      id: 'web.framing',
      level: 'error',
      hint: proxy,
      find: ({ page }) => !page.headers['x-frame-options'] && 'old browsers may show the page inside another',
    },
    {
      id: 'web.referrer',
      level: 'warning',
      hint: proxy,
      find: ({ page }) => !page.headers['referrer-policy'] && 'other sites learn which page people come from',
    },
    {
      id: 'web.opener',
      level: 'warning',
      hint: proxy,
      find: ({ page }) => !page.headers['cross-origin-opener-policy'] && 'other sites keep a hold of the window',
    },
    {
      id: 'web.twice',
      level: 'warning',
      hint: proxy,
      find: ({ page }) => page.repeated.filter((name) => name !== 'set-cookie' && name !== 'vary').join(', '),
    },
    {
      id: 'web.errors',
      level: 'warning',
      hint: 'write `always` after each add_header, or remove it',
      find: ({ missing }) =>
        ['content-security-policy', 'x-content-type-options'].filter((name) => !missing.headers[name]).join(', '),
    },
    {
      id: 'web.banner',
      level: 'warning',
      hint: 'server_tokens off',
      find: ({ page }) => {
        const { server = '', 'x-powered-by': powered } = page.headers
        return (/\d/.test(server) && server) || powered
      },
    },
  ],
)

/** The public address, asked from here. */
export const webChecks: readonly Check[] = [...connection, ...transport, ...answers, ...headers]
