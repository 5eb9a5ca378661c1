import { statfs } from 'node:fs/promises'
import type { PoolState } from '../db/connect.ts'

/** The state of what the process works with. */
export interface Vitals {
  readonly database: 'postgres' | 'embedded'
  pool(): PoolState | null
  /** Passwords that are hashed or wait for it. */
  passwordsWaiting(): number
  /** When the certificate of the public address ends; null when there is none or nothing answers. */
  certificate(): Promise<Date | null>
}

/** Free space and size of the disk where the files are, in bytes. */
export async function diskOf(dataDir: string): Promise<{ free: number; size: number }> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  return { free: bavail * bsize, size: blocks * bsize }
}

/** Below a tenth of the disk, or a gigabyte, somebody should make room. */
export const isShort = ({ free, size }: { free: number; size: number }) => free < Math.min(size / 10, 1e9)
