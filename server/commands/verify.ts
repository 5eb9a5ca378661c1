import type { Command } from 'commander'
import { ConfigError } from '../platform/config.ts'
import { readPassword } from './password.ts'
import { verify } from './verify/verify.ts'
import { print } from './with-platform.ts'

interface Options {
  login?: string
  json?: boolean
}

async function run(url: string, { login, json }: Options): Promise<void> {
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new ConfigError([{ name: 'url', message: 'must begin with https:// or http://' }])
  }
  const outcomes = await verify(url, login ? { login, password: await readPassword() } : null)
  const count = (state: string) => outcomes.filter((one) => one.state === state).length
  const counts = { good: count('good'), warnings: count('warning'), failed: count('failed'), leftOut: count('out') }
  if (json) print(JSON.stringify({ url, ...counts, steps: outcomes }, null, 2))
  else {
    for (const { id, state, seen, milliseconds } of outcomes) {
      if (state !== 'out' || seen)
        print(`${state.padEnd(7)}  ${id.padEnd(22)}  ${seen || 'as it should be'} (${milliseconds} ms)`)
    }
    print(`${counts.failed} failed, ${counts.warnings} warnings, ${counts.good} good, ${counts.leftOut} left out.`)
  }
  process.exitCode = counts.failed > 0 ? 2 : counts.warnings > 0 ? 1 : 0
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('try a live installation and leave nothing behind: exit 0 = good, 1 = warnings, 2 = something failed')
    .argument('<url>', 'the address people use')
    .option('--login <name>', 'sign in too; the password is asked for, or read from standard input')
    .option('--json', 'every step with what was seen')
    .action(run)
}
