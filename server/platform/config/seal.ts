/** What the server must read back and nobody else may: AES-256-GCM under the keys of BM23_SECRET_KEYS. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Key, Keyring } from './keyring.ts'

const cipher = 'aes-256-gcm'

/** Each purpose has a key of its own, so that what was sealed for one is nothing to another. */
const derive = (key: Key, purpose: string) => Buffer.from(hkdfSync('sha256', key.bytes, '', `bm23 ${purpose}`, 32))

/** Seals under the current key, bound to a purpose and to whose it is: `version.nonce.sealed.tag`. */
export function seal(keys: Keyring, purpose: string, owner: string, secret: Buffer): string {
  const nonce = randomBytes(12)
  const sealing = createCipheriv(cipher, derive(keys[0], purpose), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([sealing.update(secret), sealing.final()])
  return [keys[0].version, ...[nonce, sealed, sealing.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
}

/** The secret, or null when no key opens it: its version is not there any more, it was altered, or is of somebody else. */
export function unseal(keys: Keyring, purpose: string, owner: string, text: string): Buffer | null {
  const [version, ...parts] = text.split('.')
  const key = keys.find((one) => String(one.version) === version)
  const [nonce, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (!key || !nonce || !sealed || tag?.length !== 16) return null
  try {
    const opening = createDecipheriv(cipher, derive(key, purpose), nonce, { authTagLength: 16 })
    opening.setAAD(Buffer.from(owner)).setAuthTag(tag)
    return Buffer.concat([opening.update(sealed), opening.final()])
  } catch {
    return null
  }
}

/** Whether something was sealed by a key that is no more the current one. */
export const sealedBefore = (keys: Keyring, text: string): boolean => !text.startsWith(`${keys[0].version}.`)
