import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Platform } from '../ctx.ts'
import { Refusal } from '../problem.ts'
import { addressKey } from '../throttle/address.ts'

/**
 * Counts a request of an account, or of the address when nobody valid asks. Whose request it is comes from a session that was
 * looked up, never from what is merely sent. @throws request.tooMany
 */
export async function countRequest(
  { limits, observe }: Pick<Platform, 'limits' | 'observe'>,
  req: FastifyRequest,
  reply: FastifyReply,
  accountId: string | null,
): Promise<void> {
  const throttle = accountId ? limits.user : limits.anonymous
  const { allowed, remaining, resetSeconds } = await throttle.count(accountId ?? addressKey(req.ip))
  const { name, limit, seconds } = throttle.rate
  reply.header('ratelimit-policy', `"${name}";q=${limit};w=${seconds}`)
  reply.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  observe.metrics.throttled.inc({ limit: name, outcome: allowed ? 'allowed' : 'refused' })
  if (!allowed) throw new Refusal('request.tooMany', { retryAfterSeconds: resetSeconds })
}
