import { discover, providerOf } from '../../../accounts/provider/client.ts'
import type { Config } from '../../../platform/config.ts'

/** The provider of single sign-on, where there is one. */
export interface ProviderFacts {
  /** Why it does not describe itself as the issuer that was set; null when it does. */
  readonly trouble: string | null
}

export async function readProvider(config: Config): Promise<ProviderFacts | null> {
  const provider = providerOf(config)
  if (!provider) return null
  try {
    await discover(provider)
    return { trouble: null }
  } catch (error) {
    const { message, cause } = error as Error
    const deeper = cause instanceof Error ? `: ${cause.message}` : ''
    return { trouble: `${message}${deeper}`.slice(0, 200) }
  }
}
