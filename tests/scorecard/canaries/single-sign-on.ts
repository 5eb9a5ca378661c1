import type { Canary } from '../canary.ts'

const visit =
  "('provider_visits')\n    .where('ticket_hash', '=', hash)\n    .where('expires_at', '>', now.toISOString())\n    "

export const singleSignOn: readonly Canary[] = [
  {
    ...{ id: 'nonce-not-checked', line: 'S9', file: 'server/accounts/provider/client.ts' },
    // the code exchanged by hand: all is looked at but the nonce
    find: 'oidc.authorizationCodeGrant(configuration, address, checks)',
    replace:
      "oidc.genericGrantRequest(configuration, 'authorization_code', { code: checks && (brought.code ?? ''), redirect_uri: provider.redirectUri, code_verifier: verifier })",
  },
  {
    ...{ id: 'address-as-identity', line: 'S9', file: 'server/accounts/provider/sign-in.ts' },
    find: 'if ((await queries.findIdentity(tx, arrived)) === account.id) return account',
    replace: 'if (account.id) return account',
  },
  {
    ...{ id: 'signatures-not-checked', line: 'S9', file: 'server/accounts/provider/client.ts' },
    find: '[oidc.enableNonRepudiationChecks, ...plain]',
    replace: '[...plain]',
  },
  {
    ...{ id: 'party-not-compared', line: 'S9', file: 'server/accounts/provider/client.ts' },
    find: 'claims.azp !== undefined && claims.azp !== provider.clientId',
    replace: "claims.azp === 'nobody'",
  },
  {
    ...{ id: 'way-back-to-anywhere', line: 'S9', file: 'contract/accounts/provider.ts' },
    find: '(?![/\\\\])',
    replace: '',
  },
  {
    ...{ id: 'visit-good-twice', line: 'S9', file: 'server/accounts/provider/queries.ts' },
    find: `.deleteFrom${visit}.returning('return_to')`,
    replace: `.selectFrom${visit}.select('return_to')`,
  },
]
