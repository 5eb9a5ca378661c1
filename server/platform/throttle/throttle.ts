import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/** How often a key may do something within a window of `seconds`. */
export interface Rate {
  readonly name: string
  readonly limit: number
  readonly seconds: number
}

export interface Verdict {
  readonly allowed: boolean
  readonly remaining: number
  /** Seconds until the window ends. */
  readonly resetSeconds: number
}

/** How long Redis is left alone after it failed, in milliseconds: nobody waits for it again and again. */
const rest = 2_000

/** How long a request waits for Redis, in milliseconds. What it says later is remembered, and counts for the next one. */
const patience = 30

/**
 * Counts requests. Every process counts what it sees itself, and all count together in Redis when there is one; the
 * higher count decides. So a Redis that is down, hangs, is full or was emptied neither fails a request nor lifts a limit.
 */
export class Throttle {
  readonly rate: Rate
  readonly #own: RateLimiterMemory
  readonly #shared: RateLimiterRedis | null
  #restUntil = 0

  constructor(rate: Rate, redis: Redis | null) {
    this.rate = rate
    const options = { points: rate.limit, duration: rate.seconds, keyPrefix: `bm23:rate:${rate.name}` }
    this.#own = new RateLimiterMemory(options)
    this.#shared = redis ? new RateLimiterRedis({ ...options, storeClient: redis }) : null
  }

  /** Counts one, and says whether it is still within the limit. */
  async count(key: string): Promise<Verdict> {
    const own = await consume(this.#own, key)
    const shared = this.#shared ? await inTime(this.#together(key)) : null
    const higher = shared && shared.consumedPoints >= own.consumedPoints ? shared : own
    return {
      allowed: higher.consumedPoints <= this.rate.limit,
      remaining: Math.max(0, this.rate.limit - higher.consumedPoints),
      resetSeconds: Math.max(1, Math.ceil(higher.msBeforeNext / 1_000)),
    }
  }

  /** Whether the next one would be within the limit, without counting. */
  async look(key: string): Promise<Pick<Verdict, 'allowed' | 'resetSeconds'>> {
    const own = await this.#own.get(key)
    const shared = await inTime(this.#asked((store) => store.get(key)))
    const higher = (shared?.consumedPoints ?? 0) > (own?.consumedPoints ?? 0) ? shared : own
    return {
      allowed: (higher?.consumedPoints ?? 0) < this.rate.limit,
      resetSeconds: Math.max(1, Math.ceil((higher?.msBeforeNext ?? 0) / 1_000)),
    }
  }

  /** Counted by all; remembered here too: when Redis is lost, whoever was over the limit stays over it. */
  async #together(key: string): Promise<RateLimiterRes | null> {
    const shared = await this.#asked((store) => consume(store, key))
    const own = await this.#own.get(key)
    if (shared && shared.consumedPoints > (own?.consumedPoints ?? 0)) {
      await this.#own.set(key, shared.consumedPoints, Math.max(1, Math.ceil(shared.msBeforeNext / 1_000)))
    }
    return shared
  }

  async #asked(question: (store: RateLimiterRedis) => Promise<RateLimiterRes | null>): Promise<RateLimiterRes | null> {
    if (!this.#shared || performance.now() < this.#restUntil) return null
    try {
      return await question(this.#shared)
    } catch {
      this.#restUntil = performance.now() + rest
      return null
    }
  }
}

/** Null when there is no answer in time; one that lies on the connection already is in time, however busy we were. */
async function inTime<T>(answer: Promise<T | null>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve, null), patience)
  })
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  return first
}

/** Above the limit the library throws its result; an error of the store is thrown on. */
async function consume(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (result) {
    if (result instanceof RateLimiterRes) return result
    throw result
  }
}
