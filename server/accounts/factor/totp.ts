/** Codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds and six digits, which is what every app understands. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const seconds = 30
const digits = 6
/** So many steps before and after the present one are taken: clocks of telephones go wrong by half a minute. */
const window = 1

export const stepOf = (now: Date): number => Math.floor(now.getTime() / 1_000 / seconds)

/** RFC 4226, 5.3: four bytes of the HMAC, from where its last half byte points. */
export function codeAt(seed: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', seed).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The time step that a code is of, or null when it is of none near. */
export function stepOfCode(seed: Buffer, code: string, now: Date): number | null {
  const given = Buffer.from(code)
  const steps = Array.from({ length: 2 * window + 1 }, (_, index) => stepOf(now) - window + index)
  const right = steps.filter((step) => {
    const expected = Buffer.from(codeAt(seed, step))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  return right.at(-1) ?? null
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding: apps take the key as typed. */
export function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What the QR code says to the app: whose key it is, and of which installation. */
export function keyAddress(seed: Buffer, issuer: string, login: string): string {
  const name = `${encodeURIComponent(issuer.replaceAll(':', ' '))}:${encodeURIComponent(login)}`
  const query = new URLSearchParams({ secret: base32(seed), issuer: issuer.replaceAll(':', ' ') })
  return `otpauth://totp/${name}?${query.toString().replaceAll('+', '%20')}`
}
