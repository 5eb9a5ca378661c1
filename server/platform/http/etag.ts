import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Marks every JSON answer to a GET by its content, after the version of the thing when it has one: `W/"12.hash"`. Rights and
 * what belongs to a thing change without its version, so only the content says whether a copy is still good (304). As
 * `If-Match` the same mark means the version.
 */
export function addEtags(api: FastifyInstance): void {
  api.addHook('onSend', async (req, reply, payload) => {
    if (req.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const version = /^"(\d+)"$/.exec(String(reply.getHeader('etag') ?? ''))?.[1]
    const hash = createHash('sha1').update(payload).digest('base64url')
    const etag = `W/"${version === undefined ? hash : `${version}.${hash}`}"`
    reply.header('etag', etag)
    return isKnown(req, etag) ? notModified(reply) : payload
  })
}

/** `If-None-Match`, compared weakly: a proxy that compresses may have added or removed the `W/`. */
function isKnown(req: FastifyRequest, etag: string): boolean {
  const given = req.headers['if-none-match']
  if (given === undefined) return false
  const bare = (text: string) => text.trim().replace(/^W\//, '')
  return given === '*' || given.split(',', 20).some((one) => bare(one) === bare(etag))
}

function notModified(reply: FastifyReply): string {
  reply.code(304)
  reply.removeHeader('content-type')
  reply.removeHeader('content-length')
  return ''
}
