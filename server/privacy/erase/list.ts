import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../../platform/ctx.ts'
import { listErased } from './erase.queries.ts'

/**
 * The list of erasures, outside of the database: a backup that is older than an erasure knows the person again, and the list says
 * so. It holds moments and numbers of accounts, and nothing of the person.
 */
export const listFile = (folder: string) => join(folder, 'erasures.log')

const isMissing = (error: NodeJS.ErrnoException) => error.code === 'ENOENT'

/** The accounts of a list; none when there is no list. */
export async function readErasures(folder: string): Promise<string[]> {
  const path = listFile(folder)
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isMissing(error)) return ''
    throw error
  })
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, account] = /^\S+ ([0-9a-f-]{36})$/.exec(line) ?? []
      if (!account) throw new Error(`${path} holds a line that is no erasure: ${line.slice(0, 80)}`)
      return account
    })
}

/** Writes what is not on the list yet, in the data folder and beside the backups. Done after each erasure, and every hour. */
export async function noteErasures({ db, config, log }: Platform): Promise<void> {
  const erased = await listErased(db)
  for (const folder of [config.dataDir, config.backupDir]) {
    if (folder === null || erased.length === 0) continue
    try {
      const known = new Set(await readErasures(folder))
      const lines = erased.filter((one) => !known.has(one.account_id)).map((one) => `${one.at} ${one.account_id}\n`)
      if (lines.length > 0) await appendFile(listFile(folder), lines.join(''), { mode: 0o600 })
    } catch (error) {
      // the next hour tries again; a folder that cannot be written to is found by checks of its own
      log.error({ err: error }, 'list of erasures not written')
    }
  }
}
