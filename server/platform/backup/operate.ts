import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Setting, settings } from '../config/settings.ts'
import type { Config } from '../config.ts'
import type { Platform } from '../ctx.ts'
import type { Database } from '../db/connect.ts'
import { noteFailure, noteSuccess } from '../jobs/operations.ts'
import { BackupError } from './cipher.ts'
import type { Manifest } from './manifest.ts'
import { type Backup, listBackups } from './place.ts'
import { restoreBackup } from './restore.ts'
import { withScratch } from './scratch.ts'
import { type BackupReport, writeBackup } from './write.ts'

/** What the commands and the jobs do; every time it is noted when it succeeded or failed, and why. */

export function backupPlace(config: Config) {
  const { backupDir: folder, backupKeys: keys } = config
  if (folder === null) throw new BackupError('BM23_BACKUP_DIR is not set: there is no folder for backups.')
  if (keys === null) throw new BackupError('BM23_BACKUP_KEY is not set: backups are always encrypted.')
  return { folder, keys }
}

/** The settings that were given, but for secrets and for what a file holds. */
function configurationOf(env: Readonly<Record<string, string | undefined>>): string {
  return Object.values<Setting>(settings)
    .filter(({ name, secret }) => !secret && env[name])
    .map(({ name }) => `${name}=${env[name]}\n`)
    .join('')
}

async function noting<T>(
  platform: Platform,
  name: 'backup' | 'drill',
  run: () => Promise<{ result: T; detail: object }>,
): Promise<T> {
  try {
    const { result, detail } = await run()
    await noteSuccess(platform.db, name, platform.now(), detail)
    platform.log.info(detail, name)
    return result
  } catch (error) {
    platform.log.error({ err: error }, `${name} failed`)
    await noteFailure(platform.db, name, platform.now(), error)
    throw error
  }
}

/** Makes a backup in the configured folder. */
export async function makeBackup(platform: Platform, database: Database, version: string): Promise<BackupReport> {
  const { config } = platform
  return await noting(platform, 'backup', async () => {
    const { databaseUrl, dataDir, backupKeep: keep } = config
    const report = await writeBackup({
      ...backupPlace(config),
      ...{ database, databaseUrl, dataDir, keep, version, content: platform.files.content },
      configuration: configurationOf(process.env),
      now: platform.now(),
    })
    const { name, size, files, rows, damaged } = report
    if (damaged.length > 0) platform.log.error({ damaged }, 'stored files are damaged')
    return { result: report, detail: { name, size, files, rows, damaged: damaged.length } }
  })
}

/** What a drill that was killed left behind: a second copy of everything. */
async function sweepDrills(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const path = join(dataDir, name)
    if (name.startsWith('drill-') && Date.now() - (await stat(path)).mtimeMs > 86_400_000) {
      await rm(path, { recursive: true, force: true })
    }
  }
}

/** Restores the newest backup into a scratch place, compares it, and removes the place. */
export async function proveBackup(platform: Platform): Promise<{ backup: Backup; manifest: Manifest }> {
  const { config } = platform
  return await noting(platform, 'drill', async () => {
    const { folder, keys } = backupPlace(config)
    const backup = (await listBackups(folder))[0]
    if (!backup) throw new BackupError(`There is no backup in ${folder}.`)
    await sweepDrills(config.dataDir)
    const dataDir = await mkdtemp(join(config.dataDir, 'drill-'))
    try {
      const restore = (databaseUrl: string | null) =>
        restoreBackup(backup.path, keys, { dataDir, databaseUrl, bucket: null })
      const manifest =
        config.databaseUrl === null ? await restore(null) : await withScratch(config.drillDatabaseUrl, restore)
      return { result: { backup, manifest }, detail: { name: backup.name, madeAt: manifest.madeAt } }
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })
}
