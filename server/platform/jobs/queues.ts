import { setTimeout } from 'node:timers/promises'
import type PgBoss from 'pg-boss'

/** What PostgreSQL says to those who make the same thing at the same moment: a deadlock, or that it is there now. */
const overtaken = new Set(['40P01', '23505', '42P06', '42P07', '42723'])

/** Does what several processes may do at the same moment; one that was overtaken by another tries again. */
export async function besideOthers<T>(make: () => Promise<T>): Promise<T> {
  for (let left = 10; ; left -= 1) {
    try {
      return await make()
    } catch (error) {
      if (left === 0 || !overtaken.has((error as { code?: string }).code ?? '')) throw error
      await setTimeout(100 + Math.random() * 300)
    }
  }
}

/** Makes a queue unless it is there: a process that may not make tables finds what `bm23 migrate` has made. */
export async function makeQueue(boss: PgBoss, name: string, options: PgBoss.Queue): Promise<void> {
  await besideOthers(async () => {
    if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options)
  })
}
