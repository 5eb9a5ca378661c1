import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { sendProblem, toRefusal } from './problems.ts'
import { notFound } from './server.ts'

const folder = fileURLToPath(new URL('../../../dist/web/', import.meta.url))

/** The policy of the pages: only the bundle, styles by a nonce of this page, and no text that becomes markup. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

/** Serves the web bundle: hashed files for ever, compressed when they were built, and the one page for every address that is not the API's. */
export async function servePages(app: FastifyInstance): Promise<void> {
  const built = existsSync(`${folder}index.html`)
  const page = built ? readFileSync(`${folder}index.html`, 'utf8') : null
  if (built) {
    await app.register(fastifyStatic, {
      root: `${folder}assets/`,
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
      // nobody needs a part of a script, and a part that is not there is no failure of ours
      acceptRanges: false,
      preCompressed: true,
    })
  }
  const sendPage = (reply: FastifyReply, html: string) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(html.replaceAll('__CSP_NONCE__', nonce))
  }
  app.setNotFoundHandler((req, reply) => {
    const wantsPage = req.method === 'GET' || req.method === 'HEAD'
    const path = req.url.split('?')[0] ?? ''
    const isPage = wantsPage && !/^\/(api|assets|health|metrics)(\/|$)/.test(path)
    if (isPage && page !== null) return sendPage(reply, page)
    const refusal = notFound(req)
    return sendProblem(req, reply, toRefusal(refusal, {}), refusal)
  })
}
