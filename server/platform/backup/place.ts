import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A backup that is whole. */
export interface Backup {
  readonly path: string
  readonly name: string
  readonly madeAt: Date
  /** Bytes. */
  readonly size: number
}

const complete = /^bm23-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/
const unfinished = /^bm23-\d{8}T\d{6}Z\.backup\.part$/
const day = 86_400_000

export function nameOf(madeAt: Date): string {
  return `bm23-${madeAt.toISOString().replace(/[-:]|\.\d+/g, '')}.backup`
}

/** The backups of a folder, the newest first; what is not whole has another name and does not count. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const found: Backup[] = []
  for (const name of await readdir(folder)) {
    const [, year, month, date, hour, minute, second] = complete.exec(name) ?? []
    if (year === undefined) continue
    const path = join(folder, name)
    const madeAt = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`)
    found.push({ path, name, madeAt, size: (await stat(path)).size })
  }
  return found.sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
}

/** Removes all but the newest ones, and what a killed process left behind; returns the names. */
export async function removeOld(folder: string, keep: number): Promise<string[]> {
  const removed = (await listBackups(folder)).slice(keep).map((one) => one.name)
  for (const name of await readdir(folder)) {
    if (unfinished.test(name) && Date.now() - (await stat(join(folder, name))).mtimeMs > day) removed.push(name)
  }
  for (const name of removed) await rm(join(folder, name), { force: true })
  return removed
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
