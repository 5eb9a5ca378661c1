import { Redis } from 'ioredis'

export interface RedisFacts {
  /** Why it does not answer; null when it does. */
  readonly trouble: string | null
  readonly version: string
  /** Bytes it may use; 0 = as many as it likes. */
  readonly memory: number
  readonly policy: string
}

const fieldOf = (text: string, name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''

export async function readRedis(url: string | null): Promise<RedisFacts | null> {
  if (url === null) return null
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let trouble = ''
  client.on('error', (error) => {
    trouble = error.message
  })
  try {
    await client.connect()
    const text = `${await client.info('server')}\n${await client.info('memory')}`
    return {
      trouble: null,
      version: fieldOf(text, 'redis_version'),
      memory: Number(fieldOf(text, 'maxmemory')),
      policy: fieldOf(text, 'maxmemory_policy'),
    }
  } catch (error) {
    return { trouble: trouble || (error as Error).message, version: '', memory: 0, policy: '' }
  } finally {
    client.disconnect()
  }
}
