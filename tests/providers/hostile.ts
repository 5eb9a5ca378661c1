import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider that hands out whatever it is told to: one that was broken into, or somebody between it and us. */
export interface HostileProvider {
  readonly issuer: string
  readonly env: Readonly<Record<string, string>>
  /** What its token endpoint gives next. */
  answers: () => { status?: number; body: unknown }
  /** The forms that it was sent. */
  readonly asked: URLSearchParams[]
  /** A good ID token but for what is said. */
  token(claims: Readonly<Record<string, unknown>>, how?: Partial<Making>): string
  close(): Promise<void>
}

interface Making {
  readonly header: Readonly<Record<string, unknown>>
  readonly signature: (text: string) => Buffer
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export const byKey = (key: KeyObject) => (text: string) => sign('sha256', Buffer.from(text), key)
/** The trick of taking the public key for a shared secret. */
export const byPublicKey = (key: KeyObject) => (text: string) =>
  createHmac('sha256', createPublicKey(key).export({ type: 'spki', format: 'pem' }))
    .update(text)
    .digest()
/** A key that the provider never showed. */
export const strangeKey = pair().privateKey

export async function startHostile(publicUrl: string): Promise<HostileProvider & { readonly key: KeyObject }> {
  const { privateKey: key, publicKey } = pair()
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'first', use: 'sig', alg: 'RS256' }
  const asked: URLSearchParams[] = []
  const state: Pick<HostileProvider, 'answers'> = { answers: () => ({ status: 400, body: { error: 'invalid_grant' } }) }
  const pages: Readonly<Record<string, () => unknown>> = {
    '/.well-known/openid-configuration': () => ({
      ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
      ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'] },
      // as if it took anything
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    }),
    '/jwks': () => ({ keys: [jwk] }),
  }
  server.on('request', async (req, res) => {
    let text = ''
    for await (const chunk of req) text += String(chunk)
    const found = pages[req.url ?? '']
    if (!found) asked.push(new URLSearchParams(text))
    const { status = 200, body } = found ? { body: found() } : state.answers()
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const env = {
    ...{ BM23_PUBLIC_URL: publicUrl, BM23_OIDC_ISSUER: issuer },
    ...{ BM23_OIDC_CLIENT_ID: 'bm23', BM23_OIDC_CLIENT_SECRET: 'a secret of no worth' },
  }
  const now = () => Math.floor(Date.now() / 1000)
  return Object.assign(state, {
    ...{ issuer, env, asked, key },
    token: (claims: Readonly<Record<string, unknown>>, how: Partial<Making> = {}) => {
      const good = { iss: issuer, aud: 'bm23', iat: now(), exp: now() + 300 }
      const text = `${base64({ alg: 'RS256', kid: 'first', ...how.header })}.${base64({ ...good, ...claims })}`
      return `${text}.${(how.signature ?? byKey(key))(text).toString('base64url')}`
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  })
}
