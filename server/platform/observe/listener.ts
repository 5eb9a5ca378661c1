import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Platform } from '../ctx.ts'
import { createReadiness } from '../http/health.ts'
import { healthOf } from './checks.ts'
import { createSampler } from './sampling.ts'

export interface Inner {
  readonly url: string
  close(): Promise<void>
}

/**
 * The inner listener of a server or worker: `/metrics`, and the probes in detail. It has a port of its own, so that no
 * rule of a proxy decides whether the public reaches it. Null when no port is configured.
 */
export async function startInner(platform: Platform): Promise<Inner | null> {
  const { metricsPort: port, metricsHost: host } = platform.config
  if (port === null) return null
  const { metrics } = platform.observe
  const readiness = createReadiness(healthOf(platform))
  const sample = createSampler(platform, readiness)
  metrics.watchProcess()

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url?.split('?')[0]
    if (path === '/metrics') {
      await sample()
      res.setHeader('content-type', metrics.registry.contentType).end(await metrics.registry.metrics())
    } else if (path === '/health/live') {
      res.end('{"state":"ok"}')
    } else if (path === '/health/ready') {
      const report = await readiness()
      res.writeHead(report.state === 'failed' ? 503 : 200, { 'content-type': 'application/json' })
      res.end(JSON.stringify(report))
    } else {
      res.writeHead(404).end()
    }
  }
  const server = createServer((req, res) => {
    answer(req, res).catch((error) => {
      platform.log.error({ err: error }, 'inner listener')
      res.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
