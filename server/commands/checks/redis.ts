import { hostOf, isLocal } from './addresses.ts'
import { type Check, checksOn, configured } from './check.ts'

const connection = checksOn(configured, [
  {
    id: 'redis.tls',
    level: 'error',
    start: true,
    hint: 'write rediss:// in BM23_REDIS_URL, or use a Redis on this machine',
    find: ({ config }) =>
      config.redisUrl?.startsWith('redis:') &&
      !isLocal(hostOf(config.redisUrl)) &&
      'Redis is on another machine, and the connection is plain',
  },
  {
    id: 'redis.password',
    level: 'warning',
    hint: 'set a password or an ACL user in Redis, and write it in BM23_REDIS_URL',
    find: ({ config }) =>
      config.redisUrl !== null &&
      !isLocal(hostOf(config.redisUrl)) &&
      new URL(config.redisUrl).password === '' &&
      'Redis is on another machine, and asks for no password',
  },
])

const server = checksOn(
  (s) => s.redis,
  [
    {
      id: 'redis.reachable',
      level: 'error',
      hint: 'start Redis, or correct BM23_REDIS_URL; until then each process counts requests by itself',
      find: ({ trouble }) => trouble,
    },
    {
      id: 'redis.version',
      level: 'warning',
      hint: 'use Redis 7 or newer, or Valkey',
      find: ({ trouble, version }) => (trouble ? undefined : Number(version.split('.')[0]) < 7 && `version ${version}`),
    },
    {
      id: 'redis.memory',
      level: 'warning',
      deployed: true,
      hint: 'set maxmemory, such as 64mb',
      find: ({ trouble, memory }) => (trouble ? undefined : memory === 0 && 'Redis may take all memory of its machine'),
    },
    {
      id: 'redis.policy',
      level: 'warning',
      deployed: true,
      hint: 'set maxmemory-policy volatile-ttl',
      find: ({ trouble, memory, policy }) =>
        trouble
          ? undefined
          : memory > 0 && policy === 'noeviction' && 'when it is full, requests are not counted any more',
    },
  ],
)

/** Redis, where it is used. */
export const redisChecks: readonly Check[] = [...connection, ...server]
