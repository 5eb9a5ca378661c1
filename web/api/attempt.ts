import { ApiProblem } from './problem.ts'

/**
 * The key of one intended write (`Idempotency-Key`): pressing again after a broken connection sends the same one, so that the
 * server does it once. Whatever the server answers ends the attempt.
 */
export interface Attempt {
  readonly content: string
  readonly key: string
}

/** The attempt that an unanswered write began, or a new one when something else is sent. */
export function attemptOf(last: Attempt | null, content: unknown): Attempt {
  const text = JSON.stringify(content) ?? ''
  return last?.content === text ? last : { content: text, key: randomKey() }
}

/** Whether a failure leaves open if the write was done. */
export function isOpen(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
}

/** `crypto.randomUUID` is only there on HTTPS; a trial on the local network has none. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
