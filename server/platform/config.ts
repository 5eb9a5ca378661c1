import { z } from 'zod'

/**
 * Every setting, read from the environment in this one place. `BM23_DATABASE_URL` absent = the embedded database in
 * `BM23_DATA_DIR`.
 */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(2323),
  BM23_HOST: z.string().default('127.0.0.1'),
  BM23_DATA_DIR: z.string().default('data'),
  BM23_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BM23_DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  BM23_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Addresses of the proxies in front, comma separated; their X-Forwarded-* is believed. */
  BM23_TRUSTED_PROXIES: z.string().default(''),
  BM23_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BM23_RATE_ANONYMOUS_PER_HOUR: z.coerce.number().int().min(1).default(5_000),
  BM23_RATE_USER_PER_HOUR: z.coerce.number().int().min(1).default(20_000),
})

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly databasePool: number
  readonly publicUrl: string | null
  readonly trustedProxies: readonly string[]
  readonly logLevel: z.infer<typeof Environment>['BM23_LOG_LEVEL']
  /** Cookies only over HTTPS; follows from the public address. */
  readonly secure: boolean
  readonly rateAnonymous: number
  readonly rateUser: number
}

/** A setting is wrong; the message says which and why. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n'))
  }
  const e = parsed.data
  return {
    port: e.PORT,
    host: e.BM23_HOST,
    dataDir: e.BM23_DATA_DIR,
    databaseUrl: e.BM23_DATABASE_URL ?? null,
    databasePool: e.BM23_DATABASE_POOL,
    publicUrl: e.BM23_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    trustedProxies: e.BM23_TRUSTED_PROXIES.split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    logLevel: e.BM23_LOG_LEVEL,
    secure: e.BM23_PUBLIC_URL?.startsWith('https:') ?? false,
    rateAnonymous: e.BM23_RATE_ANONYMOUS_PER_HOUR,
    rateUser: e.BM23_RATE_USER_PER_HOUR,
  }
}
