import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of a measurement on a free port of loopback. */
export interface Local {
  readonly host: string
  close(): void
}

export async function listen(server: Server): Promise<Local> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Somebody else's server, which nothing may be sent to; keeps the addresses that were asked for. At `/` is an empty page. */
export async function startListener(asked: string[]): Promise<Local> {
  return await listen(
    createServer((req, res) => {
      if (req.url === '/') return void res.writeHead(200, { 'content-type': 'text/html' }).end('<body></body>')
      asked.push(req.url ?? '')
      // nothing, so that a page led here stays where it is
      res.writeHead(204).end()
    }),
  )
}

/**
 * Stands between browser and program, and lets only reading through, so that every button can be pressed and nothing
 * changes. Takes the policy away from the pages when asked to.
 */
export async function startProxy(host: string, withoutPolicy: boolean): Promise<Local> {
  return await listen(
    createServer((req, res) => {
      if (req.method !== 'GET' && req.method !== 'HEAD') {
        res.writeHead(503, { 'content-type': 'application/problem+json' })
        res.end(
          JSON.stringify({ type: 'about:blank', title: 'Read only', status: 503, code: 'server.busy', requestId: '' }),
        )
        return
      }
      const { hostname, port } = new URL(`http://${host}`)
      const passed = request({ hostname, port, method: req.method, path: req.url, headers: req.headers }, (answer) => {
        const { 'content-security-policy': policy, ...rest } = answer.headers
        const headers = withoutPolicy || policy === undefined ? rest : answer.headers
        res.writeHead(answer.statusCode ?? 502, headers)
        answer.pipe(res)
      })
      passed.on('error', () => res.destroy())
      passed.end()
    }),
  )
}
