import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, Unmeasurable } from '../../line.ts'

/** A file system of its own in memory, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string
  /** Takes what is left, to the last byte. */
  fill(): void
  /** Gives that back. */
  free(): void
  /** No new name fits in, or as many as one likes. */
  names(allowed: boolean): void
}

const ballast = '.ballast'

/** Mounts a file system on a folder, or on one of its own; it goes when the line is done. @throws where only root may, and we are not */
export function mountSmall(context: Context, megabytes: number, at?: { folder: string; uid: number }): SmallDisk {
  const folder = at?.folder ?? mkdtempSync(join(tmpdir(), 'bm23-small-'))
  const owner = at ? `,mode=700,uid=${at.uid},gid=${at.uid}` : ''
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m${owner}`, 'tmpfs', folder)
  context.defer(() => {
    execFileSync('umount', ['--lazy', folder])
    if (!at) rmSync(folder, { recursive: true })
  })
  const path = join(folder, ballast)
  return {
    folder,
    fill: () => fillUp(path),
    free: () => rmSync(path, { force: true }),
    names: (allowed) => mount('-o', `remount,nr_inodes=${allowed ? 100_000 : inodesOf(folder)}`, folder),
  }
}

function mount(...args: string[]): void {
  try {
    execFileSync('mount', args, { stdio: 'pipe' })
  } catch (error) {
    throw new Unmeasurable('small file systems are mounted by root only, where the machine lets it', { cause: error })
  }
}

function inodesOf(folder: string): string {
  return execFileSync('df', ['--output=iused', folder], { encoding: 'utf8' }).split('\n')[1]?.trim() ?? ''
}

function fillUp(path: string): void {
  const file = openSync(path, 'a')
  for (const block of [Buffer.alloc(65_536), Buffer.alloc(1)]) writeUntilFull(file, block)
  closeSync(file)
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
