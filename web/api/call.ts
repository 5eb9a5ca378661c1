import { type Answered, type Endpoint, progressType } from '../../contract/endpoint.ts'
import { addressOf } from './address.ts'
import { bodyOf, etagOf, forgetCopies } from './copies.ts'
import { ApiProblem, problemFrom } from './problem.ts'
import { readProgress } from './progress.ts'
import type { Request, Sending } from './sending.ts'
import { upload } from './upload.ts'

/**
 * Calls an endpoint of the contract with the session cookie and returns its 2xx body. Throws an ApiProblem for
 * everything else and never shows anything itself: the screen decides how to tell it.
 */
export async function call<E extends Endpoint>(endpoint: E, sending: Sending<E>): Promise<Answered<E>> {
  const request: Request = sending
  const address = addressOf(endpoint, request.params, request.query)
  if (endpoint.upload) return (await upload(endpoint, address, request)) as Answered<E>
  const response = await reach(endpoint, address, request)
  if (response.status === 401) forgetCopies()
  if (!response.ok && response.status !== 304) throw problemFrom(response.status, await response.text())
  if (endpoint.download) return (await response.blob()) as Answered<E>
  if (response.status === 204) return undefined as Answered<E>
  if (request.onStep && response.body) return (await readProgress(response.body, request.onStep)) as Answered<E>
  if (endpoint.method === 'GET') return (await bodyOf(address, response)) as Answered<E>
  return (await response.json()) as Answered<E>
}

/** Fetches a file of the interface and hands it to the browser's downloads under the name the server gave it. */
export async function saveFile<E extends Endpoint>(endpoint: E, sending: Sending<E>): Promise<void> {
  const request: Request = sending
  const response = await reach(endpoint, addressOf(endpoint, request.params, request.query), request)
  if (!response.ok) throw problemFrom(response.status, await response.text())
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileNameOf(response.headers.get('content-disposition')) ?? 'bm23'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The file name of a Content-Disposition header; `filename*` (RFC 5987, for Lao and Thai names) wins. */
export function fileNameOf(disposition: string | null): string | null {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return disposition?.match(/filename="?([^";]+)"?/i)?.[1] ?? null
}

const accepted = 'application/json, application/problem+json, */*;q=0.5'

async function reach(endpoint: Endpoint, address: string, request: Request): Promise<Response> {
  const headers = new Headers({ accept: `${request.onStep ? `${progressType}, ` : ''}${accepted}` })
  const copy = endpoint.method === 'GET' && !endpoint.download ? etagOf(address) : undefined
  if (copy !== undefined) headers.set('if-none-match', copy)
  if (request.ifMatch !== undefined) headers.set('if-match', `"${request.ifMatch}"`)
  if (request.key !== undefined) headers.set('idempotency-key', request.key)
  if (request.body !== undefined) headers.set('content-type', 'application/json')
  try {
    return await fetch(address, {
      method: endpoint.method,
      credentials: 'same-origin',
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: request.signal ?? null,
    })
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw new ApiProblem('network.unreachable', 0)
  }
}
