import type { Config } from '../platform/config.ts'

/** The prefix binds the cookie to this host and to HTTPS, where there is HTTPS. */
export function cookieName(config: Pick<Config, 'secure'>): string {
  return config.secure ? '__Host-bm23' : 'bm23'
}

type Secure = Pick<Config, 'secure'>

function setCookie({ secure }: Secure, name: string, value: string, maxAgeSeconds: number): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`]
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ')
}

/** A Set-Cookie value; an age of 0 removes the cookie. */
export function sessionCookie(config: Secure, secret: string, maxAgeSeconds: number): string {
  return setCookie(config, cookieName(config), secret, maxAgeSeconds)
}

const deviceName = (config: Secure) => `${cookieName(config)}-device`
const deviceSeconds = 180 * 86_400

/** Stays after signing out: it only says that this browser was used here before. */
export function deviceCookie(config: Secure, secret: string): string {
  return setCookie(config, deviceName(config), secret, deviceSeconds)
}

export function deviceOf(config: Secure, cookies: string): string | null {
  return cookieIn(cookies, deviceName(config))
}

const stepName = (config: Secure) => `${cookieName(config)}-step`

/** Binds the second step of signing in to the browser of the first; an age of 0 removes it. */
export function stepCookie(config: Secure, ticket: string, maxAgeSeconds: number): string {
  return setCookie(config, stepName(config), ticket, maxAgeSeconds)
}

export function ticketOf(config: Secure, cookies: string): string | null {
  return cookieIn(cookies, stepName(config))
}

const visitName = (config: Secure) => `${cookieName(config)}-provider`

/** Binds the way through the provider to the browser that set out; an age of 0 removes it. */
export function visitCookie(config: Secure, ticket: string, maxAgeSeconds: number): string {
  return setCookie(config, visitName(config), ticket, maxAgeSeconds)
}

export function visitOf(config: Secure, cookies: string): string | null {
  return cookieIn(cookies, visitName(config))
}

const passkeyName = (config: Secure) => `${cookieName(config)}-passkey`

/** Binds what a passkey is asked to the browser that asks it; an age of 0 removes it. */
export function passkeyCookie(config: Secure, ticket: string, maxAgeSeconds: number): string {
  return setCookie(config, passkeyName(config), ticket, maxAgeSeconds)
}

export function passkeyTicketOf(config: Secure, cookies: string): string | null {
  return cookieIn(cookies, passkeyName(config))
}

function cookieIn(cookies: string, name: string): string | null {
  const pair = cookies.split(/;\s*/).find((one) => one.startsWith(`${name}=`))
  const value = pair?.slice(name.length + 1)
  return value && /^[\w-]{20,100}$/.test(value) ? value : null
}

/** Which credential a request carries: a personal token, else the session cookie. */
export function credentialOf(
  config: Pick<Config, 'secure'>,
  headers: { authorization?: string; cookie?: string },
): { kind: 'session' | 'token'; secret: string } | null {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1]
  if (headers.authorization !== undefined) return bearer ? { kind: 'token', secret: bearer } : null
  const secret = cookieIn(headers.cookie ?? '', cookieName(config))
  return secret ? { kind: 'session', secret } : null
}
