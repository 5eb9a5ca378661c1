import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Backup, listBackups } from '../../../platform/backup/place.ts'
import { findProgram } from '../../../platform/backup/programs.ts'
import type { Config, Env } from '../../../platform/config.ts'
import { type FolderFacts, readFolder } from './folder.ts'

export interface BackupFacts {
  readonly path: string
  readonly folder: FolderFacts | null
  /** The newest first. */
  readonly backups: readonly Backup[]
  /** Files in the folder that hold a key of the backups. */
  readonly keysBeside: readonly string[]
  /** Version of pg_dump; null where it is not installed, undefined where the database is embedded. */
  readonly dumpVersion: number | null | undefined
}

async function holdsKey(path: string, keys: readonly string[]): Promise<boolean> {
  const { size } = await stat(path)
  if (size > 65_536) return false
  const text = await readFile(path, 'latin1')
  return keys.some((key) => text.includes(key))
}

async function findKeys(folder: string, config: Config): Promise<string[]> {
  const keys = (config.backupKeys ?? []).map(({ bytes }) => bytes.toString('base64').replace(/=+$/, ''))
  const found: string[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile() && (await holdsKey(path, keys).catch(() => false))) found.push(path)
  }
  return found
}

async function versionOfDump(searchPath: string): Promise<number | null> {
  const program = findProgram('pg_dump', searchPath)
  if (program === null) return null
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 5_000 })
  return Number(/\d+/.exec(stdout)?.[0] ?? 0)
}

export async function readBackups(config: Config, env: Env): Promise<BackupFacts | null> {
  if (config.backupDir === null) return null
  const folder = await readFolder(config.backupDir)
  return {
    path: resolve(config.backupDir),
    folder,
    backups: folder ? await listBackups(folder.path) : [],
    keysBeside: folder ? await findKeys(folder.path, config) : [],
    dumpVersion: config.databaseUrl === null ? undefined : await versionOfDump(env.PATH ?? ''),
  }
}
