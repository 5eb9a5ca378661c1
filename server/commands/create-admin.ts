import type { Command } from 'commander'
import { shortestPassword } from '../../contract/accounts.ts'
import { createAccountWithHash, hashChosenPassword } from '../accounts/accounts.ts'
import { readPassword } from './password.ts'
import { print, withCtx } from './with-platform.ts'

interface Options {
  login: string
  name?: string
  email?: string
}

async function createAdmin(options: Options): Promise<void> {
  const password = await readPassword(`Password (${shortestPassword} characters or more): `)
  if (password.length < shortestPassword) throw new Error(`The password needs ${shortestPassword} characters or more.`)
  await withCtx(async (ctx) => {
    const names = [options.login, options.email ?? null, options.name ?? null]
    const passwordHash = await hashChosenPassword(ctx.db, password, names)
    const person = { displayName: options.name ?? options.login, login: options.login, email: options.email ?? null }
    await ctx.db
      .transaction()
      .execute((tx) => createAccountWithHash(tx, ctx, { ...person, role: 'admin', status: 'active', passwordHash }))
    print(`The admin ${options.login} can sign in now.`)
  })
}

export function addCreateAdmin(program: Command): void {
  program
    .command('create-admin')
    .description('add an admin; the password is asked for, or read from standard input')
    .requiredOption('--login <name>', 'user name')
    .option('--name <text>', 'name as shown')
    .option('--email <address>')
    .action(createAdmin)
}
