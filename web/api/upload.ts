import type { Endpoint } from '../../contract/endpoint.ts'
import { ApiProblem, problemFrom } from './problem.ts'
import type { Request } from './sending.ts'

/**
 * Sends a file with its text fields as multipart/form-data. XMLHttpRequest, because fetch tells nothing about how far
 * an upload is. The text fields come first: the server reads the stream once and must know them when the file begins.
 */
export function upload(endpoint: Endpoint, address: string, request: Request): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(endpoint.method, address)
    xhr.setRequestHeader('accept', 'application/json, application/problem+json')
    if (request.ifMatch !== undefined) xhr.setRequestHeader('if-match', `"${request.ifMatch}"`)
    if (request.key !== undefined) xhr.setRequestHeader('idempotency-key', request.key)
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable) request.onProgress?.(Math.round((event.loaded / event.total) * 100))
    }
    xhr.onerror = () => reject(new ApiProblem('network.unreachable', 0))
    xhr.onabort = () => reject(new DOMException('Aborted', 'AbortError'))
    xhr.onload = () => {
      if (xhr.status < 200 || xhr.status > 299) reject(problemFrom(xhr.status, xhr.responseText))
      else resolve(xhr.responseText ? JSON.parse(xhr.responseText) : undefined)
    }
    request.signal?.addEventListener('abort', () => xhr.abort())
    xhr.send(formOf(request))
  })
}

function formOf(request: Request): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null) form.append(name, String(value))
  }
  if (request.file) form.append('file', request.file)
  return form
}
