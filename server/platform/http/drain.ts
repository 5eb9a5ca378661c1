import { Server } from 'node:net'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'

const connectionsOf = (app: FastifyInstance) => promisify(app.server.getConnections.bind(app.server))

/** Answers on while proxies learn that this process leaves: until nobody is connected, or so many seconds. */
export async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000
  const connections = connectionsOf(app)
  while (Date.now() < end && (await connections()) > 0) await wait(100)
}

/** Longest that a request which runs may hold up the end, in milliseconds; an upload from far away is among them. */
const patience = 60_000
/** Who was let in last has so long to ask. */
const grace = 300

/**
 * Stops listening and lets what runs end. Only the listening is ended first, right after all that waited to be let in were:
 * Node's own way also closes connections that have not asked yet, and a proxy may not ask another process for what it
 * was about to write.
 */
export async function finish(app: FastifyInstance): Promise<void> {
  const connections = connectionsOf(app)
  // Node lets one in at each turn
  for (let i = 0; i < 20; i += 1) await turn()
  Server.prototype.close.call(app.server)
  const end = Date.now() + patience
  if ((await connections()) > 0) await wait(grace)
  while (Date.now() < end && (await connections()) > 0) {
    app.server.closeIdleConnections()
    await wait(50)
  }
  app.server.closeAllConnections()
  await app.close()
}
