/** What an authenticator app does: it is given a key, and shows codes. */
import { codeAt, stepOf } from '../server/accounts/factor/totp.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The bytes of a key as it is typed; spaces do not count. */
export function seedOf(key: string): Buffer {
  const bits = Array.from(key.replace(/\s/g, ''), (one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}

/** Shows codes, never one twice: it waits no half minute, and is ahead by one at most, which is taken. */
export function openAuthenticator(key: string): { next(now?: Date): string } {
  const seed = seedOf(key)
  let last = 0
  return {
    next: (now = new Date()) => {
      last = Math.max(last + 1, stepOf(now))
      return codeAt(seed, last)
    },
  }
}
