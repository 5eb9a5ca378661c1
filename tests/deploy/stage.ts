import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../server-process.ts'
import { type Cluster, freePort, startCluster, withoutPostgres } from '../serving/postgres.ts'
import { type RedisServer, startRedis, withoutRedis } from '../serving/redis.ts'
import { holdSocket } from './held-socket.ts'
import { type Nginx, type Site, siteName, startNginx, withoutNginx } from './nginx.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Why a test on the whole installation is left out; false where it can run. */
export const withoutStage = withoutPostgres || withoutRedis || withoutNginx

const root = fileURLToPath(new URL('../../', import.meta.url))
export const login = 'dean'
export const password = 'nobody guesses this'

/** One process of the program at a port of its own, which can be ended and started again. */
export interface AppProcess {
  readonly port: number
  pid(): number
  start(): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Returns how it ended: its exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<number | string | null>
  /** Lets the port go. */
  close(): void
}

/** BM23 as docs/deploy.md builds it: PostgreSQL, Redis, two processes, nginx with TLS. */
export interface Stage {
  readonly nginx: Nginx
  readonly apps: readonly [AppProcess, AppProcess]
  readonly cluster: Cluster
  readonly redis: RedisServer
  readonly visitor: Visitor
  /** What both processes run with, the port aside. */
  readonly settings: Readonly<Record<string, string>>
  /** A session of the admin, as a Cookie header. */
  readonly cookie: string
  close(): Promise<void>
}

function appProcess(port: number, env: Record<string, string>): AppProcess {
  const socket = holdSocket(port)
  let child: ChildProcess | undefined
  return {
    port,
    pid: () => child?.pid ?? 0,
    start: async () => {
      // as deploy/systemd/bm23@.socket does; only the process itself knows its number in time
      const command = ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', process.execPath, 'bin/bm23.js', 'serve']
      const started = spawn('/bin/sh', command, {
        cwd: root,
        env: { ...process.env, BM23_LOG_LEVEL: 'error', ...env, PORT: String(port), LISTEN_FDS: '1' },
        stdio: ['ignore', 'pipe', 'inherit', socket.fd],
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        started.stdout?.once('data', () => resolve())
        started.once('exit', (code) => reject(new Error(`exit ${code} before listening`)))
      })
    },
    signal: (name) => {
      child?.kill(name)
    },
    end: async (signal) => {
      const one = child
      if (!one || one.exitCode !== null || one.signalCode !== null) return one?.exitCode ?? one?.signalCode ?? null
      const gone = new Promise<number | string | null>((resolve) => one.once('exit', (code, by) => resolve(code ?? by)))
      one.kill(signal)
      return await gone
    },
    close: () => socket.close(),
  }
}

/** The settings of both processes, texts of the nginx files to replace, and settings of PostgreSQL. */
export async function startStage(
  env: Record<string, string> = {},
  changes: Site['changes'] = {},
  database: Record<string, string> = {},
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-stage-'))
  const [cluster, redis] = await Promise.all([startCluster(database, '--data-checksums'), startRedis()])
  const ports = [await freePort(), await freePort()] as const
  const nginx = await startNginx({ ports, changes })
  const settings = {
    ...{ BM23_PUBLIC_URL: `https://${siteName}:${nginx.httpsPort}` },
    ...{ BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_DATABASE_POOL: '5', BM23_REDIS_URL: redis.url },
    ...{
      BM23_TRUSTED_PROXIES: '127.0.0.1',
      BM23_RATE_ANONYMOUS_PER_HOUR: '1000000',
      BM23_RATE_USER_PER_HOUR: '1000000',
    },
    ...env,
  }
  const apps = [appProcess(ports[0], settings), appProcess(ports[1], settings)] as const
  const close = async () => {
    await nginx.close()
    await Promise.all(apps.map((one) => one.end('SIGKILL')))
    for (const one of apps) one.close()
    await redis.close()
    cluster.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await runCommand(['migrate'], settings)
    const made = await runCommand(['create-admin', '--login', login], settings, `${password}\n`)
    if (made.code !== 0) throw new Error(made.err)
    await Promise.all(apps.map((one) => one.start()))
    const guest = visitor(nginx)
    const signed = await guest.send('POST', '/api/v1/session', { body: { login, password } })
    const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? ''
    return { ...{ nginx, apps, cluster, redis, visitor: guest, settings }, cookie, close }
  } catch (error) {
    await close()
    throw error
  }
}
