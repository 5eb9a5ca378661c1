import { resolve } from 'node:path'
import type { Command } from 'commander'
import { createPlatform, openDatabase, version } from '../app.ts'
import { type Config, readConfig } from '../platform/config.ts'
import type { Database } from '../platform/db/connect.ts'
import { migrationStates } from '../platform/db/migrate.ts'
import { createReadiness } from '../platform/http/health.ts'
import { type Operation, readOperations } from '../platform/jobs/operations.ts'
import { healthOf } from '../platform/observe/checks.ts'
import { print } from './with-platform.ts'

/** Addresses are named without what stands before the @. */
const bare = (url: string | null) => (url ? url.replace(/\/\/[^@/]*@/, '//') : null)

function places(config: Config) {
  return {
    publicUrl: config.publicUrl,
    listen: `${config.host}:${config.port}`,
    data: resolve(config.dataDir),
    database: bare(config.databaseUrl) ?? `embedded in ${resolve(config.dataDir)}`,
    files: config.filesUrl ?? resolve(config.dataDir, 'files'),
    redis: bare(config.redisUrl),
    backups: config.backupDir ? resolve(config.backupDir) : null,
  }
}

const last = ({ succeededAt, failedAt, error }: Operation) => ({ succeededAt, failedAt, error })

async function diagnose(config: Config, database: Database) {
  const platform = await createPlatform(config, database)
  // the check of Redis below tells
  await platform.limits.redis?.connect().catch(() => undefined)
  const { state, checks } = await createReadiness(healthOf(platform))()
  platform.limits.close()
  const states = await migrationStates(database.db)
  const current = states.every((one) => one.state === 'applied')
  const operations = current ? await readOperations(database.db) : null
  return {
    ready: state !== 'failed',
    versions: { bm23: version, node: process.versions.node, migration: states.at(-1)?.name ?? null },
    places: places(config),
    works: checks,
    operations: operations
      ? { heartbeat: last(operations.heartbeat), backup: last(operations.backup), drill: last(operations.drill) }
      : null,
  }
}

type Diagnosis = Awaited<ReturnType<typeof diagnose>>

function show({ versions, places: where, works, operations }: Diagnosis): void {
  const line = (name: string, value: string | null) => print(`${name.padEnd(11)} ${value ?? '-'}`)
  for (const [name, value] of Object.entries(versions)) line(name, value)
  for (const [name, value] of Object.entries(where)) line(name, value)
  for (const [name, one] of Object.entries(operations ?? {})) {
    line(name, one.succeededAt ? `last at ${one.succeededAt}` : 'never')
  }
  for (const [name, one] of Object.entries(works)) line(one.state, `${name} (${one.ms} ms)`)
}

async function doctor({ json }: { json?: boolean }): Promise<void> {
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  try {
    const diagnosis = await diagnose(config, database)
    if (json) print(JSON.stringify(diagnosis, null, 2))
    else show(diagnosis)
    if (!diagnosis.ready) process.exitCode = 1
  } finally {
    await database.close()
  }
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('what works, where things are, and which versions (exit 1 when something does not work)')
    .option('--json', 'the same for programs')
    .action(doctor)
}
