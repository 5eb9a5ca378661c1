import type { FastifyInstance } from 'fastify'

/** One thing that must work, as a question that answers or throws. */
export type Health = Readonly<Record<string, () => Promise<void>>>

/** Longest a check may take, in milliseconds. */
const patience = 2_000

async function ask(check: () => Promise<void>): Promise<{ state: 'ok' | 'failed'; milliseconds: number }> {
  const start = performance.now()
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too slow')), patience).unref())
  const state = await Promise.race([check(), late]).then(
    () => 'ok' as const,
    () => 'failed' as const,
  )
  return { state, milliseconds: Math.round(performance.now() - start) }
}

/** All checks at once, and whether all are well. */
export async function checkHealth(health: Health) {
  const entries = await Promise.all(
    Object.entries(health).map(async ([name, check]) => [name, await ask(check)] as const),
  )
  return { ready: entries.every(([, one]) => one.state === 'ok'), checks: Object.fromEntries(entries) }
}

/** `/health/live`: the process answers. `/health/ready`: so does what it needs. Never limited; kept inside by the proxy. */
export function addHealth(app: FastifyInstance, health: Health): void {
  app.get('/health/live', { schema: { hide: true } as object }, () => ({ state: 'ok' }))
  app.get('/health/ready', { schema: { hide: true } as object }, async (_req, reply) => {
    const { ready, checks } = await checkHealth(health)
    if (!ready) reply.code(503).header('retry-after', '5')
    return { state: ready ? 'ok' : 'failed', checks }
  })
}
