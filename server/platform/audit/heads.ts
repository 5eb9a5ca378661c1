import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../ctx.ts'
import { findLastSeal } from '../db/seal.queries.ts'
import type { Head } from './verify.ts'

/** Where the heads of the record are noted every hour, one line each: moment, sequence, hash. Best copied elsewhere. */
export const headsFile = (dataDir: string) => join(dataDir, 'audit-heads.log')

/** Notes the last seal, in the file and in the log, unless it is there already. */
export async function noteHead(platform: Platform): Promise<Head | null> {
  const seal = await findLastSeal(platform.db)
  if (!seal) return null
  const head = { sequence: seal.sequence, hash: Buffer.from(seal.hash).toString('hex') }
  const path = headsFile(platform.config.dataDir)
  const known = (await readHeads(path)).at(-1)
  if (known?.sequence === head.sequence) return head
  await appendFile(path, `${platform.now().toISOString()} ${head.sequence} ${head.hash}\n`, { mode: 0o600 })
  platform.log.info(head, 'head of the record')
  return head
}

/** The heads of a file; none when there is no file. Lines that are no heads are refused. */
export async function readHeads(path: string): Promise<Head[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, sequence, hash] = /^\S+ (\d{1,15}) ([0-9a-f]{64})$/.exec(line) ?? []
      if (!sequence || !hash)
        throw new Error(`${path} holds a line that is no head of the record: ${line.slice(0, 80)}`)
      return { sequence: Number(sequence), hash }
    })
}
