import type { Command } from 'commander'
import { forgetPast } from '../privacy/retention/retention.ts'
import { print, withCtx } from './with-platform.ts'

interface Options {
  dryRun?: boolean
  json?: boolean
}

async function retention({ dryRun = false, json }: Options): Promise<void> {
  const purged = await withCtx((ctx) => forgetPast(ctx, dryRun))
  if (json) return print(JSON.stringify({ dryRun, ...purged }))
  const { years, ...rest } = purged
  for (const { name, files } of years) print(`${name.padEnd(14)} files ${files}, abstracts, notes and reasons`)
  for (const [name, count] of Object.entries(rest)) print(`${name.padEnd(14)} ${count}`)
  print(dryRun ? 'Nothing was removed: this was a dry run.' : 'Removed.')
}

export function addRetention(program: Command): void {
  program
    .command('retention')
    .description('remove what is past its time (BM23_KEEP_*), as the worker does every night')
    .option('--dry-run', 'say what would go, and remove nothing')
    .option('--json', 'as JSON')
    .action(retention)
}
