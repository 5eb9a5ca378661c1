import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../../../deploy/stage.ts'
import { atLeast, atMost, type Context, type Figure } from '../../line.ts'
import { mountSmall } from './small-disk.ts'

/** Puts the folder of the database on a disk of its own, and back when the line is done. */
async function moveDatabase(context: Context, { cluster }: Stage, megabytes: number) {
  const { data } = cluster
  const aside = `${data}.aside`
  await cluster.stop()
  const { uid } = statSync(data)
  renameSync(data, aside)
  mkdirSync(data)
  // closed in the opposite order: stopped, unmounted, and started where it was
  context.defer(async () => {
    rmSync(data, { recursive: true, force: true })
    renameSync(aside, data)
    await cluster.start()
  })
  const disk = mountSmall(context, megabytes, { folder: data, uid })
  context.defer(() => cluster.stop('immediate').catch(() => undefined)) // it may have ended for want of room
  execFileSync('cp', ['-a', `${aside}/.`, data])
  await cluster.start()
  return disk
}

/** What the clients met with so far. */
export interface Witnessed {
  readonly faults: string[]
  refused: number
}

/** The database has no room, neither for rows nor for its log, until some is made. */
export async function withoutRoom(context: Context, stage: Stage, load: Witnessed): Promise<Figure[]> {
  const disk = await moveDatabase(context, stage, 160)
  await pause(2_000)
  const before = load.refused
  // that it was moved is no matter of this line
  load.faults.length = 0
  disk.fill()
  await pause(2_000)
  const rows = load.refused - before
  // what it writes next needs a new file of its log
  for (let at = 0; at < 3; at += 1) await stage.cluster.query('select pg_switch_wal()').catch(() => undefined) // it is to fail
  await pause(2_000)
  disk.free()
  const start = performance.now()
  await stage.cluster.start().catch(() => undefined) // it runs, unless it ended for want of room
  for (let tries = 1; performance.now() - start < 30_000; tries += 1) {
    const body = { name: `Room ${tries}`, abbreviation: `R${tries}` }
    const { status } = await stage.visitor.send('POST', '/api/v1/majors', { headers: { cookie: stage.cookie }, body })
    if (status === 201) break
    await pause(50)
  }
  return [
    atLeast('refused while the database had no room', rows, 1),
    atLeast('errors of the database that say so', stage.cluster.log().split('No space left').length - 1, 1),
    atMost('writing again when there is room (ms)', Math.round(performance.now() - start), 10_000),
  ]
}
