/** The provider of identities that a faculty uses, asked by OpenID Connect. Nothing it gives is kept but its name for a person. */
import { createHmac } from 'node:crypto'
import * as oidc from 'openid-client'
import { Email } from '../../../contract/endpoint.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { Refusal } from '../../platform/problem.ts'
import type { Identity } from './queries.ts'

/** What was set about the provider. */
export interface Provider {
  readonly issuer: string
  readonly clientId: string
  readonly secret: string
  /** What people call it. */
  readonly name: string
  /** Where it sends people back to: from the settings, and never from a request. */
  readonly redirectUri: string
}

type Chosen = 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret' | 'oidcName' | 'publicUrl' | 'host' | 'port'

/** Null where single sign-on is not set up. */
export function providerOf(config: Pick<Config, Chosen>): Provider | null {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: secret, publicUrl, host, port } = config
  if (issuer === null || clientId === null || secret === null) return null
  const name = config.oidcName ?? new URL(issuer).hostname
  const redirectUri = new URL('/sign-in/provider', publicUrl ?? `http://${host}:${port}`).href
  return { issuer, clientId, secret, name, redirectUri }
}

/** So long one answer of the provider is waited for. */
const patience = 4
/** So long is believed what the provider says of itself, and that it is there: who is sent to one that is not sees no page. */
const keptFor = 60_000

/** `client_secret_basic` as the standard has it, unless the provider knows only the other way. */
const proveBy =
  (secret: string): oidc.ClientAuth =>
  (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const by = ways.includes('client_secret_basic') ? oidc.ClientSecretBasic : oidc.ClientSecretPost
    by(secret)(server, ...rest)
  }

/** Asks the provider for its own description. Plain HTTP is for trials: `bm23 check` and a start in production refuse it. */
export async function discover({ issuer, clientId, secret }: Provider): Promise<oidc.Configuration> {
  const plain = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
  const execute = [oidc.enableNonRepudiationChecks, ...plain]
  return await oidc.discovery(new URL(issuer), clientId, undefined, proveBy(secret), { execute, timeout: patience })
}

type Asking = Pick<Ctx, 'log' | 'now'>

const known = new Map<string, { at: number; configuration: oidc.Configuration }>()

/** @throws provider.unreachable */
async function reach(provider: Provider, asking: Asking): Promise<oidc.Configuration> {
  const key = JSON.stringify(provider)
  const kept = known.get(key)
  const now = asking.now().getTime()
  if (kept && now - kept.at < keptFor) return kept.configuration
  try {
    const configuration = await discover(provider)
    known.set(key, { at: now, configuration })
    return configuration
  } catch (error) {
    throw refusalOf(error, asking, 'provider.unreachable')
  }
}

/** What of one way through the provider nobody else may know, made of the ticket in the cookie of the browser that goes. */
export function secretsOf(ticket: string) {
  const derive = (what: string) => createHmac('sha256', ticket).update(what).digest('base64url')
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') }
}

/** The address that a browser is sent to. */
export async function addressAt(provider: Provider, ticket: string, asking: Asking): Promise<string> {
  const configuration = await reach(provider, asking)
  const { state, nonce, verifier } = secretsOf(ticket)
  const address = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: provider.redirectUri,
    scope: 'openid email',
    ...{ state, nonce },
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  if (!/^https?:$/.test(address.protocol)) throw new Refusal('provider.unreachable')
  return address.href
}

/** Who came back, and a verified address of that person where the provider has one. */
export interface Arrived extends Identity {
  /** Asked for when it is needed, which it is once. */
  email(): Promise<string | null>
}

/** What the browser brought. */
export type Brought = Readonly<Partial<Record<'state' | 'code' | 'iss' | 'error', string | undefined>>>

/** Exchanges the code for what the provider says of the person, and believes it only when everything about it is right. */
export async function redeem(provider: Provider, brought: Brought, ticket: string, asking: Asking): Promise<Arrived> {
  const configuration = await reach(provider, asking)
  const { state, nonce, verifier } = secretsOf(ticket)
  const address = new URL(provider.redirectUri)
  for (const [name, value] of Object.entries(brought)) if (value !== undefined) address.searchParams.set(name, value)
  try {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    const answer = await oidc.authorizationCodeGrant(configuration, address, checks)
    const claims = answer.claims()
    // the library asks who it was made for only when it has several readers
    if (!claims || (claims.azp !== undefined && claims.azp !== provider.clientId)) throw new Error('for somebody else')
    if (!/^[\x20-\x7e]{1,255}$/.test(claims.sub)) throw new Error('no name as the standard has them')
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: async () => {
        const inside = 'email' in claims || !configuration.serverMetadata().userinfo_endpoint
        return verified(inside ? claims : await ask(configuration, answer.access_token, claims.sub, asking))
      },
    }
  } catch (error) {
    throw refusalOf(error, asking, 'provider.refused')
  }
}

async function ask(configuration: oidc.Configuration, token: string, subject: string, asking: Asking) {
  try {
    return await oidc.fetchUserInfo(configuration, token, subject)
  } catch (error) {
    throw refusalOf(error, asking, 'provider.refused')
  }
}

/** Only what the provider has proved, and only in the letters that addresses have here: others may look or fold alike. */
function verified({ email, email_verified: proved }: Readonly<Record<string, unknown>>): string | null {
  const read = Email.safeParse(email)
  return proved === true && read.success ? read.data : null
}

const unanswered = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']

/** What went wrong, in the log without what the provider sent: that holds tokens and names. */
function refusalOf(error: unknown, { log }: Asking, otherwise: 'provider.refused' | 'provider.unreachable'): Refusal {
  if (error instanceof Refusal) return error
  const { name, message, code } = error as Error & { code?: string }
  log.warn({ provider: { name, message: message.slice(0, 200), code } }, 'single sign-on failed')
  if (error instanceof oidc.AuthorizationResponseError)
    return new Refusal(error.error === 'access_denied' ? 'provider.cancelled' : 'provider.refused')
  const failed = error instanceof oidc.ResponseBodyError && error.status >= 500
  const silent = (error instanceof TypeError && code === undefined) || unanswered.includes(code ?? '')
  return new Refusal(failed || silent ? 'provider.unreachable' : otherwise)
}
