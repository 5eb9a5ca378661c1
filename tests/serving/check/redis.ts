import type { Situation } from '../../../server/commands/checks/check.ts'
import { freePort } from '../postgres.ts'
import type { RedisServer } from '../redis.ts'
import type { Case, Stage } from './stage.ts'

export interface RedisStage extends Stage {
  readonly redis: RedisServer
}

/** Nobody listens there. */
const closedPort = await freePort()

/** The address of another machine, as if it were the one that was asked. */
const at =
  (redisUrl: string) =>
  (s: Situation): Situation => ({
    ...s,
    inspected: { ...s.inspected, config: s.inspected.config ? { ...s.inspected.config, redisUrl } : null },
  })
const configured = (id: string, name: string, broken: string, good: string): Case<RedisStage> => ({
  id,
  breaks: ({ redis }) => redis.command('CONFIG', 'SET', name, broken),
  mends: ({ redis }) => redis.command('CONFIG', 'SET', name, good),
})

export const redisCases: readonly Case<RedisStage>[] = [
  { id: 'redis.reachable', env: () => ({ BM23_REDIS_URL: `redis://127.0.0.1:${closedPort}` }) },
  { id: 'redis.tls', facts: at('redis://:secret@redis.example.edu/0') },
  { id: 'redis.password', facts: at('rediss://redis.example.edu/0') },
  { id: 'redis.version', facts: (s) => ({ ...s, redis: s.redis ? { ...s.redis, version: '6.0.16' } : null }) },
  configured('redis.memory', 'maxmemory', '0', '64mb'),
  configured('redis.policy', 'maxmemory-policy', 'noeviction', 'volatile-ttl'),
]
