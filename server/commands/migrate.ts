import type { Command } from 'commander'
import { createPlatform } from '../app.ts'
import { startWork } from '../jobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Database } from '../platform/db/connect.ts'
import { migrate, migrationStates } from '../platform/db/migrate.ts'
import { besideOthers } from '../platform/jobs/queues.ts'
import { print, withDatabase } from './with-platform.ts'

async function showStatus(): Promise<void> {
  await withDatabase(async ({ db }) => {
    const states = await migrationStates(db)
    for (const one of states) print(`${one.state.padEnd(8)} ${one.name} ${one.appliedAt ?? ''}`.trimEnd())
    if (states.some((one) => one.state !== 'applied')) process.exitCode = 1
  })
}

async function showPlan(): Promise<void> {
  await withDatabase(async ({ db }) => {
    const pending = (await migrationStates(db)).filter((one) => one.state !== 'applied')
    if (pending.length === 0) print('Nothing to do.')
    for (const one of pending)
      print(`${one.state === 'changed' ? 'changed since it was applied' : 'would apply'}: ${one.name}`)
    if (pending.length > 0) process.exitCode = 1
  })
}

async function apply(): Promise<void> {
  await withDatabase(async (database) => {
    const applied = await migrate(database.db)
    if (database.kind === 'postgres') await makeQueues(database)
    for (const name of applied) print(`applied ${name}`)
    print(applied.length === 0 ? 'The database was up to date.' : `${applied.length} applied.`)
  })
}

/** The queues of the jobs are tables too: made here, so that the processes need no right to make any. */
async function makeQueues(database: Database): Promise<void> {
  const platform = await createPlatform(readConfig(process.env), database)
  const jobs = await besideOthers(() => startWork(platform, database, false))
  await jobs.stop()
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this release; safe when several instances do it at once')
    .option('--plan', 'only say what would be applied (exit 1 when something would)')
    .option('--status', 'list every migration and its state (exit 1 when one is not applied)')
    .action(async (options: { plan?: boolean; status?: boolean }) => {
      if (options.status) await showStatus()
      else if (options.plan) await showPlan()
      else await apply()
    })
}
