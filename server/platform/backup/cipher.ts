import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Key, Keyring } from '../config/keyring.ts'

/**
 * AES-256-GCM in chunks, so that a file of any size is authentic before a byte of it is used. Header: magic, version of
 * the key, salt, check of the key. Every file has its own key, derived by HKDF from the salt; the nonce counts the chunks
 * and marks the last one, so that chunks can be neither exchanged nor cut off.
 */
const magic = Buffer.from('BM23BAK1')
const saltBytes = 32
const headerBytes = magic.length + 4 + saltBytes + 16
const chunkBytes = 64 * 1024
const tagBytes = 16

/** A backup that cannot be read: another key, damage, or not a backup. The message says which. */
export class BackupError extends Error {}

function derive(key: Key, salt: Buffer): { cipher: Buffer; check: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', key.bytes, salt, 'bm23 backup', 48))
  return { cipher: bytes.subarray(0, 32), check: bytes.subarray(32) }
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 7)
  bytes[11] = last ? 1 : 0
  return bytes
}

/** Cuts a stream into pieces of `size` bytes; the last piece, perhaps empty, says so. */
async function* pieces(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    waiting.push(chunk)
    length += chunk.length
    if (length <= size) continue
    let all = Buffer.concat(waiting)
    while (all.length > size) {
      yield { piece: all.subarray(0, size), last: false }
      all = all.subarray(size)
    }
    waiting = [all]
    length = all.length
  }
  yield { piece: Buffer.concat(waiting), last: true }
}

export async function* encrypt(source: AsyncIterable<Buffer>, key: Key): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes)
  const derived = derive(key, salt)
  const version = Buffer.alloc(4)
  version.writeUInt32BE(key.version)
  const header = Buffer.concat([magic, version, salt, derived.check])
  yield header
  let index = 0
  for await (const { piece, last } of pieces(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', derived.cipher, nonce(index, last)).setAAD(header)
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    index += 1
  }
}

function openHeader(header: Buffer, keys: Keyring): Buffer {
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) {
    throw new BackupError('This is not a backup of BM23, or its beginning is damaged.')
  }
  const version = header.readUInt32BE(magic.length)
  const key = keys.find((one) => one.version === version)
  if (!key)
    throw new BackupError(
      `The backup is encrypted with version ${version} of the key, which BM23_BACKUP_KEY does not hold.`,
    )
  const salt = header.subarray(magic.length + 4, magic.length + 4 + saltBytes)
  const derived = derive(key, salt)
  if (!timingSafeEqual(derived.check, header.subarray(headerBytes - 16))) {
    throw new BackupError(`The key is not the one this backup was encrypted with (version ${version}).`)
  }
  return derived.cipher
}

/** @throws BackupError */
export async function* decrypt(source: AsyncIterable<Buffer>, keys: Keyring): AsyncGenerator<Buffer> {
  const [header, rest] = await splitHeader(source)
  const key = openHeader(header, keys)
  let index = 0
  for await (const { piece, last } of pieces(rest, chunkBytes + tagBytes)) {
    if (piece.length < tagBytes) throw new BackupError('The backup is cut off.')
    const end = piece.length - tagBytes
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last)).setAAD(header)
    decipher.setAuthTag(piece.subarray(end))
    const plain = decipher.update(piece.subarray(0, end))
    try {
      decipher.final()
    } catch {
      throw new BackupError(
        `The backup is damaged or cut off: byte ${headerBytes + index * (chunkBytes + tagBytes)} or after.`,
      )
    }
    yield plain
    index += 1
  }
}

async function splitHeader(source: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const iterator = source[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < headerBytes) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (head.length > headerBytes) yield head.subarray(headerBytes)
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return [head.subarray(0, headerBytes), rest()]
}
