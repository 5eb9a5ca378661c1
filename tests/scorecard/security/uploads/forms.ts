import { type ClientRequest, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** Forms that are no form, or never end. */

const boundary = 'bm23-battery'
export const formType = `multipart/form-data; boundary=${boundary}`

export const part = (name: string, content: Buffer | string) =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename*=UTF-8''${encodeURIComponent(name)}\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
export const end = Buffer.from(`--${boundary}--\r\n`)
export const form = (name: string, content: Buffer | string) => Buffer.concat([part(name, content), end])

const field = (name: string, value: string) =>
  Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)

export interface BadForm {
  readonly what: string
  readonly body: Buffer
  readonly type?: string
  /** What is too long of it is cut off, and the rest is a form as any other. */
  readonly harmless?: true
}

/** Each is refused with a status that blames the caller, unless it is harmless. */
export function badForms(good: Buffer): readonly BadForm[] {
  return [
    { what: 'no file', body: Buffer.concat([field('note', 'x'), end]) },
    { what: 'another boundary than it says', body: form('a.pdf', good), type: 'multipart/form-data; boundary=other' },
    { what: 'no boundary', body: form('a.pdf', good), type: 'multipart/form-data' },
    { what: 'another type', body: form('a.pdf', good), type: 'application/octet-stream' },
    { what: 'no end', body: part('a.pdf', good).subarray(0, -20) },
    { what: 'nothing at all', body: Buffer.alloc(0) },
    { what: 'ten thousand fields', body: Buffer.concat([...Array(10_000).fill(field('a', 'b')), form('a.pdf', good)]) },
    { what: 'a field of a megabyte', body: Buffer.concat([field('note', 'x'.repeat(1_000_000)), form('a.pdf', good)]) },
    {
      what: 'a field with a name of a megabyte',
      body: Buffer.concat([field('n'.repeat(1_000_000), 'x'), form('a.pdf', good)]),
      harmless: true,
    },
    { what: 'a field that is somebody’s prototype', body: Buffer.concat([field('__proto__', 'x'), form('a', '')]) },
  ]
}

export interface Target {
  readonly port: number
  readonly path: string
  readonly cookie: string
}

function begin({ port, path, cookie }: Target, headers: Record<string, string | number>): ClientRequest {
  return request({
    ...{ host: '127.0.0.1', port, path, method: 'POST', agent: false },
    headers: { host: 'localhost', cookie, 'content-type': formType, ...headers },
  })
}

/** Sends a form over a connection of its own. */
export function send(target: Target, body: Buffer, headers: Record<string, string | number> = {}) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const req = begin(target, { 'content-length': body.length, ...headers })
    req.on('error', reject)
    req.on('response', (res) => {
      let text = ''
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('error', reject)
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }))
    })
    req.end(body)
  })
}

/** Sends so much of a form, and is gone. */
export async function breakOff(target: Target, body: Buffer, share: number): Promise<void> {
  const req = begin(target, { 'content-length': body.length })
  req.on('error', () => undefined)
  req.write(body.subarray(0, Math.max(1, Math.floor(body.length * share))))
  await pause(150)
  req.destroy()
}
