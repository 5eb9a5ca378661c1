import type { Config, Env, Inspected } from '../../platform/config.ts'
import type { BackupFacts } from './facts/backups.ts'
import type { BucketFacts } from './facts/bucket.ts'
import type { DatabaseFacts } from './facts/database.ts'
import type { HostFacts } from './facts/host.ts'
import type { ProviderFacts } from './facts/provider.ts'
import type { RedisFacts } from './facts/redis.ts'
import type { ScannerFacts } from './facts/scanner.ts'
import type { StorageFacts } from './facts/storage.ts'
import type { WebFacts } from './facts/web.ts'

export type Level = 'error' | 'warning'

/** Everything that checks look at, read once. What is null could not be looked at, and its checks are left out. */
export interface Situation {
  readonly env: Env
  readonly inspected: Inspected
  readonly now: Date
  readonly host: HostFacts
  readonly storage: StorageFacts | null
  readonly bucket: BucketFacts | null
  readonly scanner: ScannerFacts | null
  readonly database: DatabaseFacts | null
  /** Why the database could not be asked. */
  readonly databaseTrouble: string | null
  readonly provider: ProviderFacts | null
  readonly redis: RedisFacts | null
  readonly backups: BackupFacts | null
  readonly web: WebFacts | null
}

/** One thing that can be wrong. */
export interface Check {
  /** `area.what`; never changes, so that monitoring may name it. */
  readonly id: string
  readonly level: Level
  /** Only in production, or when asked for by --deploy. */
  readonly deployed?: true
  /** Decided by configuration alone: in production the program does not start with it. */
  readonly start?: true
  /** What to do about it. */
  readonly hint: string
  /** What is wrong, in a clause; null when nothing is; undefined when there was nothing to look at. */
  readonly find: (situation: Situation) => string | null | undefined
}

interface Spec<F> extends Omit<Check, 'find'> {
  readonly find: (facts: F, situation: Situation) => string | false | null | undefined
}

/** Checks on one part of the situation, left out while there is no such part. */
export function checksOn<F>(part: (s: Situation) => F | null | undefined, specs: readonly Spec<F>[]): Check[] {
  return specs.map((spec) => ({
    ...spec,
    find: (situation) => {
      const facts = part(situation)
      if (facts === null || facts === undefined) return undefined
      const found = spec.find(facts, situation)
      return found === undefined ? undefined : found || null
    },
  }))
}

export interface ConfigFacts {
  readonly config: Config
  readonly env: Env
}

export const configured = ({ inspected, env }: Situation): ConfigFacts | null =>
  inspected.config ? { config: inspected.config, env } : null
