import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface Catcher {
  readonly port: number
  /** Bodies that came, oldest first. */
  readonly bodies: string[]
  close(): Promise<void>
}

/** A server on loopback that takes what is sent to it; it may be slow. */
export async function startCatcher(delayMs = 0): Promise<Catcher> {
  const bodies: string[] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks)
      bodies.push((req.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())
      setTimeout(() => res.setHeader('content-type', 'application/json').end('{}'), delayMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
