import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../../deploy/stage.ts'
import { visitor } from '../../../deploy/visitor.ts'
import { type RedisServer, startRedis } from '../../../serving/redis.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../../line.ts'
import { openLine, type SickLine } from './line.ts'

/** What is done to Redis, and what the program says of it; null where nothing is amiss with what it does. */
interface Hurt {
  readonly how: string
  readonly hurt: () => unknown
  readonly heal: () => unknown
  readonly said: 'degraded' | null
}

const hurtsOf = (redis: RedisServer, line: SickLine): readonly Hurt[] => [
  { how: 'hung', hurt: () => redis.freeze(), heal: () => redis.thaw(), said: 'degraded' },
  {
    ...{ how: 'full', said: 'degraded' as const },
    hurt: () => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
    heal: () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
  },
  { how: 'slow', hurt: () => line.delay(60), heal: () => line.delay(0), said: null },
  { how: 'emptied', hurt: () => redis.command('FLUSHALL'), heal: () => undefined, said: null },
  { how: 'killed', hurt: () => redis.kill(), heal: () => redis.restart(), said: 'degraded' },
]

interface Asked {
  readonly failed: string[]
  readonly times: number[]
}

/** So many requests by somebody who is signed in, of whom each needs the session, four at a time. */
async function askMany(stage: Stage, count: number, before: (nth: number) => unknown = () => 0): Promise<Asked> {
  const asked: Asked = { failed: [], times: [] }
  const guest = visitor(stage.nginx, { sockets: 4 })
  let next = 0
  const one = async () => {
    while (next < count) {
      await before(next++)
      const start = performance.now()
      const { status } = await guest.send('GET', '/api/v1/session', { headers: { cookie: stage.cookie } })
      asked.times.push(performance.now() - start)
      if (status !== 200) asked.failed.push(String(status))
    }
  }
  await Promise.all([one(), one(), one(), one()])
  guest.close()
  return asked
}

const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

/** What the program says of Redis, at each process. */
async function stateOf({ apps }: Stage): Promise<string[]> {
  return await Promise.all(
    apps.map(async ({ port }) => {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`)
      const { checks } = (await answer.json()) as { checks?: Record<string, { state: string }> }
      return `${answer.status} ${checks?.redis?.state}`
    }),
  )
}

/** One who asks more than the limit of each process together is refused, however Redis is. */
async function faultOfLimit(stage: Stage, from: string, limit: number): Promise<string | null> {
  const guest = visitor(stage.nginx, { from, sockets: 1 })
  const all: number[] = []
  for (let n = 0; n < 2 * limit + 2; n += 1) all.push((await guest.send('GET', '/api/v1/installation')).status)
  guest.close()
  const allowed = all.filter((one) => one === 200).length
  const odd = all.find((one) => one !== 200 && one !== 429)
  if (odd) return `answered ${odd}`
  return allowed <= 2 * limit ? null : `${allowed} allowed of ${limit}`
}

/** Redis is hurt in every way while people ask: they notice nothing. */
export async function measureRedis(context: Context): Promise<Figure[]> {
  const redis = await startRedis()
  context.defer(() => redis.close())
  const line = await openLine(Number(new URL(redis.url).port))
  context.defer(() => line.close())
  const limit = context.count({ canary: 10, ci: 20, release: 100 })
  const stage = await context.stage({
    ...{ BM23_REDIS_URL: `redis://127.0.0.1:${line.port}`, BM23_RATE_ANONYMOUS_PER_HOUR: String(limit) },
  })
  const each = context.count({ canary: 60, ci: 200, release: 2_000 })
  await askMany(stage, 100)
  const well = p95((await askMany(stage, each)).times)
  const hurts = hurtsOf(redis, line)
  const [failed, unsaid, unlimited]: [string[], string[], string[]] = [[], [], []]
  let added = 0
  let asked = 0
  for (const [nth, { how, hurt, heal, said }] of hurts.entries()) {
    // in the middle of it, so that what is under way is hurt as well
    const { failed: some, times } = await askMany(stage, each, async (n) => {
      if (n === 4) await hurt()
    })
    failed.push(...some.map((status) => `${how}: ${status}`))
    asked += times.length
    added = Math.max(added, p95(times) - well)
    const state = await stateOf(stage)
    const wanted = said ? [`200 ${said}`] : ['200 ok', '200 degraded']
    unsaid.push(...state.filter((one) => !wanted.includes(one)).map((one) => `${how}: ${one}`))
    const fault = await faultOfLimit(stage, `127.0.0.${20 + nth}`, limit)
    if (fault) unlimited.push(`${how}: ${fault}`)
    await heal()
    for (let left = 100; left > 0 && (await stateOf(stage)).some((one) => one !== '200 ok'); left -= 1) await pause(100)
    unsaid.push(...(await stateOf(stage)).filter((one) => one !== '200 ok').map((one) => `${how}, healed: ${one}`))
  }
  return [
    atLeast('requests', asked, hurts.length * each),
    none('of them failed', failed),
    atMost('added to the p95 at most, ms', Math.round(added), 50),
    none('states not told', unsaid),
    none('limits that did not hold', unlimited),
  ]
}
