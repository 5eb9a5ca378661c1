import { stat, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'

/** What is left on a disk; bytes, and files that can still be made. */
export interface Disk {
  readonly free: number
  readonly size: number
  readonly freeFiles: number
  readonly files: number
}

export interface FolderFacts {
  readonly path: string
  readonly mode: number
  readonly owner: number
  readonly device: number
  readonly disk: Disk
}

/** Null when there is no such folder. */
export async function readFolder(path: string): Promise<FolderFacts | null> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) return null
    const { bavail, blocks, bsize, ffree, files } = await statfs(path)
    return {
      path: resolve(path),
      mode: found.mode & 0o777,
      owner: found.uid,
      device: found.dev,
      disk: { free: bavail * bsize, size: blocks * bsize, freeFiles: ffree, files },
    }
  } catch {
    return null
  }
}
