import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../../deploy/stage.ts'
import { atMost, type Context, type Figure, none } from '../../line.ts'
import { root } from '../../measure.ts'
import { type Author, authorsOf } from '../campus.ts'
import { faultOf } from '../database-killed.ts'
import { startLoad } from '../load.ts'
import { reckon } from '../reckoning.ts'
import { type Witnessed, withoutRoom } from './database.ts'
import { withoutDescriptors } from './descriptors.ts'

/** A process without memory or without descriptors, and a database without room, while people write. */

/** At this signal a process takes memory until it has none, as a leak does in months. */
const leak = 'process.on("SIGUSR2",()=>{const all=[];for(;;)all.push(Array(1e5).fill(all.length))})'
const leaking = { NODE_OPTIONS: `--max-old-space-size=192 --import=data:text/javascript,${encodeURIComponent(leak)}` }

/** Seconds that the service manager waits before it starts again what ended. */
function restartDelay(): number {
  const unit = readFileSync(join(root, 'deploy/systemd/bm23@.service'), 'utf8')
  if (!/^Restart=always$/m.test(unit)) throw new Error('the unit does not start again')
  return Number(/^RestartSec=(\d+)$/m.exec(unit)?.[1])
}

/** Lets a process die of memory and starts it as its unit does; milliseconds until it answers again. */
async function starve(stage: Stage, at: number, deaths: (number | string | null)[]): Promise<number> {
  const one = stage.apps[at % 2] as Stage['apps'][number]
  deaths.push(await one.end('SIGUSR2'))
  const start = performance.now()
  await pause(restartDelay() * 1_000)
  await one.start()
  for (;;) {
    const alive = await fetch(`http://127.0.0.1:${one.port}/health/live`).catch(() => null) // not there yet
    if (alive?.status === 200) return Math.round(performance.now() - start)
    await pause(20)
  }
}

/** Processes that die of memory one after another while people write. */
async function withoutMemory(context: Context, stage: Stage, deaths: (number | string | null)[]): Promise<void> {
  const wanted = context.count({ canary: 1, ci: 2, release: 12 })
  for (let at = 0; at < wanted; at += 1) {
    await pause(1_000)
    await starve(stage, at, deaths)
  }
}

export async function exhaustProcesses(context: Context): Promise<Figure[]> {
  const stage = await context.stage({ BM23_LOG_LEVEL: 'silent', ...leaking })
  const authors = await authorsOf(stage, 5)
  const met: Witnessed = { faults: [], refused: 0 }
  const load = startLoad(stage, authors.slice(1), (answer, took) => {
    const fault = faultOf(answer, took)
    if (fault) met.faults.push(fault)
    if (!(answer instanceof Error) && answer.status === 503) met.refused += 1
  })
  const deaths: (number | string | null)[] = []
  await withoutMemory(context, stage, deaths)
  const room = await withoutRoom(context, stage, met)
  await load.stop()
  const back = await starve(stage, 0, deaths)
  const figures = [
    none('ends by something else than memory', deaths.filter((one) => one !== 'SIGABRT' && one !== 134).map(String)),
    atMost('answering again after running out of memory (ms)', back, 5_000),
    ...room,
    none('outages of the database not told of as agreed', met.faults),
    ...(await reckon(stage, load.ledger)),
  ]
  figures.push(...(await withoutDescriptors(stage, authors[0] as Author)))
  const ends = await Promise.all(stage.apps.map((one) => one.end('SIGTERM')))
  return [...figures, none('processes that ended by themselves', ends.filter((one) => one !== 0).map(String))]
}
