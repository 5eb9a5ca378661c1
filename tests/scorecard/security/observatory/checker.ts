import type { IncomingHttpHeaders } from 'node:http'
import { judgePolicy } from './policy.ts'
import { judgeScripts } from './scripts.ts'
import type { Seen } from './seen.ts'

/** Verdicts that cost or earn points, by the table of Mozilla's algorithm with twelve tests (1.6.3); others are worth 0. */
const worth: Readonly<Record<string, number>> = {
  'csp-implemented-with-no-unsafe-default-src-none': 10,
  'csp-implemented-with-no-unsafe': 5,
  'csp-implemented-with-insecure-scheme-in-passive-content-only': -10,
  'csp-implemented-with-unsafe-eval': -10,
  'csp-implemented-with-unsafe-inline': -20,
  'csp-implemented-with-insecure-scheme': -20,
  'csp-header-invalid': -25,
  'csp-not-implemented': -25,
  'csp-not-implemented-but-reporting-enabled': -25,
  'cookies-secure-with-httponly-sessions-and-samesite': 5,
  'cookies-without-secure-flag-but-protected-by-hsts': -5,
  'cookies-session-without-secure-flag-but-protected-by-hsts': -10,
  'cookies-without-secure-flag': -20,
  'cookies-samesite-flag-invalid': -20,
  'cookies-anticsrf-without-samesite-flag': -20,
  'cookies-session-without-httponly-flag': -30,
  'cookies-session-without-secure-flag': -40,
  'cross-origin-resource-sharing-implemented-with-universal-access': -50,
  'redirection-off-host-from-http': -5,
  'redirection-not-to-https-on-initial-redirection': -10,
  'redirection-not-to-https': -20,
  'redirection-missing': -20,
  'referrer-policy-private': 5,
  'referrer-policy-unsafe': -5,
  'referrer-policy-header-invalid': -5,
  'hsts-implemented-max-age-less-than-six-months': -10,
  'hsts-not-implemented': -20,
  'hsts-header-invalid': -20,
  'sri-implemented-and-all-scripts-loaded-securely': 5,
  'sri-implemented-and-external-scripts-loaded-securely': 5,
  'sri-not-implemented-but-external-scripts-loaded-securely': -5,
  'sri-implemented-but-external-scripts-not-loaded-securely': -20,
  'sri-not-implemented-and-external-scripts-not-loaded-securely': -50,
  'x-content-type-options-not-implemented': -5,
  'x-content-type-options-header-invalid': -5,
  'x-frame-options-implemented-via-csp': 5,
  'x-frame-options-not-implemented': -20,
  'x-frame-options-header-invalid': -20,
  'corp-header-invalid': -5,
  'corp-implemented-with-same-origin': 10,
  'corp-implemented-with-same-site': 10,
  'coop-implemented-with-same-origin': 10,
  'coop-header-invalid': -5,
  'coep-implemented-with-require-corp': 10,
  'coep-header-invalid': -5,
}

const textOf = (headers: IncomingHttpHeaders, name: string) => {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function judgeTransport({ headers }: Seen): string {
  const text = textOf(headers, 'strict-transport-security')
  if (text === undefined) return 'hsts-not-implemented'
  const ages = [...text.toLowerCase().matchAll(/(?:^|;)\s*max-age=(\d*)/g)].map((one) =>
    Number.parseInt(one[1] ?? '', 10),
  )
  const age = ages.at(-1)
  if (text.includes(',') || age === undefined) return 'hsts-header-invalid'
  return age < 15_552_000
    ? 'hsts-implemented-max-age-less-than-six-months'
    : 'hsts-implemented-max-age-at-least-six-months'
}

/** From the best to the worst. */
const cookieFaults = [
  'cookies-without-secure-flag-but-protected-by-hsts',
  'cookies-without-secure-flag',
  'cookies-session-without-secure-flag-but-protected-by-hsts',
  'cookies-samesite-flag-invalid',
  'cookies-anticsrf-without-samesite-flag',
  'cookies-session-without-httponly-flag',
  'cookies-session-without-secure-flag',
]

function faultsOfCookie(line: string, protectedByHsts: boolean): string[] {
  const [pair = '', ...rest] = line.split(';').map((one) => one.trim())
  const name = (pair.split('=')[0] ?? '').toLowerCase()
  const flags = new Map(rest.map((one) => [one.split('=')[0]?.toLowerCase(), one.split('=')[1]?.toLowerCase() ?? '']))
  const session = /login|sess/.test(name)
  const found: string[] = []
  if (!flags.has('secure')) {
    const how = protectedByHsts ? 'without-secure-flag-but-protected-by-hsts' : 'without-secure-flag'
    found.push(`cookies-${how}`, ...(session ? [`cookies-session-${how}`] : []))
    if (flags.get('samesite') === 'none') found.push('cookies-samesite-flag-invalid')
  }
  if (/csrf/.test(name) && !flags.has('samesite')) found.push('cookies-anticsrf-without-samesite-flag')
  if (session && !flags.has('httponly')) found.push('cookies-session-without-httponly-flag')
  return found
}

function judgeCookies(seen: Seen): string {
  const sameSite = (line: string) => /;\s*samesite\s*=?\s*([^;]*)/i.exec(line)?.[1]?.trim().toLowerCase()
  if (seen.cookies.length === 0) return 'cookies-not-found'
  const safe = judgeTransport(seen) === 'hsts-implemented-max-age-at-least-six-months'
  const found = seen.cookies.flatMap((line) => faultsOfCookie(line, safe))
  for (const line of seen.headers['set-cookie'] ?? []) {
    if (!['lax', 'strict', 'none', undefined].includes(sameSite(line))) found.push('cookies-samesite-flag-invalid')
  }
  const worst = cookieFaults.findLast((one) => found.includes(one))
  if (worst) return worst
  const all = seen.cookies.every((line) => sameSite(line) !== undefined)
  return `cookies-secure-with-httponly-sessions${all ? '-and-samesite' : ''}`
}

function judgeSharing({ elsewhere: { origin, headers } }: Seen): string {
  const allowed = headers['access-control-allow-origin']
  const credentials = textOf(headers, 'access-control-allow-credentials')?.trim().toLowerCase() === 'true'
  if (!allowed) return 'cross-origin-resource-sharing-not-implemented'
  if (allowed.trim() === '*') return 'cross-origin-resource-sharing-implemented-with-public-access'
  const how = allowed === origin && credentials ? 'universal' : 'restricted'
  return `cross-origin-resource-sharing-implemented-with-${how}-access`
}

function judgeRoute({ route }: Seen): string {
  const [first, second] = route.map((one) => new URL(one))
  if (!first || !second) return 'redirection-missing'
  if (!route.at(-1)?.startsWith('https:')) return 'redirection-not-to-https'
  if (second.protocol === 'http:') return 'redirection-not-to-https-on-initial-redirection'
  return first.hostname === second.hostname ? 'redirection-to-https' : 'redirection-off-host-from-http'
}

function judgeReferrer({ headers }: Seen): string {
  const text = textOf(headers, 'referrer-policy')
  if (text === undefined) return 'referrer-policy-not-implemented'
  const good = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin']
  const bad = ['origin', 'origin-when-cross-origin', 'unsafe-url', 'no-referrer-when-downgrade']
  const named = text.split(',').map((one) => one.trim().toLowerCase())
  const last = named.findLast((one) => good.includes(one) || bad.includes(one))
  if (last === undefined) return 'referrer-policy-header-invalid'
  return good.includes(last) ? 'referrer-policy-private' : 'referrer-policy-unsafe'
}

function judgeFraming(seen: Seen): string {
  if (judgePolicy(seen.headers).framing) return 'x-frame-options-implemented-via-csp'
  const text = textOf(seen.headers, 'x-frame-options')?.trim().toLowerCase()
  if (!text) return 'x-frame-options-not-implemented'
  if (text.startsWith('allow-from')) return 'x-frame-options-allow-from-origin'
  return ['deny', 'sameorigin'].includes(text) ? 'x-frame-options-sameorigin-or-deny' : 'x-frame-options-header-invalid'
}

/** The verdict on a header of one word: what is known, and anything else is invalid. */
function judgeWord(seen: Seen, name: string, prefix: string, known: readonly string[]): string {
  const word = textOf(seen.headers, name)?.trim().toLowerCase()
  if (!word) return `${prefix}-not-implemented`
  return known.includes(word) ? `${prefix}-implemented-with-${word}` : `${prefix}-header-invalid`
}

/** Twelve tests on one answer, each with its verdict. */
export function judge(seen: Seen): Record<string, string> {
  const sniffing = textOf(seen.headers, 'x-content-type-options')?.trim().toLowerCase()
  return {
    'content-security-policy': judgePolicy(seen.headers).verdict,
    cookies: judgeCookies(seen),
    'cross-origin-resource-sharing': judgeSharing(seen),
    redirection: judgeRoute(seen),
    'referrer-policy': judgeReferrer(seen),
    'strict-transport-security': judgeTransport(seen),
    'subresource-integrity': judgeScripts(seen),
    'x-content-type-options': !sniffing
      ? 'x-content-type-options-not-implemented'
      : `x-content-type-options-${sniffing === 'nosniff' ? 'nosniff' : 'header-invalid'}`,
    'x-frame-options': judgeFraming(seen),
    'cross-origin-resource-policy': judgeWord(seen, 'cross-origin-resource-policy', 'corp', [
      ...['same-origin', 'same-site', 'cross-origin'],
    ]),
    'cross-origin-opener-policy': judgeWord(seen, 'cross-origin-opener-policy', 'coop', [
      ...['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups', 'unsafe-none'],
    ]),
    'cross-origin-embedder-policy': judgeWord(seen, 'cross-origin-embedder-policy', 'coep', [
      ...['require-corp', 'credentialless', 'unsafe-none'],
    ]),
  }
}

/** Points above 100 are given only to who would have 90 without them. */
export function scoreOf(verdicts: Readonly<Record<string, string>>): number {
  const points = Object.values(verdicts).map((one) => worth[one] ?? 0)
  const sum = (some: readonly number[]) => some.reduce((all, one) => all + one, 100)
  const plain = sum(points.filter((one) => one < 0))
  return Math.max(0, plain >= 90 ? sum(points) : plain)
}
