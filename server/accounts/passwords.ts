import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../platform/problem.ts'
import { isGuessable } from './passwords/guessable.ts'

/** argon2id at OWASP's first choice: 46 MiB, one pass, one lane. */
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 }
/** So many people may wait for their password to be hashed; the next is asked to come back. */
const longestQueue = 200
const derive = promisify(pbkdf2)

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** How many passwords are hashed or wait for it. */
export const passwordsWaiting = (): number => waiting

/** One hash at a time: a storm of sign-ins must not starve every other request. */
function queued<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= longestQueue) throw new Refusal('server.busy', { retryAfterSeconds: 10 })
  waiting += 1
  const run = last.then(work).finally(() => {
    waiting -= 1
  })
  last = run.catch(() => undefined)
  return run
}

export function hashPassword(password: string): Promise<string> {
  return queued(() => hash(password.normalize('NFC'), cost))
}

/** A hash nobody knows the password of: an unknown login costs the same time as a wrong password. */
const decoy = hash(randomBytes(32).toString('hex'), cost)

/**
 * Compares a password with a stored hash (or with none). Understands argon2id and the earlier system's
 * `pbkdf2_sha256$iterations$salt$hash`; `outdated` asks the caller to store a fresh hash. Guesses are admitted and counted in
 * their turn in the queue, so that none slips through at the same time.
 */
export async function checkPassword(
  password: string,
  stored: string | null,
  guess: { admit(): Promise<void>; failed(): Promise<void> },
): Promise<{ matches: boolean; outdated: boolean }> {
  const outdated = stored?.startsWith('pbkdf2_sha256$') ?? false
  return await queued(async () => {
    await guess.admit()
    const matches = outdated ? await matchesDjango(password, stored ?? '') : await matchesArgon(password, stored)
    if (!matches) await guess.failed()
    return { matches, outdated }
  })
}

async function matchesArgon(password: string, stored: string | null): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy), password.normalize('NFC'))
  return matches && stored !== null
}

async function matchesDjango(password: string, stored: string): Promise<boolean> {
  const [, rounds, salt, digest] = stored.split('$')
  const iterations = Number(rounds)
  if (!salt || !digest || !(iterations > 0 && iterations <= 2_000_000)) return false
  const expected = Buffer.from(digest, 'base64')
  if (expected.length !== 32) return false
  return timingSafeEqual(await derive(password, salt, iterations, 32, 'sha256'), expected)
}

/** Refuses what is guessed first: common passwords, runs of keys, and names of the person, the faculty and the program. */
export function refuseGuessablePassword(password: string, known: readonly (string | null)[]): void {
  if (isGuessable(password, ['bm23', ...known])) throw new Refusal('password.tooCommon')
}

/** A first password that is read aloud or copied from paper: 4 groups without look-alikes, 78 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const signs = Array.from(randomBytes(32), (byte) => (byte < 248 ? letters[byte % 31] : '')).join('')
  return (signs.slice(0, 16).match(/.{4}/g) ?? []).join('-')
}

/** A secret of 256 bits as text, and the hash of it that is stored. */
export function makeSecret(prefix = ''): { secret: string; hash: Buffer } {
  const secret = prefix + randomBytes(32).toString('base64url')
  return { secret, hash: hashSecret(secret) }
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
