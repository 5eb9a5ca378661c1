import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { FastifyInstance } from 'fastify'
import { makePassword } from '../accounts/passwords.ts'
import { readConfig } from '../platform/config.ts'
import type { Platform } from '../platform/ctx.ts'
import { buildDemoFaculty, type DemoAccount } from './demo-faculty.ts'
import { demoKeys } from './demo-keys.ts'
import { load } from './load.ts'
import { build, listen } from './serve.ts'
import { print, withCtx } from './with-platform.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const say = (line: string) => process.stderr.write(`${line} ...\n`)

/** The web interface is built once; a release brings it along. */
function buildWeb(): void {
  if (existsSync(`${root}dist/web/index.html`)) return
  say('Building the web interface, once')
  const built = spawnSync(process.execPath, [`${root}node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (built.status !== 0) throw new Error('The web interface could not be built.')
}

/** The accounts of the demo are kept beside its data, so that a second start can name them. */
async function accountsOf(app: FastifyInstance, platform: Platform): Promise<DemoAccount[]> {
  const path = join(platform.config.dataDir, 'demo-accounts.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  say('Making a faculty in the middle of its year')
  const accounts = await buildDemoFaculty(app, platform, makePassword(), say)
  writeFileSync(path, JSON.stringify(accounts), { mode: 0o600 })
  return accounts
}

async function demo(options: { json?: boolean }): Promise<void> {
  // who looks at a demo, by eye or by program, wants its addresses and not a line per request
  process.env.BM23_LOG_LEVEL ??= 'warn'
  process.env.BM23_SECRET_KEYS ??= demoKeys(readConfig(process.env).dataDir)
  buildWeb()
  const built = await build()
  const accounts = await accountsOf(built.app, built.platform)
  const url = await listen(built)
  if (options.json) print(JSON.stringify({ url, accounts }))
  else {
    print(`\nBM23 runs at ${url}\n`)
    for (const one of accounts) print(`  ${one.role.padEnd(18)} ${one.login.padEnd(14)} ${one.password}`)
    print('\nCtrl-C stops it; nothing is lost.')
  }
}

async function seed(): Promise<void> {
  process.env.BM23_LOG_LEVEL ??= 'warn'
  const { app, platform, database } = await build()
  try {
    const accounts = await accountsOf(app, platform)
    for (const one of accounts) print(`${one.role.padEnd(18)} ${one.login.padEnd(14)} ${one.password}`)
  } finally {
    await app.close()
    await database.close()
  }
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('serve a demo faculty, with an account for each role')
    .option('--json', 'first line of output: address and accounts as JSON')
    .action(demo)
  program
    .command('load')
    .description('read spreadsheets: majors, classrooms, advisors, students, projects (exit 1 when rows had errors)')
    .argument('<path...>', 'files (.xlsx, .csv), or a folder of them')
    .action(async (paths: string[]) => {
      process.exitCode = await withCtx((ctx) => load(ctx, paths, print))
    })
  program
    .command('seed')
    .description('put the demo faculty into an empty database')
    .requiredOption('--demo', 'yes, the demo faculty')
    .action(seed)
}
