import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../problem.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The policy of everything that is not a page: nothing may be loaded or framed from it. */
export const lockedDown = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Headers of every answer, errors included. */
export function secureHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers({
    'content-security-policy': lockedDown,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains; preload' } : {}),
  })
}

/**
 * Cross-site request forgery: browsers say where an unsafe request comes from (`Sec-Fetch-Site`, and `Origin` before
 * that). What says nothing is not a browser, and carries its own credential.
 */
export function refuseCrossSite(req: FastifyRequest, publicUrl: string | null): void {
  if (safe.has(req.method)) return
  const site = req.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('request.crossSite')
  const origin = req.headers.origin
  if (origin === undefined) return
  const own = publicUrl ? new URL(publicUrl).host : req.headers.host
  if (!URL.canParse(origin) || new URL(origin).host !== own) throw new Refusal('request.crossSite')
}
