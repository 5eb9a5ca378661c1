import { dirname } from 'node:path'
import type { Command } from 'commander'
import type { Ctx } from '../platform/ctx.ts'
import { eraseAgain } from '../privacy/erase/again.ts'
import { print, withCtx } from './with-platform.ts'

/** Erases whom the lists name and the database still knows; for a database that was restored. */
export async function applyErasures(ctx: Ctx, backup?: string): Promise<void> {
  const { dataDir, backupDir } = ctx.config
  const folders = [dataDir, backupDir, backup ? dirname(backup) : null].filter((one) => one !== null)
  const { listed, erased } = await eraseAgain(ctx, folders)
  if (erased > 0) print(`Erased ${erased} people again whom the backup still knew.`)
  else if (listed > 0) print(`The lists of erasures name ${listed} people; the database knows none of them any more.`)
}

export function addErasures(program: Command): void {
  program
    .command('erasures')
    .description('people whose data was erased')
    .command('apply')
    .description(
      'after recovering an older database: erase again whom erasures.log names (bm23 restore does it by itself)',
    )
    .action(() => withCtx((ctx) => applyErasures(ctx)))
}
