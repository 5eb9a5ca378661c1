import { isIP } from 'node:net'
import type { Config } from '../../platform/config.ts'

/** Whom a browser makes a passkey for (the relying party): it shows it there and nowhere else. */
export interface Party {
  readonly id: string
  readonly origin: string
}

/**
 * From the settings and never from a request. Browsers want a name and HTTPS; on the own machine that is `localhost`, which
 * is where a trial without BM23_PUBLIC_URL is found too. Null where no browser takes part, and where nobody knows the port.
 */
export function partyOf({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): Party | null {
  const { protocol, hostname, origin } = new URL(publicUrl ?? `http://localhost:${port}`)
  if (publicUrl === null && port === 0) return null
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return null
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  return protocol === 'https:' || local ? { id: hostname, origin } : null
}
