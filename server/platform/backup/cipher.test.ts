import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Key } from '../config/keyring.ts'
import { decrypt, encrypt } from './cipher.ts'

const key = (version: number): Key => ({ version, bytes: randomBytes(32) })
const current = key(2)
const old = key(1)

async function* chunked(bytes: Buffer, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}
async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const one of source) parts.push(one)
  return Buffer.concat(parts)
}
const lock = (bytes: Buffer, with_ = current) => all(encrypt(chunked(bytes, 10_000), with_))
const open = (bytes: Buffer, ...keys: [Key, ...Key[]]) => all(decrypt(chunked(bytes, 7_777), keys))

describe('the encryption of backups', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('gives back %i bytes', async (size) => {
    const plain = randomBytes(size)
    const secret = await lock(plain)
    expect((await open(secret, current, old)).equals(plain)).toBe(true)
    if (size > 16) expect(secret.includes(plain.subarray(0, 16))).toBe(false)
  })

  it('reads what an older version of the key encrypted, and says when it has none', async () => {
    const secret = await lock(Buffer.from('x'), old)
    expect((await open(secret, current, old)).toString()).toBe('x')
    await expect(open(secret, current)).rejects.toThrow('version 1 of the key, which BM23_BACKUP_KEY does not hold')
    await expect(open(secret, key(1))).rejects.toThrow('not the one this backup was encrypted with')
  })

  it('notices every flipped byte', async () => {
    const secret = await lock(randomBytes(70_000))
    for (const at of [0, 9, 20, 50, 60, 61, 30_000, 65_596, 65_660, 70_000, secret.length - 1]) {
      const bad = Buffer.from(secret)
      bad[at] = (bad[at] ?? 0) ^ 1
      await expect(open(bad, current), `byte ${at}`).rejects.toThrow(/damaged|not the one|does not hold/)
    }
  })

  it('notices a missing end, an exchanged chunk and something else', async () => {
    const secret = await lock(randomBytes(200_000))
    const chunk = 65_536 + 16
    for (const size of [5, 60, 61, 60 + chunk, secret.length - 1]) {
      await expect(open(secret.subarray(0, size), current), `${size} bytes`).rejects.toThrow(/cut off|not a backup/)
    }
    const [a, b] = [secret.subarray(60, 60 + chunk), secret.subarray(60 + chunk, 60 + 2 * chunk)]
    const swapped = Buffer.concat([secret.subarray(0, 60), b, a, secret.subarray(60 + 2 * chunk)])
    await expect(open(swapped, current)).rejects.toThrow('damaged')
    await expect(open(Buffer.from('%PDF-1.7'), current)).rejects.toThrow('not a backup')
  })

  it('never writes the same bytes twice', async () => {
    const plain = Buffer.alloc(100)
    expect((await lock(plain)).equals(await lock(plain))).toBe(false)
  })
})
