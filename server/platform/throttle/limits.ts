import type { Redis } from 'ioredis'
import type { Config } from '../config.ts'
import type { Log } from '../log/log.ts'
import { addressMatcher } from './networks.ts'
import { openRedis } from './redis.ts'
import { Throttle } from './throttle.ts'

const hour = 3_600
/** A campus may be wrong so many times as often as another address. */
const campusFactor = 20

/** Everything that is counted, together with the other processes where there is Redis. */
export interface Limits {
  readonly anonymous: Throttle
  readonly user: Throttle
  /** Wrong passwords from an address. */
  guessesFrom(ip: string): Throttle
  /** Null when none is configured. */
  readonly redis: Redis | null
  /** Connects to Redis; until then each process counts for itself. */
  open(): void
  close(): void
}

export function createLimits(config: Config, log: Log, onRedisError?: () => void): Limits {
  const redis = config.redisUrl ? openRedis(config.redisUrl, log, onRedisError) : null
  const throttle = (name: string, limit: number) => new Throttle({ name, limit, seconds: hour }, redis)
  const guesses = throttle('guesses', config.wrongPasswords)
  const campusGuesses = throttle('campus-guesses', config.wrongPasswords * campusFactor)
  const campus = addressMatcher(config.campusNetworks)
  return {
    redis,
    anonymous: throttle('anonymous', config.rateAnonymous),
    user: throttle('user', config.rateUser),
    guessesFrom: (ip) => (campus(ip) ? campusGuesses : guesses),
    // its own error handler tells, and it tries again
    open: () => void redis?.connect().catch(() => undefined),
    close: () => redis?.disconnect(),
  }
}
