import { isIP } from 'node:net'
import { z } from 'zod'
import { readKeyring } from './keyring.ts'

/** The kinds of values that settings have. All are read from text; an empty text counts as absent. */

/** A whole number within bounds, both included. */
export function whole(minimum: number, maximum: number) {
  const error = `must be a whole number from ${minimum} to ${maximum}`
  return z.coerce.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error })
}

/** `true` or `false`, also written 1, 0, yes, no, on, off. */
export const flag = z
  .stringbool({
    truthy: ['true', '1', 'yes', 'on'],
    falsy: ['false', '0', 'no', 'off'],
    error: 'must be true or false',
  })
  .meta({ values: 'true or false' })

/** A comma separated list; spaces and empty entries do not count. */
export const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .meta({ values: 'comma separated' })

/** Addresses and networks in CIDR notation, comma separated. */
export const networks = list.refine((all) => all.every(isNetwork), {
  error: 'must be addresses or networks such as 203.0.113.0/24, comma separated',
})

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  const most = family === 6 ? 128 : 32
  return family !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

/** An address that begins with one of the schemes, kept as it was written. */
export function address(...schemes: readonly string[]) {
  const error = `must be an address that begins with ${schemes.map((one) => `${one}://`).join(' or ')}`
  return z
    .url({ protocol: new RegExp(`^(?:${schemes.join('|')})$`), error })
    .meta({ values: `an address, ${schemes[0]}://` })
}

/** Versioned keys of 32 bytes, `2:base64,1:base64`: the first encrypts, all decrypt. */
export const keys = z
  .string()
  .transform((text, context) => {
    const read = readKeyring(text)
    if (typeof read !== 'string') return read
    context.issues.push({ code: 'custom', message: read, input: '' })
    return z.NEVER
  })
  .meta({ values: 'version:base64, comma separated, the current one first' })

/** The two parts of an access key, `id:secret`. */
export const accessKey = z
  .string()
  .regex(/^[^\s:]+:\S+$/, { error: 'must be written id:secret' })
  .transform((text) => ({ id: text.slice(0, text.indexOf(':')), secret: text.slice(text.indexOf(':') + 1) }))
  .meta({ values: 'id:secret' })
