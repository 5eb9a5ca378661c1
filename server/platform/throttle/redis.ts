import { Redis } from 'ioredis'
import type { Log } from '../log/log.ts'

/**
 * A connection to Redis that never makes anybody wait for long: without a connection a command fails at once, and with a
 * Redis that hangs within 200 ms. It connects again by itself.
 */
export function openRedis(url: string, log: Log, onError: () => void = () => undefined): Redis {
  const redis = new Redis(url, {
    commandTimeout: 200,
    connectTimeout: 1_000,
    enableOfflineQueue: false,
    // connected by who serves; a command that ends at once never is
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  })
  let told = false
  redis.on('error', (error) => {
    onError()
    if (!told) log.warn({ err: error }, 'Redis does not answer; each process goes on by itself')
    told = true
  })
  redis.on('ready', () => {
    told = false
  })
  return redis
}
