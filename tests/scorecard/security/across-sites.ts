import type { Endpoint } from '../../../contract/endpoint.ts'
import { features } from '../../../server/features.ts'
import type { TestApp } from '../../harness.ts'
import { urlOf } from '../../harness.ts'
import { bodies, someId } from '../../permissions/samples.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'

/** What a browser says of a request that another site made it send; at least one of the two gives it away. */
const origins = ['https://evil.example', 'null', 'https://bm23.test.evil.example', undefined]
const sites = ['cross-site', 'same-site', undefined]
const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
const overrides = [null, 'GET']

interface Cell {
  readonly name: string
  readonly headers: Record<string, string>
}

function cells(): Cell[] {
  return origins.flatMap((origin): Cell[] =>
    sites.flatMap((site) =>
      types.flatMap((type) =>
        overrides.map((override) => ({
          name: `${origin} ${site} ${type}`,
          headers: {
            'content-type': type,
            ...(origin ? { origin } : {}),
            ...(site ? { 'sec-fetch-site': site } : {}),
            ...(override ? { 'x-http-method-override': override } : {}),
          },
        })),
      ),
    ),
  )
}

/** Everything that anybody may have changed: each change is recorded in the transaction that makes it. */
async function changes(app: TestApp): Promise<string> {
  const seals = await app.platform.db.selectFrom('event_seals').select('sequence').execute()
  const sessions = await app.platform.db.selectFrom('sessions').select(['account_id', 'hat']).execute()
  return JSON.stringify([seals.length, sessions.map((one) => `${one.account_id} ${one.hat}`).sort()])
}

function addressOf(endpoint: Endpoint): string {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return urlOf(endpoint, Object.fromEntries(names.map((name) => [name, someId])))
}

/** Each request that changes something, sent as a page of another site would have a signed-in admin's browser send it. */
export async function measureAcrossSites(context: Context): Promise<Figure[]> {
  const app = await context.app({ BM23_PUBLIC_URL: 'http://bm23.test' })
  await app.account('dean', 'admin')
  const { cookie } = await app.as('dean')
  const endpoints = features.flatMap((one) => one.routes.map(({ endpoint }) => endpoint))
  const writing = endpoints.filter((one) => one.method !== 'GET')
  const chosen = cells().filter((one) => one.headers.origin || one.headers['sec-fetch-site'])
  const before = await changes(app)
  const accepted: string[] = []
  let sent = 0
  for (const endpoint of writing) {
    const every = context.count({ canary: 11, ci: 3, release: 1 })
    for (const cell of chosen.filter((_, index) => index % every === 0)) {
      const answer = await app.server.inject({
        ...{ method: endpoint.method, url: addressOf(endpoint) },
        headers: { ...cell.headers, host: 'bm23.test', cookie: cookie ?? '', 'if-match': '"1"' },
        payload: JSON.stringify(bodies[endpoint.operationId] ?? {}),
      })
      sent += 1
      const refused = answer.statusCode === 403 && answer.json().code === 'request.crossSite'
      if (!refused) accepted.push(`${endpoint.operationId} ${cell.name}: ${answer.statusCode}`)
    }
  }
  const after = await changes(app)
  const byGet = []
  for (const endpoint of endpoints.filter((one) => one.method === 'GET')) {
    await app.server.inject({
      method: 'GET',
      url: addressOf(endpoint),
      headers: { host: 'bm23.test', cookie: cookie ?? '' },
    })
    if ((await changes(app)) !== after) byGet.push(endpoint.operationId)
  }
  return [
    atLeast('requests across sites', sent, context.count({ canary: 200, ci: 1_000, release: 3_000 })),
    none('not refused', accepted),
    none('changes that they made', before === after ? [] : [`${before} became ${after}`]),
    none('changes made by GET', byGet),
  ]
}
