import { mkdir } from 'node:fs/promises'
import type { Command } from 'commander'
import { createPlatform, openDatabase, systemCtx, version } from '../app.ts'
import { makeBackup, proveBackup } from '../platform/backup/operate.ts'
import { listBackups } from '../platform/backup/place.ts'
import { readBackup } from '../platform/backup/read.ts'
import { restoreBackup } from '../platform/backup/restore.ts'
import { type Config, ConfigError, readConfig } from '../platform/config.ts'
import { migrationStates } from '../platform/db/migrate.ts'
import { contentOf } from '../platform/files.ts'
import { applyErasures } from './erasures.ts'
import { prepare, print, withDatabase } from './with-platform.ts'

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

function keysOf({ backupKeys }: Config) {
  if (backupKeys) return backupKeys
  throw new ConfigError([{ name: 'BM23_BACKUP_KEY', message: 'is not set: the backup cannot be read' }])
}

function folderOf({ backupDir }: Config): string {
  if (backupDir) return backupDir
  throw new ConfigError([{ name: 'BM23_BACKUP_DIR', message: 'is not set' }])
}

async function backup(): Promise<void> {
  const config = readConfig(process.env)
  await withDatabase(async (database) => {
    await prepare(database)
    const report = await makeBackup(await createPlatform(config, database), database, version)
    print(`Wrote ${report.path}: ${megabytes(report.size)}, ${report.rows} rows, ${report.files} files.`)
    for (const name of report.removed) print(`Removed ${name}.`)
    for (const hash of report.damaged) print(`Damaged before the backup: stored file ${hash}`)
    if (report.damaged.length > 0) process.exitCode = 1
  })
}

async function list(): Promise<void> {
  const backups = await listBackups(folderOf(readConfig(process.env)))
  for (const { name, madeAt, size } of backups)
    print(`${madeAt.toISOString()}  ${megabytes(size).padStart(12)}  ${name}`)
  if (backups.length === 0) {
    print('There is no backup.')
    process.exitCode = 1
  }
}

async function verify(file: string): Promise<void> {
  const { madeAt, version: made, entries, rows, database } = await readBackup(file, keysOf(readConfig(process.env)))
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0)
  print(`Whole: made ${madeAt} by BM23 ${made} (${database}), ${count} rows, ${entries.length} entries.`)
}

async function drill(): Promise<void> {
  const config = readConfig(process.env)
  await withDatabase(async (database) => {
    await prepare(database)
    const { backup: newest, manifest } = await proveBackup(await createPlatform(config, database))
    const count = Object.values(manifest.rows).reduce((sum, one) => sum + one, 0)
    print(`Restored ${newest.name} into a scratch place: ${count} rows and every file as they were. Removed again.`)
  })
}

async function restore(file: string, options: { into?: string }): Promise<void> {
  const config = readConfig({ ...process.env, ...(options.into ? { BM23_DATA_DIR: options.into } : {}) })
  const { dataDir, databaseUrl, filesUrl } = config
  const bucket = filesUrl ? contentOf(config) : null
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const manifest = await restoreBackup(file, keysOf(config), { dataDir, databaseUrl, bucket })
  print(
    `Restored the backup of ${manifest.madeAt} into ${dataDir}${databaseUrl ? ' and the database' : ''}${bucket ? ' and the bucket' : ''}.`,
  )
  const database = await openDatabase(config)
  try {
    const pending = (await migrationStates(database.db)).filter((one) => one.state === 'pending')
    if (pending.length > 0) print('It was made by an older release: run bm23 migrate next, then bm23 erasures apply.')
    else await applyErasures(systemCtx(await createPlatform(config, database)), file)
  } finally {
    await database.close()
  }
}

export function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .description('back up database, files and settings, encrypted, into BM23_BACKUP_DIR')
    .action(backup)
  command.command('list').description('the backups that are there, the newest first').action(list)
  command
    .command('verify')
    .description('read a backup to its end and compare it with its manifest; restores nothing')
    .argument('<file>')
    .action(verify)
  command
    .command('drill')
    .description('restore the newest backup into a scratch place, compare it, and remove the place')
    .action(drill)
  program
    .command('restore')
    .description('restore a backup into an empty data folder and an empty database')
    .argument('<file>')
    .option('--into <folder>', 'data folder instead of BM23_DATA_DIR')
    .action(restore)
}
