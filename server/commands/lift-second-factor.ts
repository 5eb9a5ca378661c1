import type { Command } from 'commander'
import { Reason } from '../../contract/endpoint.ts'
import { liftByLogin } from '../accounts/factor/lift.ts'
import { Refusal } from '../platform/problem.ts'
import { print, withCtx } from './with-platform.ts'

async function liftSecondFactor({ login, reason }: { login: string; reason: string }): Promise<void> {
  const why = Reason.safeParse(reason)
  if (!why.success) throw new Error('The reason needs 3 characters or more: it is recorded.')
  await withCtx(async (ctx) => {
    const known = await liftByLogin(ctx, login, why.data).catch((error) => {
      throw error instanceof Refusal && error.code === 'factor.notBegun'
        ? new Error(`${login} has no second factor.`)
        : error
    })
    if (!known) throw new Error(`There is no account ${login}.`)
    print(`${login} signs in by password alone now, and is signed out everywhere.`)
  })
}

export function addLiftSecondFactor(program: Command): void {
  program
    .command('lift-second-factor')
    .description('take the second factor of somebody off who lost it, the last admin included')
    .requiredOption('--login <name>', 'user name, e-mail or student ID')
    .requiredOption('--reason <text>', 'who asked, and how you know: it is recorded')
    .action(liftSecondFactor)
}
