import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Throttle } from '../../../server/platform/throttle/throttle.ts'
import { siteName } from '../../deploy/nginx.ts'
import type { Stage } from '../../deploy/stage.ts'
import { visitor } from '../../deploy/visitor.ts'
import { type Context, type Figure, none } from '../line.ts'
import { signedIn } from './people.ts'

const limits = { anonymous: 100, user: 1_000 }
const path = '/api/v1/installation'

let next = 1
/** An address of this machine that nobody came from before. */
const fresh = () => `127.0.1.${++next}`

type Ask = (headers?: Record<string, string>) => Promise<number>

/** Somebody at an address outside, through nginx. */
function guestOf(stage: Stage, from: string): Ask {
  const guest = visitor(stage.nginx, { from })
  return async (headers = {}) => (await guest.send('GET', path, { headers })).status
}

/** Somebody who speaks to the processes in turn: as the proxy from its address, past the proxy from another. */
function directly(stage: Stage, localAddress: string): Ask {
  let turn = 0
  const host = `${siteName}:${stage.nginx.httpsPort}`
  return (headers = {}) => {
    turn += 1
    const { port } = stage.apps[turn % 2 === 0 ? 0 : 1]
    return new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, path, localAddress, headers: { host, ...headers } }, (res) => {
        res.resume().on('end', () => resolve(res.statusCode ?? 0))
      })
      req.on('error', reject).end()
    })
  }
}

/** So many requests and one more, a few at a time: what is wrong unless exactly the one more is refused. */
async function overBy(limit: number, ask: (index: number) => Promise<number>): Promise<string | null> {
  const seen: Record<number, number> = {}
  for (let sent = 0; sent <= limit; sent += 10) {
    const some = Array.from({ length: Math.min(10, limit + 1 - sent) }, (_, at) => ask(sent + at))
    for (const status of await Promise.all(some)) seen[status] = (seen[status] ?? 0) + 1
  }
  return seen[429] === 1 && seen[200] === limit ? null : JSON.stringify(seen)
}

/**
 * Tried again with another who was never counted: on a machine so busy that Redis answers late, a process counts alone for
 * two seconds.
 */
async function exactly(name: string, once: () => Promise<string | null>): Promise<string[]> {
  let wrong: string | null = null
  for (let tries = 0; tries < 4; tries += 1) {
    wrong = await once()
    if (!wrong) return []
    await pause(2_000)
  }
  return [`${name}: ${wrong}`]
}

const spoofed = (ip: string) => ({
  'x-forwarded-for': ip,
  forwarded: `for=${ip}`,
  'x-real-ip': ip,
  'cf-connecting-ip': ip,
  'true-client-ip': ip,
})

async function counted(stage: Stage, cookies: readonly string[]): Promise<Figure[]> {
  const proxy = directly(stage, '127.0.0.1')
  const once = async (headers: (index: number) => Record<string, string>, ask = guestOf(stage, fresh())) =>
    await overBy(limits.anonymous, (index) => ask(headers(index)))
  const users = cookies.map((cookie) => ({ cookie }))
  return [
    none('of 101 by nobody, not one refused', await exactly('nobody', () => once(() => ({})))),
    none(
      'of 1,001 by one person from 250 addresses, not one refused',
      await exactly('person', async () => {
        const user = users.pop()
        return await overBy(limits.user, (at) => proxy({ ...user, 'x-forwarded-for': `198.51.100.${at % 250}` }))
      }),
    ),
    none(
      'of 101 by one /64 of IPv6, not one refused',
      await exactly('IPv6', () => {
        const network = `2001:db8:7:${++next}`
        return once((at) => ({ 'x-forwarded-for': `${network}:${at.toString(16)}::${at.toString(16)}` }), proxy)
      }),
    ),
    none('buckets made by headers', [
      ...(await exactly('through nginx', () => once((at) => spoofed(`203.0.113.${at}`)))),
      ...(await exactly('past it', () => once((at) => spoofed(`203.0.113.${at}`), directly(stage, fresh())))),
    ]),
  ]
}

/** What a refusal says, and what is never refused. */
async function refused(stage: Stage): Promise<Figure[]> {
  const from = fresh()
  const guest = visitor(stage.nginx, { from })
  const odd: string[] = []
  for (let sent = 0; sent < limits.anonymous + 2; sent += 1) await guest.send('GET', path)
  const { status, headers, body } = await guest.send('GET', path)
  const { code } = JSON.parse(String(body)) as { code?: string }
  const after = Number(headers['retry-after'])
  if (status !== 429 || headers['content-type'] !== 'application/problem+json' || code !== 'request.tooMany')
    odd.push(`${status} ${headers['content-type']} ${code}`)
  if (!(after > 3_500 && after <= 3_600)) odd.push(`Retry-After ${after}`)
  for (const page of ['/', '/projects/1', '/assets/none.js', '/health/live']) {
    const answer = await guest.send('GET', page)
    if (answer.status === 429) odd.push(`${page} is counted`)
  }
  const host = `${siteName}:${stage.nginx.httpsPort}`
  for (const { port } of stage.apps) {
    for (const probe of ['/health/live', '/health/ready']) {
      const answer = await fetch(`http://127.0.0.1:${port}${probe}`, { headers: { host, 'x-forwarded-for': from } })
      if (answer.status !== 200) odd.push(`${probe} ${answer.status}`)
    }
  }
  guest.close()
  return [none('refusals that do not say so, or of what is exempt', odd)]
}

/** Until both processes refuse. On a busy machine Redis answers some too late, and those are counted elsewhere. */
async function exhaust(send: () => Promise<number>, limit: number): Promise<void> {
  for (let sent = 0; sent < 3 * limit; sent += 10) {
    const said = await Promise.all(Array.from({ length: 10 }, send))
    if (said.every((one) => one === 429)) return
  }
}

/** Whoever is over a limit stays over it, and nobody gets more than the limit at each process, whatever Redis does. */
async function withoutRedis(stage: Stage, cookie: string): Promise<Figure[]> {
  const wrong: string[] = []
  const over = guestOf(stage, fresh())
  await exhaust(() => over(), limits.anonymous)
  const user = guestOf(stage, fresh())
  await exhaust(() => user({ cookie }), limits.user)
  const states: [string, () => unknown, () => unknown][] = [
    ['up', () => undefined, () => undefined],
    ['hung', () => stage.redis.freeze(), () => stage.redis.thaw()],
    ['killed', () => stage.redis.kill(), () => stage.redis.restart()],
    ['back, empty', () => undefined, () => undefined],
  ]
  for (const [state, hurt, heal] of states) {
    await hurt()
    const said = [await over(), await over(), await user({ cookie }), await user({ cookie })]
    if (said.some((one) => one !== 429)) wrong.push(`${state}: ${said}`)
    const seen: Record<number, number> = {}
    const stranger = guestOf(stage, fresh())
    for (let sent = 0; sent < 2 * limits.anonymous + 2; sent += 1) {
      const status = await stranger()
      seen[status] = (seen[status] ?? 0) + 1
    }
    const allowed = seen[200] ?? 0
    const fair = allowed >= limits.anonymous && allowed <= 2 * limits.anonymous
    if (!fair || allowed + (seen[429] ?? 0) !== 2 * limits.anonymous + 2)
      wrong.push(`${state}: ${JSON.stringify(seen)}`)
    await heal()
  }
  return [none('verdicts that depend on Redis', wrong)]
}

/** Two processes, one Redis, a window of two seconds: full, and at its end anew for both. */
async function rolls(stage: Stage): Promise<Figure[]> {
  const stores = [new Redis(stage.redis.url), new Redis(stage.redis.url)]
  const throttles = stores.map((one) => new Throttle({ name: 'rolling', limit: 3, seconds: 2 }, one))
  const wrong: string[] = []
  const count = async () => {
    const said = []
    for (let at = 0; at < 4; at += 1) said.push(await throttles[at % 2]?.count('a'))
    return said
  }
  for (let window = 0; window < 3; window += 1) {
    const said = await count()
    const pattern = said.map((one) => (one?.allowed ? 'y' : 'n')).join('')
    if (pattern !== 'yyyn') wrong.push(`window ${window}: ${pattern}`)
    await pause((said[3]?.resetSeconds ?? 0) * 1_000 + 100)
  }
  for (const one of stores) one.disconnect()
  return [none('windows that do not end when they say', wrong)]
}

export async function measureThrottling(context: Context): Promise<Figure[]> {
  const stage = await context.stage({
    BM23_RATE_ANONYMOUS_PER_HOUR: String(limits.anonymous),
    BM23_RATE_USER_PER_HOUR: String(limits.user),
  })
  const cookies = await signedIn(stage, 6)
  return [
    ...(await counted(stage, cookies.slice(1))),
    ...(await refused(stage)),
    ...(await rolls(stage)),
    ...(await withoutRedis(stage, cookies[0] ?? '')),
  ]
}
