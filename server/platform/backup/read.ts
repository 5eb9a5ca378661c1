import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { Keyring } from '../config/keyring.ts'
import { BackupError, decrypt } from './cipher.ts'
import { type Entry, entryNames, Manifest } from './manifest.ts'

/** Uses the bytes of an entry, or drains them. */
export type Take = (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>

const drain: Take = async (_, bytes) => {
  for await (const chunk of bytes) void chunk
}

/** Opens a backup and gives its entries one after the other; each byte is authentic before it is given. */
async function walk(path: string, keys: Keyring, take: Take): Promise<{ entries: Entry[]; manifest: string }> {
  const archive = extract()
  const reading = pipeline(createReadStream(path), (source) => decrypt(source, keys), createGunzip(), archive)
  const entries: Entry[] = []
  let manifest = ''
  const taking = (async () => {
    for await (const entry of archive) {
      const { name } = entry.header
      const hash = createHash('sha256')
      let size = 0
      async function* tapped() {
        for await (const chunk of entry as AsyncIterable<Buffer>) {
          hash.update(chunk)
          size += chunk.length
          if (name === entryNames.manifest) manifest += chunk.toString('latin1')
          yield chunk
        }
      }
      await take(name, tapped())
      entries.push({ name, size, sha256: hash.digest('hex') })
    }
  })()
  taking.catch((error) => archive.destroy(error))
  const [read, taken] = await Promise.allSettled([reading, taking])
  // of two errors the one at the source says more, unless the source was only cut off by the other
  const failures = [read, taken].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const cause = failures.find((one) => one.code !== 'ERR_STREAM_PREMATURE_CLOSE') ?? failures[0]
  if (cause) throw cause
  return { entries, manifest: Buffer.from(manifest, 'latin1').toString('utf8') }
}

/** Says what differs between the entries that were read and those that the manifest promises; null when nothing does. */
function difference(entries: readonly Entry[], promised: readonly Entry[]): string | null {
  const read = new Map(entries.map((one) => [one.name, one]))
  for (const { name, size, sha256 } of promised) {
    const one = read.get(name)
    if (!one) return `${name} is missing`
    if (one.size !== size || one.sha256 !== sha256) return `${name} is not what the manifest says`
  }
  const known = new Set([entryNames.manifest, ...promised.map((one) => one.name)])
  const strange = entries.find((one) => !known.has(one.name))
  return strange ? `${strange.name} is not in the manifest` : null
}

/**
 * Reads a backup from the first byte to the last, and compares all of it with its manifest.
 * @throws BackupError
 */
export async function readBackup(path: string, keys: Keyring, take: Take = drain): Promise<Manifest> {
  const { entries, manifest } = await walk(path, keys, take)
  const parsed = Manifest.safeParse(manifest === '' ? null : JSON.parse(manifest))
  if (!parsed.success) throw new BackupError('The backup has no manifest that this release understands.')
  const wrong = difference(entries, parsed.data.entries)
  if (wrong) throw new BackupError(`The backup is damaged: ${wrong}.`)
  return parsed.data
}
