import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../deploy/stage.ts'
import { Chance } from '../chance.ts'
import { atLeast, atMost, type Context, type Figure } from '../line.ts'
import { authorsOf } from './campus.ts'
import { acknowledged, grown, startLoad } from './load.ts'
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

/** `RestartSec` of the unit: systemd starts again what was killed. */
const restartMs = 1_000

/**
 * Milliseconds until each of some writes at once is accepted, when one of the processes has just been killed. Its port is
 * held, so that whoever was sent there waits until it is back; the others are served by the other process.
 */
async function afterKill(stage: Stage): Promise<number[]> {
  const [one] = stage.apps
  await one.end('SIGKILL')
  const back = pause(restartMs).then(() => one.start())
  const start = performance.now()
  const headers = { cookie: stage.cookie }
  const write = async (who: number) => {
    for (let tries = 1; performance.now() - start < 60_000; tries += 1) {
      const body = { name: `After ${who} ${tries}`, abbreviation: `A${who}-${tries}` }
      const { status } = await stage.visitor.send('POST', '/api/v1/majors', { headers, body })
      if (status === 201) break
    }
    return Math.round(performance.now() - start)
  }
  const took = await Promise.all([1, 2, 3, 4].map(write))
  await back
  return took
}

/** Processes are killed while people write; afterwards everything that was acknowledged is there, once and whole. */
export async function measureProcessesKilled(context: Context): Promise<Figure[]> {
  const stage = await context.stage({ BM23_LOG_LEVEL: 'fatal' })
  const authors = await authorsOf(stage, 8)
  const chance = new Chance(context.seed)
  const load = startLoad(stage, authors)
  const wanted = context.count({ canary: 4, ci: 8, release: 30 })
  const writes = context.count({ canary: 100, ci: 1_000, release: 50_000 })
  const { files } = load.ledger
  let kills = 0
  // spread over all of the writes
  while (kills < wanted || acknowledged(load.ledger) < writes) {
    kills += await killSome(stage, chance)
    await grown(load.ledger, (kills * writes) / wanted, 15_000)
  }
  await load.stop()
  const reckoned = await reckon(stage, load.ledger)
  const waited = await afterKill(stage)
  return [
    atLeast('kills', kills, wanted),
    atLeast('acknowledged writes', acknowledged(load.ledger), writes),
    atLeast('files among them', files.size, context.count({ canary: 10, ci: 100, release: 3_000 })),
    ...reckoned,
    atLeast('requests repeated', load.ledger.repeated, 1),
    atMost('first write when one is killed (ms)', Math.min(...waited), 3_000),
    atMost('last of four writes then (ms)', Math.max(...waited), 15_000),
  ]
}
