import { randomBytes } from 'node:crypto'

/** A key of 32 bytes and the number that what it encrypts carries. */
export interface Key {
  readonly version: number
  readonly bytes: Buffer
}

/** Never empty: the first key encrypts, all decrypt. */
export type Keyring = readonly [Key, ...Key[]]

const bytesOfKey = 32

/** A first key, as it is written in a setting. */
export const freshKey = (): string => `1:${randomBytes(bytesOfKey).toString('base64')}`

/** Reads `2:base64,1:base64`, or says what is wrong with it, without repeating any of it. */
export function readKeyring(text: string): Keyring | string {
  const keys: Key[] = []
  for (const [index, entry] of text.split(',').entries()) {
    const found = /^\s*(\d{1,6}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry)
    if (!found) return `key ${index + 1} must be written version:base64, such as 1:${'A'.repeat(4)}...`
    const bytes = Buffer.from(String(found[2]), 'base64')
    const version = Number(found[1])
    if (bytes.length !== bytesOfKey) return `key ${index + 1} has ${bytes.length} bytes instead of ${bytesOfKey}`
    if (new Set(bytes).size < 12) return `key ${index + 1} is not random`
    if (keys.some((one) => one.version === version)) return `version ${version} is there twice`
    keys.push({ version, bytes })
  }
  const [current, ...older] = keys
  return current ? [current, ...older] : 'holds no key'
}
