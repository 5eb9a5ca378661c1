import type { Command } from 'commander'
import { checkContent } from '../platform/files/upkeep.ts'
import { print, withCtx } from './with-platform.ts'

interface Options {
  repair?: boolean
  json?: boolean
}

const meanings = {
  orphan: 'no row names it',
  missing: 'a row names it and it is not there: restore it from a backup',
  altered: 'it is not what its name says: restore it from a backup',
} as const

async function check({ repair = false, json }: Options): Promise<void> {
  const report = await withCtx((ctx) => checkContent({ ...ctx, now: ctx.now() }, repair))
  const { checked, young, findings } = report
  if (json) print(JSON.stringify(report))
  else {
    for (const { kind, sha256, setAside } of findings) {
      print(`${kind.padEnd(8)} ${sha256}  ${meanings[kind]}${setAside ? ' (moved aside)' : ''}`)
    }
    print(`${checked} stored files read, ${findings.length} findings; ${young} are new and named by no row yet.`)
  }
  if (findings.length > 0) process.exitCode = 1
}

export function addFiles(program: Command): void {
  program
    .command('files')
    .description('the uploaded files')
    .command('check')
    .description('read them all, and compare them with their names and with the database (exit 1 on findings)')
    .option('--repair', 'move aside what nothing names and what is altered; nothing is deleted')
    .option('--json', 'as JSON')
    .action(check)
}
