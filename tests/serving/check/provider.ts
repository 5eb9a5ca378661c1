import type { Situation } from '../../../server/commands/checks/check.ts'
import type { TestProvider } from '../../providers/real.ts'
import { freePort } from '../postgres.ts'
import type { Case, Stage } from './stage.ts'

export interface ProviderStage extends Stage {
  readonly provider: TestProvider
}

/** Nobody listens there. */
const closedPort = await freePort()

/** The address of another machine, as if it were the one that was asked. */
const at =
  (oidcIssuer: string) =>
  (s: Situation): Situation => ({
    ...s,
    inspected: { ...s.inspected, config: s.inspected.config ? { ...s.inspected.config, oidcIssuer } : null },
  })

export const providerCases: readonly Case<ProviderStage>[] = [
  { id: 'oidc.reachable', env: () => ({ BM23_OIDC_ISSUER: `http://127.0.0.1:${closedPort}` }) },
  { id: 'oidc.tls', facts: at('http://id.example.edu') },
]
