import type { Config } from '../platform/config.ts'

/** The prefix binds the cookie to this host and to HTTPS, where there is HTTPS. */
export function cookieName(config: Pick<Config, 'secure'>): string {
  return config.secure ? '__Host-bm23' : 'bm23'
}

/** A Set-Cookie value; an age of 0 removes the cookie. */
export function sessionCookie(config: Pick<Config, 'secure'>, secret: string, maxAgeSeconds: number): string {
  const parts = [`${cookieName(config)}=${secret}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`]
  return [...parts, ...(config.secure ? ['Secure'] : [])].join('; ')
}

/** Which credential a request carries: a personal token, else the session cookie. */
export function credentialOf(
  config: Pick<Config, 'secure'>,
  headers: { authorization?: string; cookie?: string },
): { kind: 'session' | 'token'; secret: string } | null {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1]
  if (headers.authorization !== undefined) return bearer ? { kind: 'token', secret: bearer } : null
  const name = `${cookieName(config)}=`
  const pair = (headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(name))
  const secret = pair?.slice(name.length)
  return secret && /^[\w-]{20,100}$/.test(secret) ? { kind: 'session', secret } : null
}
