import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../problem.ts'
import { openRedis } from '../redis.ts'
import { addressKey } from '../throttle/address.ts'
import { Throttle } from '../throttle/throttle.ts'

const hour = 3_600

export interface RequestLimits {
  /** Counts a request of an account, or of the address when nobody valid asks. @throws request.tooMany */
  check(req: FastifyRequest, reply: FastifyReply, accountId: string | null): Promise<void>
  close(): void
}

/** The limits of the API. Whose request it is comes from a session that was looked up, never from what is merely sent. */
export function openRequestLimits(config: Config, log: Log): RequestLimits {
  const redis = config.redisUrl ? openRedis(config.redisUrl, log) : null
  const anonymous = new Throttle({ name: 'anonymous', limit: config.rateAnonymous, seconds: hour }, redis)
  const user = new Throttle({ name: 'user', limit: config.rateUser, seconds: hour }, redis)
  return {
    async check(req, reply, accountId) {
      const throttle = accountId ? user : anonymous
      const { allowed, remaining, resetSeconds } = await throttle.count(accountId ?? addressKey(req.ip))
      const { name, limit, seconds } = throttle.rate
      reply.header('ratelimit-policy', `"${name}";q=${limit};w=${seconds}`)
      reply.header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`)
      if (!allowed) throw new Refusal('request.tooMany', { retryAfterSeconds: resetSeconds })
    },
    close: () => redis?.disconnect(),
  }
}
