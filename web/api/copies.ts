/** Copies of answers by address, to ask the server only whether they are still good. The browser itself keeps none. */
const copies = new Map<string, { etag: string; body: unknown }>()
const most = 200

export function etagOf(address: string): string | undefined {
  return copies.get(address)?.etag
}

/** The body of an answer: of a 304 the copy, which goes to the end of the queue. */
export async function bodyOf(address: string, response: Response): Promise<unknown> {
  const known = copies.get(address)
  copies.delete(address)
  const etag = response.headers.get('etag')
  const body = response.status === 304 && known ? known.body : await response.json()
  if (etag === null) return body
  copies.set(address, { etag, body })
  const oldest = copies.keys().next().value
  if (copies.size > most && oldest !== undefined) copies.delete(oldest)
  return body
}

/** When a session ends: what one person read is not for the next. */
export function forgetCopies(): void {
  copies.clear()
}
