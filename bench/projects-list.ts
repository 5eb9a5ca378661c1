/**
 * Lists 20 of 4,000 projects, signed in, through BM23 and through a bare handler with the same rows, in turns on one
 * database; prints requests per second and their ratio. `npm run bench` with BENCH_DATABASE_URL=postgres://...
 */
import { spawn } from 'node:child_process'
import autocannon from 'autocannon'
import { seedBench } from './seed.ts'

const rounds = 5
const seconds = 6

async function start(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}`)))
  })
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  return { url, stop }
}

async function measure(url: string, cookie: string, duration: number): Promise<number> {
  const result = await autocannon({ url, duration, connections: 16, headers: { cookie } })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result.requests.average
}

const middle = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

const server = process.env.BENCH_DATABASE_URL
if (!server) throw new Error('BENCH_DATABASE_URL is needed: postgres://user@host/postgres')
const bench = await seedBench(server)
const env = {
  ...{ BM23_DATABASE_URL: bench.url, PORT: '0', BM23_LOG_LEVEL: 'warn' },
  ...{ BM23_RATE_USER_PER_HOUR: '100000000', BM23_DATA_DIR: '/tmp/bm23-bench' },
}
const bare = await start(['--import', 'tsx', 'bench/bare.ts'], env)
const product = await start(['bin/bm23.js', 'serve'], env)
const list = `${product.url}/api/v1/projects`
try {
  await measure(bare.url, '', 2)
  await measure(list, bench.cookie, 3)
  const figures = []
  for (let i = 0; i < rounds; i += 1) {
    const limit = await measure(bare.url, '', seconds)
    const reached = await measure(list, bench.cookie, seconds)
    figures.push({ limit, reached, ratio: reached / limit })
  }
  const ratios = figures.map((one) => one.ratio)
  const report = {
    bare: Math.round(middle(figures.map((one) => one.limit))),
    bm23: Math.round(middle(figures.map((one) => one.reached))),
    ratio: { median: middle(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    ...{ rounds, seconds, node: process.versions.node },
  }
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
} finally {
  await bare.stop()
  await product.stop()
  await bench.drop()
}
