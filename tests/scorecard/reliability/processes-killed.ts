import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../deploy/stage.ts'
import { Chance } from '../chance.ts'
import { atLeast, atMost, type Context, type Figure } from '../line.ts'
import { authorsOf } from './campus.ts'
import { startLoad } from './load.ts'
import { reckon } from './reckoning.ts'

/** Kills one process at a random moment, or both, and starts again what was killed. */
async function killSome(stage: Stage, chance: Chance): Promise<number> {
  await pause(200 + chance.below(1_300))
  const some = chance.percent(25) ? stage.apps : [chance.one(stage.apps)]
  await Promise.all(some.map((one) => one.end('SIGKILL')))
  await pause(chance.below(300))
  await Promise.all(some.map((one) => one.start()))
  return some.length
}

/** Milliseconds until a write is accepted when one of the processes has just been killed. */
async function firstAfterKill(stage: Stage): Promise<number> {
  const [one] = stage.apps
  await one.end('SIGKILL')
  const start = performance.now()
  const headers = { cookie: stage.cookie }
  for (let tries = 1; ; tries += 1) {
    const body = { name: `After ${tries}`, abbreviation: `A${tries}` }
    const { status } = await stage.visitor.send('POST', '/api/v1/majors', { headers, body })
    if (status === 201) break
  }
  const took = performance.now() - start
  await one.start()
  return Math.round(took)
}

/** Processes are killed while people write; afterwards everything that was acknowledged is there, once and whole. */
export async function measureProcessesKilled(context: Context): Promise<Figure[]> {
  const stage = await context.stage({ BM23_LOG_LEVEL: 'fatal' })
  const authors = await authorsOf(stage, 8)
  const chance = new Chance(context.seed)
  const load = startLoad(stage, authors)
  const wanted = context.count({ canary: 4, ci: 8, release: 30 })
  const writes = context.count({ canary: 100, ci: 1_000, release: 50_000 })
  const { majors, files, reviews } = load.ledger
  const acknowledged = () => majors.size + files.size + reviews.size
  let kills = 0
  while (kills < wanted || acknowledged() < writes) kills += await killSome(stage, chance)
  await load.stop()
  return [
    atLeast('kills', kills, wanted),
    atLeast('acknowledged writes', acknowledged(), writes),
    atLeast('files among them', files.size, context.count({ canary: 10, ci: 100, release: 3_000 })),
    ...(await reckon(stage, load.ledger)),
    atLeast('requests repeated', load.ledger.repeated, 1),
    atMost('first write when one is killed (ms)', await firstAfterKill(stage), 3_000),
  ]
}
