import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './postgres.ts'

const installed = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Why a test with a Redis of its own is left out; false where it can run. */
export const withoutRedis = !installed && 'Redis is not installed (package redis-server)'

export interface RedisServer {
  readonly url: string
  /** Stops it where it stands, as a machine does that hangs. */
  freeze(): void
  thaw(): void
  kill(): Promise<void>
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>
  command(...words: [string, ...string[]]): Promise<unknown>
  close(): Promise<void>
}

/** A Redis of one's own, which may be hurt. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess
  const command = async (...[name, ...words]: [string, ...string[]]) => {
    const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.call(name, ...words)
    } finally {
      client.disconnect()
    }
  }
  const start = async () => {
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no']
    child = spawn('redis-server', args, { stdio: 'ignore' })
    for (let left = 100; ; left -= 1) {
      if (await command('PING').then(Boolean, () => false)) return
      if (left === 0) throw new Error('Redis does not start')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  await start()
  return {
    url,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill,
    restart: start,
    command,
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
