import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../deploy/stage.ts'
import type { Answer } from '../../deploy/visitor.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { authorsOf } from './campus.ts'
import { acknowledged, grown, startLoad } from './load.ts'
import { reckon } from './reckoning.ts'

/** How the database ends, and comes back. */
const ends = {
  killed: async ({ cluster }: Stage) => {
    await cluster.kill()
    await pause(500)
    await cluster.start()
  },
  immediate: async ({ cluster }: Stage) => {
    await cluster.stop('immediate')
    await cluster.start()
  },
  fast: async ({ cluster }: Stage) => {
    await cluster.stop('fast')
    await cluster.start()
  },
  terminated: async ({ cluster }: Stage) => {
    const others = "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    for (let storm = 0; storm < 10; storm += 1) {
      await cluster.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`)
      await pause(100)
    }
  },
}

/** What is wrong with an answer while the database is away; null when it is done, or says when to come again. */
export function faultOf(answer: Answer | Error, took: number): string | null {
  if (answer instanceof Error) return `no answer: ${answer.message}`
  if (took > 5_000) return `${answer.status} after ${Math.round(took)} ms`
  if (answer.status < 500) return null
  const { 'content-type': type, 'retry-after': after } = answer.headers
  return answer.status === 503 && type === 'application/problem+json' && Number(after) > 0
    ? null
    : `${answer.status} ${type}, Retry-After ${after}: ${String(answer.body).slice(0, 200)}`
}

/** Milliseconds from the start of the database to the first write that is accepted. */
async function firstWrite(stage: Stage, name: string): Promise<number> {
  const start = performance.now()
  for (let tries = 1; performance.now() - start < 30_000; tries += 1) {
    const body = { name: `Back ${name} ${tries}`, abbreviation: `${name}-${tries}` }
    const { status } = await stage.visitor.send('POST', '/api/v1/majors', { headers: { cookie: stage.cookie }, body })
    if (status === 201) break
    await pause(20)
  }
  return Math.round(performance.now() - start)
}

/** The database ends in each way while people write, with everything written through to the disk. */
export async function measureDatabaseKilled(context: Context): Promise<Figure[]> {
  const stage = await context.stage({ BM23_LOG_LEVEL: 'fatal' }, {}, { fsync: 'on' })
  const authors = await authorsOf(stage, 4)
  const faults: string[] = []
  let outages = 0
  const load = startLoad(stage, authors, (answer, took) => {
    const fault = faultOf(answer, took)
    if (fault) faults.push(fault)
    if (!(answer instanceof Error) && answer.status === 503) outages += 1
  })
  const rounds = context.count({ canary: 1, ci: 1, release: 8 })
  const wanted = rounds * Object.keys(ends).length
  const writes = context.count({ canary: 40, ci: 100, release: 30_000 })
  let ended = 0
  const back: Record<string, number> = {}
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, end] of Object.entries(ends)) {
      await pause(1_500)
      // spread over all of the writes
      await grown(load.ledger, (ended * writes) / wanted, 60_000)
      await end(stage)
      ended += 1
      back[way] = Math.max(back[way] ?? 0, await firstWrite(stage, `${way} ${round}`))
    }
  }
  await pause(500)
  await grown(load.ledger, writes, 60_000)
  await load.stop()
  const alive = await Promise.all(stage.apps.map((one) => one.end('SIGTERM')))
  return [
    atLeast('ends of the database', ended, wanted),
    atLeast('acknowledged writes', acknowledged(load.ledger), writes),
    ...(await reckon(stage, load.ledger)),
    none('outages not told of as agreed', faults),
    atLeast('refused with 503', outages, 1),
    none('processes that ended', alive.filter((one) => one !== 0).map(String)),
    ...Object.entries(back).map(([way, took]) =>
      atMost(`well again, ${way} (ms)`, took, way === 'fast' ? 3_000 : 10_000),
    ),
  ]
}
