import { setTimeout } from 'node:timers/promises'
import type PgBoss from 'pg-boss'

const deadlock = '40P01'

/**
 * Makes a queue unless it is there. Processes that start together get into each other's way and try again; one that may
 * not make tables finds what `bm23 migrate` has made.
 */
export async function makeQueue(boss: PgBoss, name: string, options: PgBoss.Queue): Promise<void> {
  for (let left = 5; ; left -= 1) {
    try {
      if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options)
      return
    } catch (error) {
      if (left === 0 || (error as { code?: string }).code !== deadlock) throw error
      await setTimeout(50 + Math.random() * 200)
    }
  }
}
