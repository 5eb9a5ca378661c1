import { type Command, Option } from 'commander'
import { check, type Result } from './checks/checks.ts'
import { print } from './with-platform.ts'

interface Options {
  deploy?: boolean
  json?: boolean
  failLevel: 'warning' | 'error'
}

function summary(results: readonly Result[]) {
  const found = results.filter((one) => one.state === 'found')
  const errors = found.filter((one) => one.level === 'error').length
  const good = results.filter((one) => one.state === 'good').length
  return { errors, warnings: found.length - errors, good, leftOut: results.length - found.length - good }
}

async function run({ deploy = false, json, failLevel }: Options, command: Command): Promise<void> {
  const envFile = command.optsWithGlobals<{ envFile?: string }>().envFile ?? null
  const start = performance.now()
  const results = await check({ env: process.env, envFile, deploy })
  const counts = summary(results)
  const milliseconds = Math.round(performance.now() - start)
  if (json) print(JSON.stringify({ ...counts, milliseconds, checks: results }, null, 2))
  else {
    for (const { id, level, found, hint } of results.filter((one) => one.state === 'found')) {
      print(`${level.padEnd(7)}  ${id}: ${found}\n         ${hint}`)
    }
    const { errors, warnings, good, leftOut } = counts
    print(
      `${errors} errors, ${warnings} warnings; ${good} of ${results.length} checks are good, ${leftOut} do not apply.`,
    )
  }
  process.exitCode = counts.errors > 0 ? 2 : counts.warnings > 0 && failLevel === 'warning' ? 1 : 0
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('judge this installation: exit 0 = good, 1 = warnings, 2 = errors')
    .option('--deploy', 'as one that people use, and ask it at its public address')
    .option('--json', 'every check with its id, level, state and hint')
    .addOption(
      new Option('--fail-level <level>', 'exit 1 on warnings too, or on errors only')
        .choices(['warning', 'error'])
        .default('warning'),
    )
    .action(run)
}
