import { existsSync, statSync } from 'node:fs'
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config, Env } from '../../../platform/config.ts'
import { type FolderFacts, readFolder } from './folder.ts'

/** The data folder, and the files that hold keys. */
export interface StorageFacts {
  readonly path: string
  readonly folder: FolderFacts | null
  /** Devices of the store and of its temporary folder; a file moves between them when it is kept. */
  readonly devices: readonly [number, number] | null
  /** Why a file could not be written and moved; null when it could. */
  readonly trouble: string | null
  /** Temporary files older than two days. */
  readonly leftovers: number
  readonly demo: boolean
  readonly keyFiles: ReadonlyArray<{ readonly path: string; readonly mode: number }>
}

const deviceOf = (path: string) => stat(path).then(({ dev }) => dev)

/** Writes and moves a file as an upload does. */
async function tryWriting(store: string, temporary: string): Promise<string | null> {
  const from = join(temporary, `check-${process.pid}`)
  const to = join(store, `check-${process.pid}.tmp`)
  try {
    await writeFile(from, 'x', { mode: 0o600 })
    await rename(from, to)
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  } finally {
    // a folder that refuses the trial was told of above
    await rm(from, { force: true }).catch(() => undefined)
    await rm(to, { force: true }).catch(() => undefined)
  }
}

async function countLeftovers(temporary: string, now: Date): Promise<number> {
  const names = await readdir(temporary).catch(() => [])
  const ages = await Promise.all(
    names.map((name) =>
      stat(join(temporary, name)).then(
        ({ mtimeMs }) => now.getTime() - mtimeMs,
        () => 0,
      ),
    ),
  )
  return ages.filter((age) => age > 2 * 86_400_000).length
}

export function keyFilesOf(env: Env): StorageFacts['keyFiles'] {
  return Object.entries(env)
    .filter(([name, path]) => /^BM23_\w+_FILE$/.test(name) && path && existsSync(path))
    .map(([, path]) => ({ path: path as string, mode: statSync(path as string).mode & 0o777 }))
}

export async function readStorage({ dataDir }: Config, env: Env, now: Date): Promise<StorageFacts> {
  const store = join(dataDir, 'files')
  const temporary = join(store, 'tmp')
  const opened = existsSync(temporary)
  // folders that cannot be looked at are found by other checks
  const devices = opened ? await Promise.all([deviceOf(store), deviceOf(temporary)]).catch(() => null) : null
  const moves = devices === null || devices[0] === devices[1]
  return {
    path: dataDir,
    folder: await readFolder(dataDir),
    devices,
    trouble: opened && moves ? await tryWriting(store, temporary) : null,
    leftovers: await countLeftovers(temporary, now),
    demo: existsSync(join(dataDir, 'demo-accounts.json')),
    keyFiles: keyFilesOf(env),
  }
}
