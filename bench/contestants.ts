import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Bench } from './seed.ts'

/** One program under test, as one process or several. */
export interface Contestant {
  readonly name: 'bm23' | 'bare' | 'django'
  /** An address for each process, or one for all when they share a port. */
  readonly urls: readonly string[]
  readonly prefix: string
  /** Processor time used so far, in milliseconds, and memory in use, in MB, of all processes. */
  usage(): { cpu: number; memory: number }
  /** Of what it was asked to remember so far, the part that it did remember; NaN where nothing is counted. */
  remembered(): Promise<number>
  stop(): Promise<void>
}

const gunicorn = '/usr/bin/gunicorn'

/** Why the peer is left out; false where it can run. */
export const withoutDjango = !existsSync(gunicorn) && 'gunicorn and python3-djangorestframework are not installed'

function usageOf(pid: number): { cpu: number; memory: number } {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /)
  const numbers = fields.split(' ').map(Number)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  // utime and stime in hundredths of a second, resident pages of 4 kB
  const own = { cpu: ((numbers[11] ?? 0) + (numbers[12] ?? 0)) * 10, memory: ((numbers[21] ?? 0) * 4) / 1_024 }
  return children.map(usageOf).reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory }), own)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

/** Lookups of what processes remember, as their metrics count them. */
async function rememberedBy(metrics: readonly string[]): Promise<number> {
  let [hits, all] = [0, 0]
  for (const url of metrics) {
    const text = await (await fetch(url)).text()
    for (const [, outcome, count] of text.matchAll(/^bm23_cache_lookups_total\{.*outcome="(\w+)".*\} (\d+)/gm)) {
      all += Number(count)
      if (outcome === 'hit') hits += Number(count)
    }
  }
  return hits / all
}

function group(
  name: Contestant['name'],
  prefix: string,
  urls: string[],
  children: ChildProcess[],
  metrics: readonly string[] = [],
): Contestant {
  return {
    ...{ name, prefix, urls },
    usage: () =>
      children
        .map((one) => usageOf(one.pid as number))
        .reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory })),
    remembered: () => rememberedBy(metrics),
    stop: async () => void (await Promise.all(children.map(ended))),
  }
}

/** Starts a program that prints where it listens. */
async function printing(args: string[], env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}`)))
  })
  return { child, url }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function django(bench: Bench, processes: number): Promise<Contestant> {
  const port = await freePort()
  const { hostname, port: dbPort, pathname, username } = new URL(bench.url)
  const env = { BENCH_DATABASE: pathname.slice(1), BENCH_HOST: hostname, BENCH_PORT: dbPort, BENCH_USER: username }
  // threads only so that connections are kept: two for each process
  const options = [
    '-w',
    String(processes),
    '-k',
    'gthread',
    '--threads',
    '2',
    '--keep-alive',
    '5',
    '--log-level',
    'warning',
  ]
  const args = ['--chdir', 'bench/django', '-b', `127.0.0.1:${port}`, ...options, 'peer:application']
  const child = spawn(gunicorn, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  for (let left = 100; ; left -= 1) {
    if (await fetch(`${url}/projects`).then(Boolean, () => false)) break
    if (left === 0) throw new Error('the peer does not start')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return group('django', '', [url], [child])
}

export async function start(name: Contestant['name'], bench: Bench, processes: number): Promise<Contestant> {
  if (name === 'django') return await django(bench, processes)
  const args = name === 'bare' ? ['--import', 'tsx', 'bench/bare.ts'] : ['bin/bm23.js', 'serve']
  const env = {
    ...{ BM23_DATABASE_URL: bench.url, PORT: '0', BM23_LOG_LEVEL: 'error', BM23_DATA_DIR: '/tmp/bm23-bench' },
    ...{ BM23_RATE_USER_PER_HOUR: '100000000', NODE_ENV: 'test' },
  }
  const started = []
  const metrics: string[] = []
  for (let i = 0; i < processes; i += 1) {
    const port = await freePort()
    if (name === 'bm23') metrics.push(`http://127.0.0.1:${port}/metrics`)
    started.push(await printing(args, { ...env, BM23_METRICS_PORT: String(port) }))
  }
  return group(
    name,
    name === 'bare' ? '' : '/api/v1',
    started.map((one) => one.url),
    started.map((one) => one.child),
    metrics,
  )
}
