import { isAbsolute } from 'node:path'
import { hostOf, isLocal, isLoopbackProxy, isProxy, isWide } from './addresses.ts'
import { type Check, checksOn, configured } from './check.ts'

const publicHost = (url: string) => new URL(url).hostname

const values: readonly Check[] = checksOn(
  (s) => s.inspected,
  [
    {
      id: 'config.values',
      level: 'error',
      hint: 'docs/environment.md says what each setting may be',
      find: ({ problems }) => problems.map((one) => `${one.name} ${one.message}`).join('; '),
    },
    {
      id: 'config.names',
      level: 'warning',
      hint: 'correct the name or remove it; it has no effect',
      find: ({ unknown }) => unknown.map((one) => `${one.name} ${one.message}`).join('; '),
    },
  ],
)

const address = checksOn(configured, [
  {
    id: 'config.mode',
    level: 'warning',
    deployed: true,
    hint: 'set NODE_ENV=production, so that errors of configuration stop the start',
    find: ({ config }) => /^(development|test)$/.test(config.mode) && `NODE_ENV is ${config.mode}`,
  },
  {
    id: 'config.modeName',
    level: 'warning',
    hint: 'only production, development and test mean something',
    find: ({ config }) =>
      !['production', 'development', 'test'].includes(config.mode) && `NODE_ENV is ${config.mode.slice(0, 20)}`,
  },
  {
    id: 'config.publicUrl',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'set BM23_PUBLIC_URL to the address people type',
    find: ({ config }) => config.publicUrl === null && 'the address people use is not known',
  },
  {
    id: 'config.https',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'put a proxy with a certificate in front, and write https:// in BM23_PUBLIC_URL',
    find: ({ config }) =>
      config.publicUrl?.startsWith('http:') && 'passwords and cookies would cross the network readable',
  },
  {
    id: 'config.publicHost',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'give the name by which other machines reach this one',
    find: ({ config }) =>
      config.publicUrl !== null && isLocal(publicHost(config.publicUrl)) && 'only this machine reaches BM23_PUBLIC_URL',
  },
  {
    id: 'config.publicPath',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'give BM23 a host name of its own; BM23_PUBLIC_URL ends after it',
    find: ({ config }) => {
      if (config.publicUrl === null) return null
      const { pathname, search, hash, username } = new URL(config.publicUrl)
      return (pathname !== '/' || search + hash + username !== '') && 'BM23_PUBLIC_URL holds more than scheme and host'
    },
  },
])

const proxies = checksOn(configured, [
  {
    id: 'proxy.missing',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'name the proxy that holds the certificate in BM23_TRUSTED_PROXIES, such as 127.0.0.1',
    find: ({ config }) =>
      config.secure && config.trustedProxies.length === 0 && 'all people would be counted as one address, the proxy',
  },
  {
    id: 'proxy.unreadable',
    level: 'error',
    start: true,
    hint: 'write addresses or networks such as 10.0.0.0/8, separated by commas',
    find: ({ config }) => config.trustedProxies.filter((one) => !isProxy(one)).join(', '),
  },
  {
    id: 'proxy.everyone',
    level: 'error',
    start: true,
    hint: 'name the proxies only: whoever is trusted may claim any address',
    find: ({ config }) => config.trustedProxies.filter(isWide).join(', '),
  },
  {
    id: 'proxy.bypass',
    level: 'warning',
    deployed: true,
    hint: 'set BM23_HOST=127.0.0.1 when the proxy is on this machine',
    find: ({ config }) =>
      /^(0\.0\.0\.0|::)$/.test(config.host) &&
      config.trustedProxies.length > 0 &&
      config.trustedProxies.every(isLoopbackProxy) &&
      'the proxy is on this machine, and others may come round it',
  },
])

const secrets = checksOn(configured, [
  {
    id: 'keys.missing',
    level: 'error',
    deployed: true,
    start: true,
    hint: '`bm23 init` writes a file with fresh keys',
    find: ({ config }) => config.secretKeys === null && 'BM23_SECRET_KEYS is not set',
  },
  {
    id: 'keys.shared',
    level: 'error',
    start: true,
    hint: 'make another key: who may read backups should not hold the keys of the running server',
    find: ({ config }) =>
      config.secretKeys?.some((one) => config.backupKeys?.some((other) => other.bytes.equals(one.bytes))) &&
      'BM23_SECRET_KEYS and BM23_BACKUP_KEY share a key',
  },
])

const places = checksOn(configured, [
  {
    id: 'config.mailFrom',
    level: 'error',
    start: true,
    hint: 'set BM23_MAIL_FROM to the address that mail comes from',
    find: ({ config }) => config.smtpUrl !== null && config.mailFrom === null && 'mail would come from nobody',
  },
  {
    id: 'config.dataDir',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'write BM23_DATA_DIR from the root, such as /var/lib/bm23',
    find: ({ config }) => !isAbsolute(config.dataDir) && 'the data folder depends on where the program is started',
  },
  {
    id: 'config.dataDirTemporary',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'choose a folder that survives a restart of the machine, such as /var/lib/bm23',
    find: ({ config }) => /^\/(tmp|var\/tmp|dev\/shm|run)(\/|$)/.test(config.dataDir) && `data in ${config.dataDir}`,
  },
])

const signOn = checksOn(configured, [
  {
    id: 'oidc.half',
    level: 'error',
    start: true,
    hint: 'set BM23_OIDC_ISSUER, BM23_OIDC_CLIENT_ID and BM23_OIDC_CLIENT_SECRET, or none of them',
    find: ({ config: { oidcIssuer, oidcClientId, oidcClientSecret } }) => {
      const set = [oidcIssuer, oidcClientId, oidcClientSecret].filter((one) => one !== null).length
      return set > 0 && set < 3 && 'single sign-on is set up in part, and not offered'
    },
  },
  {
    id: 'oidc.tls',
    level: 'error',
    deployed: true,
    start: true,
    hint: 'write https:// in BM23_OIDC_ISSUER, and let the provider call itself so',
    find: ({ config: { oidcIssuer } }) =>
      oidcIssuer?.startsWith('http:') &&
      !isLocal(hostOf(oidcIssuer)) &&
      'the provider is on another machine, and whoever is between may say who people are',
  },
])

const limits = checksOn(configured, [
  {
    id: 'limits.anonymousLow',
    level: 'warning',
    deployed: true,
    hint: 'raise BM23_RATE_ANONYMOUS_PER_HOUR to five for each person behind one address',
    find: ({ config }) => config.rateAnonymous < 1_000 && `${config.rateAnonymous} requests an hour lock a campus out`,
  },
  {
    id: 'limits.anonymousHigh',
    level: 'warning',
    deployed: true,
    hint: 'lower BM23_RATE_ANONYMOUS_PER_HOUR',
    find: ({ config }) => config.rateAnonymous > 100_000 && `${config.rateAnonymous} requests an hour limit nobody`,
  },
  {
    id: 'limits.userLow',
    level: 'warning',
    deployed: true,
    hint: 'raise BM23_RATE_USER_PER_HOUR to 1000 or more',
    find: ({ config }) => config.rateUser < 1_000 && `${config.rateUser} requests an hour stop people at work`,
  },
  {
    id: 'limits.userHigh',
    level: 'warning',
    deployed: true,
    hint: 'lower BM23_RATE_USER_PER_HOUR',
    find: ({ config }) => config.rateUser > 200_000 && `${config.rateUser} requests an hour limit nobody`,
  },
  {
    id: 'log.debug',
    level: 'warning',
    deployed: true,
    hint: 'set BM23_LOG_LEVEL=info',
    find: ({ config }) => /^(debug|trace)$/.test(config.logLevel) && 'the log grows by a line per request',
  },
  {
    id: 'log.silent',
    level: 'warning',
    deployed: true,
    hint: 'set BM23_LOG_LEVEL=info',
    find: ({ config }) => /^(silent|fatal)$/.test(config.logLevel) && 'errors are not written to the log',
  },
])

const runtime = checksOn(
  (s) => s.env,
  [
    {
      id: 'config.tlsUnchecked',
      level: 'error',
      start: true,
      hint: 'remove NODE_TLS_REJECT_UNAUTHORIZED; give authorities by NODE_EXTRA_CA_CERTS',
      find: (env) => env.NODE_TLS_REJECT_UNAUTHORIZED === '0' && 'no certificate of another server is checked',
    },
    {
      id: 'config.inspector',
      level: 'error',
      start: true,
      hint: 'remove --inspect from NODE_OPTIONS',
      find: (env) => /--inspect/.test(env.NODE_OPTIONS ?? '') && 'a debugger may enter the program',
    },
    {
      id: 'config.debugOutput',
      level: 'warning',
      hint: 'unset DEBUG and NODE_DEBUG',
      find: (env) => [env.DEBUG && 'DEBUG', env.NODE_DEBUG && 'NODE_DEBUG'].filter(Boolean).join(' and '),
    },
  ],
)

/** Decided by the settings alone. */
export const configurationChecks: readonly Check[] = [
  ...values,
  ...address,
  ...proxies,
  ...secrets,
  ...places,
  ...signOn,
  ...limits,
  ...runtime,
]
