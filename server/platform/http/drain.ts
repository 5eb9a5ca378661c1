import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'

/** Answers on while proxies learn that this process leaves: until nobody is connected, or so many seconds. */
export async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000
  const connections = promisify(app.server.getConnections.bind(app.server))
  while (Date.now() < end && (await connections()) > 0) await wait(100)
}

/** Longest that a request which runs may hold up the end, in milliseconds; an upload from far away is among them. */
const patience = 60_000

/** Stops listening and lets what runs end. */
export async function finish(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(cut)
}
