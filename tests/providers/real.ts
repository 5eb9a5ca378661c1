import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type KoaContext } from 'oidc-provider'

/** A provider of identities as a university runs one: oidc-provider, with a form that asks for no password. */
export interface TestProvider {
  readonly issuer: string
  readonly env: Readonly<Record<string, string>>
  /** The people it knows, by its own names for them. */
  readonly people: Map<string, { email?: string; email_verified?: boolean }>
  /** Makes it hang: it takes connections and answers nothing. */
  hangs: boolean
  close(): Promise<void>
}

/** What a browser that was sent here brings back, after somebody signed in or cancelled. */
export type Walk = Readonly<Record<string, string>>

const client = { client_id: 'bm23', client_secret: randomBytes(32).toString('base64url') }
const page = (body: string) =>
  `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,"><main><h1>The university</h1>${body}</main></html>`

async function textOf(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return text
}

function configurationOf(people: TestProvider['people'], redirectUri: string) {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  return {
    clients: [{ ...client, redirect_uris: [redirectUri], grant_types: ['authorization_code'] }],
    jwks: { keys: [{ ...jwk, kid: 'first', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) =>
      people.has(sub) ? { accountId: sub, claims: () => ({ sub, ...people.get(sub) }) } : undefined,
    // nobody is asked whether the faculty may know the address
    loadExistingGrant: async ({ oidc }: KoaContext) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  }
}

async function interact(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
  await provider.interactionDetails(req, res)
  if (req.method === 'GET') {
    res.setHeader('content-type', 'text/html; charset=utf-8')
    const fields =
      '<label>Name <input name="name"></label><button>Continue</button><button name="cancel">Cancel</button>'
    res.end(page(`<form method="post">${fields}</form>`))
    return
  }
  const form = new URLSearchParams(await textOf(req))
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'cancelled' }
    : { login: { accountId: form.get('name') } }
  await provider.interactionFinished(req, res, result)
}

/** Starts it on loopback for an installation at `publicUrl`. */
export async function startProvider(publicUrl: string): Promise<TestProvider> {
  const people: TestProvider['people'] = new Map()
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, configurationOf(people, `${publicUrl}/sign-in/provider`))
  const callback = provider.callback()
  const state = { hangs: false }
  server.on('request', (req, res) => {
    if (state.hangs) return
    if (!req.url?.startsWith('/interaction/')) return callback(req, res)
    interact(provider, req, res).catch((error: Error) => res.writeHead(500).end(error.message))
  })
  const env = {
    BM23_PUBLIC_URL: publicUrl,
    BM23_OIDC_ISSUER: issuer,
    BM23_OIDC_CLIENT_ID: client.client_id,
    BM23_OIDC_CLIENT_SECRET: client.client_secret,
    BM23_OIDC_NAME: 'NUOL',
  }
  return Object.assign(state, {
    ...{ issuer, env, people },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  })
}

/** Goes where a browser is sent, and signs in as somebody (or cancels); comes back with what stands in the address. */
export async function walk(address: string, name: string | null): Promise<Walk> {
  const jar = new Map<string, string>()
  let next = new URL(address)
  let form: URLSearchParams | null = null
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ')
    const answer: Response = await fetch(next, {
      ...{ redirect: 'manual', headers: { cookie } },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const one of answer.headers.getSetCookie()) {
      const [pair = ''] = one.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    form = null
    const to = answer.headers.get('location')
    if (to) next = new URL(to, next)
    else if (answer.ok) form = new URLSearchParams(name === null ? { cancel: '' } : { name })
    else throw new Error(`${next.pathname}: ${answer.status} ${await answer.text()}`)
    if (next.pathname === '/sign-in/provider') return Object.fromEntries(next.searchParams)
  }
  throw new Error('the provider sends in circles')
}
