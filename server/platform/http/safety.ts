import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../problem.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The policy of everything that is not a page: nothing may be loaded or framed from it. */
export const lockedDown = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** The policy of the API's documentation: its own files, and nothing from elsewhere. */
export const documentPolicy = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every answer, errors included. */
export function secureHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers({
    'content-security-policy': lockedDown,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains; preload' } : {}),
  })
}

/**
 * Only the host of the public address is served, and only over HTTPS when that address is: no link, mail or cache can
 * be made to name another. Probes come by whatever address the machine has. @throws input.malformed, request.misdirected,
 * request.insecure
 */
export function refuseOtherHost(req: FastifyRequest, publicUrl: string | null): void {
  const hosts = req.raw.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length > 1) throw new Refusal('input.malformed')
  if (publicUrl === null || /^\/(health\/|metrics$)/.test(req.url)) return
  const own = new URL(publicUrl)
  // the absolute form of a request names a host of its own, beside the header
  const absolute = req.url.startsWith('/') ? [] : [/^[a-z]+:\/\/([^/?#]*)/i.exec(req.url)?.[1] ?? '']
  for (const host of [req.headers.host ?? '', ...absolute]) {
    const text = `${own.protocol}//${host}`
    if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(text) || new URL(text).host !== own.host) {
      throw new Refusal('request.misdirected')
    }
  }
  if (own.protocol === 'https:' && req.headers['x-forwarded-proto'] === 'http') throw new Refusal('request.insecure')
}

/** Whether an address is that of a proxy whose headers are believed. */
export type Trusted = (address: string | undefined) => boolean

/** The id that a proxy in front gave, so that its log and ours name a request alike; nobody else may choose one. */
export function requestId(req: IncomingMessage, trusted: Trusted): string {
  const given = req.headers['x-request-id']
  const wellFormed = typeof given === 'string' && /^[A-Za-z0-9][A-Za-z0-9-]{15,63}$/.test(given)
  return wellFormed && trusted(req.socket.remoteAddress) ? given : randomUUID()
}

/**
 * Cross-site request forgery: browsers say where an unsafe request comes from (`Sec-Fetch-Site`, and `Origin` before
 * that). What says nothing is not a browser, and carries its own credential. Other sites may link to what the API gives,
 * and make nothing of it a part of their pages.
 */
export function refuseCrossSite(req: FastifyRequest, publicUrl: string | null): void {
  const site = req.headers['sec-fetch-site']
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (safe.has(req.method)) {
    const embedded = foreign && req.headers['sec-fetch-dest'] !== 'document' && req.url.startsWith('/api/')
    if (embedded) throw new Refusal('request.crossSite')
    return
  }
  if (foreign) throw new Refusal('request.crossSite')
  const origin = req.headers.origin
  if (origin === undefined) return
  const own = publicUrl ? new URL(publicUrl).host : req.headers.host
  if (!URL.canParse(origin) || new URL(origin).host !== own) throw new Refusal('request.crossSite')
}
