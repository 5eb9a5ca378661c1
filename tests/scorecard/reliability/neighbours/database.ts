import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runCommand, startProcess } from '../../../server-process.ts'
import { startCluster } from '../../../serving/postgres.ts'
import { Chance } from '../../chance.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../../line.ts'
import { openLine } from './line.ts'

const [login, password] = ['dean', 'nobody guesses this']

/** The program, and a database at the end of a line that can be spoiled. */
async function openScene(context: Context) {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-line-'))
  context.defer(() => rmSync(folder, { recursive: true, force: true }))
  const cluster = await startCluster()
  context.defer(() => cluster.close())
  const address = new URL(cluster.url)
  const line = await openLine(Number(address.port))
  context.defer(() => line.close())
  const env = {
    ...{ BM23_DATA_DIR: folder, BM23_DATABASE_URL: cluster.url, BM23_DATABASE_POOL: '4', BM23_LOG_LEVEL: 'silent' },
    ...{ BM23_RATE_ANONYMOUS_PER_HOUR: '1000000', BM23_RATE_USER_PER_HOUR: '1000000' },
  }
  await runCommand(['migrate'], env)
  await runCommand(['create-admin', '--login', login], env, `${password}\n`)
  address.port = String(line.port)
  const server = await startProcess(['serve'], { ...env, BM23_DATABASE_URL: address.href })
  context.defer(() => server.end('SIGKILL'))
  const send = async (method: string, path: string, cookie = '', body?: object) => {
    const start = performance.now()
    const answer = await fetch(server.url + path, {
      ...{ method, signal: AbortSignal.timeout(30_000) },
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    return { status: answer.status, text, ms: performance.now() - start, cookie: answer.headers.get('set-cookie') }
  }
  const signed = await send('POST', '/api/v1/session', '', { login, password })
  const cookie = String(signed.cookie).split(';')[0] ?? ''
  return {
    cluster,
    line,
    server,
    ask: (method: string, path: string, body?: object) => send(method, path, cookie, body),
  }
}

type Scene = Awaited<ReturnType<typeof openScene>>

/** What people are told while something goes on: how long it takes at most, by what, and which of their writes were accepted. */
interface Told {
  worst: number
  readonly statuses: Map<number, number>
  readonly accepted: string[]
}

/** People read and write without a break, four at a time, until the others are done. */
async function keepAsking({ ask }: Scene, until: Promise<unknown>): Promise<Told> {
  const told: Told = { worst: 0, statuses: new Map(), accepted: [] }
  let over = false
  void until.finally(() => {
    over = true
  })
  const one = async (nth: number) => {
    for (let n = nth; !over; n += 1) {
      const wish = { name: `Token ${nth} ${n}`, expiresOn: '2099-01-01' }
      const made = await (n % 2 === 0
        ? ask('GET', '/api/v1/accounts')
        : ask('POST', '/api/v1/account/tokens', wish)
      ).catch((error: Error) => ({ status: 0, text: error.message, ms: Number.POSITIVE_INFINITY }))
      told.worst = Math.max(told.worst, made.ms)
      told.statuses.set(made.status, (told.statuses.get(made.status) ?? 0) + 1)
      if (made.status === 201) told.accepted.push(wish.name)
      if (n > 100) await pause(20)
    }
  }
  await Promise.all([0, 1, 2, 3].map(one))
  return told
}

/** The time until the program says that it is ready, or that it is not, in milliseconds. */
async function readyWithin({ ask }: Scene, status: 200 | 503): Promise<number> {
  const start = performance.now()
  while ((await ask('GET', '/health/ready')).status !== status) {
    if (performance.now() - start > 30_000) return Number.POSITIVE_INFINITY
    await pause(50)
  }
  return performance.now() - start
}

async function watchLive({ ask }: Scene, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let over = false
  void until.finally(() => {
    over = true
  })
  while (!over) {
    const { status, ms } = await ask('GET', '/health/live')
    times.push(status === 200 ? ms : Number.POSITIVE_INFINITY)
    await pause(100)
  }
  return times.toSorted((a, b) => a - b)
}

/** The line to the database is slow, loses what it carries, and falls silent: refused in time, and well again by itself. */
export async function measureSickLine(context: Context): Promise<Figure[]> {
  const scene = await openScene(context)
  const { line, server, cluster } = scene
  const chance = new Chance(context.seed)
  const during = context.count({ canary: 7_000, ci: 7_000, release: 30_000 })
  const phases: [string, () => void][] = [
    ['slow', () => line.delay(100)],
    ['lossy', () => line.reset(0.05, () => chance.below(10_000) / 10_000)],
    ['silent', () => line.silent(true)],
  ]
  const all: Told[] = []
  let [down, live, back]: number[] = [0, 0, 0]
  const odd: string[] = []
  for (const [how, spoil] of phases) {
    spoil()
    const time = how === 'silent' ? pause(during) : pause(Math.min(during, 10_000))
    const [told, times, turned] = await Promise.all([
      ...([keepAsking(scene, time), watchLive(scene, time)] as const),
      how === 'silent' ? readyWithin(scene, 503) : 0,
    ])
    line.delay(0)
    line.reset(0)
    line.silent(false)
    all.push(told)
    down = Math.max(down ?? 0, turned)
    live = Math.max(live ?? 0, times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY)
    back = Math.max(back ?? 0, await readyWithin(scene, 200))
    const wanted = how === 'slow' ? [200, 201] : [200, 201, 503]
    for (const [status, n] of told.statuses) if (!wanted.includes(status)) odd.push(`${how}: ${status} ${n} times`)
    const after = await scene.ask('GET', '/api/v1/accounts')
    if (after.status !== 200) odd.push(`after ${how}: ${after.status}`)
  }
  const kept = new Set(
    ((await cluster.query('select name from access_tokens')) as { name: string }[]).map((one) => one.name),
  )
  const accepted = all.flatMap((one) => one.accepted)
  const alive = (() => {
    try {
      return process.kill(server.pid, 0)
    } catch {
      return false
    }
  })()
  return [
    atLeast('writes accepted over a sick line', accepted.length, 10),
    none(
      'of them lost',
      accepted.filter((name) => !kept.has(name)),
    ),
    none('other answers than in time, or busy', odd),
    atMost('the longest answer, ms', Math.round(Math.max(...all.map((one) => one.worst))), 6_000),
    atMost('the live probe, p95 in ms', Math.round(live ?? 0), 50),
    atMost('until it says that it is not ready, ms', Math.round(down ?? 0), 3_000),
    atMost('until it is ready again, ms', Math.round(back ?? 0), 5_000),
    none('restarts', alive ? [] : ['it ended']),
  ]
}
