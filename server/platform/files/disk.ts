import { constants, createReadStream } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ContentStore, FileMissing, isHash, type Stored } from './content.ts'
import { syncFolder } from './folders.ts'

/** `durable` are the folders whose own names are on the disk, as far as this process knows. */
async function moveInto(durable: Set<string>, from: string, to: string): Promise<void> {
  const home = dirname(to)
  await mkdir(home, { recursive: true })
  await rename(from, to)
  await syncFolder(home)
  // whoever made the folder may not have come so far: another process, another request
  if (durable.has(home)) return
  await syncFolder(dirname(home))
  durable.add(home)
}

/** Content in a local folder, `ab/abcd...`. What is to be kept must be on the same file system: it is moved. */
export function diskContent(folder: string): ContentStore {
  const durable = new Set<string>()
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  const openHandle = async (sha256: string): Promise<FileHandle> => {
    if (!isHash(sha256)) throw new FileMissing(sha256)
    return open(pathOf(sha256), 'r').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new FileMissing(sha256) : error
    })
  }
  const find = async (sha256: string): Promise<Stored> => {
    if (!isHash(sha256)) throw new FileMissing(sha256)
    const { size, mtime } = await stat(pathOf(sha256)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new FileMissing(sha256) : error
    })
    return { sha256, size, storedAt: mtime }
  }
  async function* list(): AsyncGenerator<Stored> {
    const folders = await readdir(folder)
    for (const one of folders.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) {
      for (const sha256 of (await readdir(join(folder, one))).filter(isHash).sort()) {
        const stored = await find(sha256).catch((error) => {
          // removed since the names were read
          if (error instanceof FileMissing) return null
          throw error
        })
        if (stored) yield stored
      }
    }
  }
  return {
    keep: (path, sha256) => moveInto(durable, path, pathOf(sha256)),
    find,
    list,
    open: async (sha256, range) => {
      const handle = await openHandle(sha256)
      return createReadStream('', { fd: handle, start: range?.start, end: range?.end, autoClose: true })
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    setAside: (sha256) => moveInto(durable, pathOf(sha256), join(folder, 'aside', sha256)),
    ready: () => access(folder, constants.W_OK),
  }
}
