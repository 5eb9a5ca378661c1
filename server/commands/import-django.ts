import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { createCache } from '../app.ts'
import { constraints } from '../features.ts'
import { DumpUnreadable, readDump } from '../imports/django/dump.ts'
import { printed, type Report } from '../imports/django/report.ts'
import { takeOver } from '../imports/django/take-over.ts'
import type { Ctx } from '../platform/ctx.ts'
import { print, withCtx } from './with-platform.ts'

/** More than a faculty's years together; what is larger is not read into memory. */
const largest = 256 * 1024 * 1024

interface Options {
  dryRun?: boolean
  json?: boolean
}

async function readOne(path: string): Promise<{ name: string; content: string }> {
  // whatever keeps it from being looked at, the sentence below is what somebody can act on
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new DumpUnreadable(`${path} is no file that can be read`)
  if (found.size > largest) throw new DumpUnreadable(`${path} is larger than 256 MiB`)
  return { name: basename(path), content: await readFile(path, 'utf8') }
}

/**
 * `bm23 import-django FILE...`: takes over what `dumpdata` of the earlier system wrote.
 *
 * @returns exit code: 1 when something was refused
 */
export async function importDjango(
  ctx: Ctx,
  paths: readonly string[],
  { dryRun = false, json = false }: Options,
  say: (line: string) => void,
  progress: (line: string) => void = () => undefined,
): Promise<number> {
  const dump = readDump(await Promise.all(paths.map(readOne)))
  const report: Report = await takeOver({ ...ctx, cache: createCache() }, dump, { dryRun, constraints, progress })
  for (const line of json ? [JSON.stringify({ dryRun, ...report })] : printed(report, dryRun)) say(line)
  return report.years.some((year) => year.refused.length > 0) ? 1 : 0
}

export function addImportDjango(program: Command): void {
  program
    .command('import-django')
    .argument('<files...>', 'what `manage.py dumpdata` wrote, or several such files')
    .description('take over people, years, projects and settings of the earlier system; can be repeated')
    .option('--dry-run', 'print what would be done, and write nothing')
    .option('--json', 'print the report as JSON')
    .action(async (files: string[], options: Options) => {
      process.exitCode = await withCtx((ctx) =>
        importDjango(ctx, files, options, print, (line) => process.stderr.write(`${line}\n`)),
      )
    })
}
