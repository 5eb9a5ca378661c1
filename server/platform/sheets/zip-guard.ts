import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)
const endSignature = Buffer.from('PK\x05\x06', 'latin1')
const centralSignature = 0x02014b50
const localSignature = 0x04034b50
const maxEntries = 5_000

/** What is wrong with a ZIP archive, or null when it is safe to open. */
export type ZipFault = 'damaged' | 'encrypted' | 'tooLarge'

type Entry = { method: number; packed: number; declared: number; offset: number; locked: boolean; name: string }

/** Reads the central directory as JSZip does: from the last end record on, until the signature stops. */
function listEntries(bytes: Buffer): Entry[] | null {
  const end = bytes.lastIndexOf(endSignature)
  if (end < 0 || end + 22 > bytes.length) return null
  let at = bytes.readUInt32LE(end + 16)
  // Data before the archive would shift every offset: no office program writes that.
  if (at + bytes.readUInt32LE(end + 12) !== end) return null
  const entries: Entry[] = []
  while (at + 46 <= end && bytes.readUInt32LE(at) === centralSignature) {
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.push({
      locked: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      declared: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    })
    if (entries.length > maxEntries) return null
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return at === end && entries.length > 0 ? entries : null
}

/** Uncompressed bytes of one entry, counted by unpacking it; null when it cannot be unpacked, Infinity past `limit`. */
async function measure(bytes: Buffer, entry: Entry, limit: number): Promise<number | null> {
  if (entry.offset + 30 > bytes.length || bytes.readUInt32LE(entry.offset) !== localSignature) return null
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
  if (start + entry.packed > bytes.length) return null
  if (entry.method === 0) return entry.packed
  if (entry.method !== 8) return null
  try {
    const content = await inflate(bytes.subarray(start, start + entry.packed), { maxOutputLength: Math.max(1, limit) })
    return content.length
  } catch (error) {
    return error instanceof RangeError ? Number.POSITIVE_INFINITY : null
  }
}

/**
 * Checks a ZIP archive before a library unpacks it into memory: the sizes it declares and the sizes it really has.
 *
 * @param limit largest sum of uncompressed bytes
 * @param needs name of an entry that must be there, such as `xl/workbook.xml`
 * @returns what is wrong, or null
 */
export async function findZipFault(bytes: Buffer, limit: number, needs: string): Promise<ZipFault | null> {
  const entries = listEntries(bytes)
  if (!entries) return 'damaged'
  if (entries.some((entry) => entry.locked)) return 'encrypted'
  if (!entries.some((entry) => entry.name === needs)) return 'damaged'
  if (entries.reduce((sum, entry) => sum + entry.declared, 0) > limit) return 'tooLarge'
  let left = limit
  for (const entry of entries) {
    const size = await measure(bytes, entry, left)
    if (size === null) return 'damaged'
    left -= size
    if (left < 0) return 'tooLarge'
  }
  return null
}
