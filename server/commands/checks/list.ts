import { backupChecks } from './backup.ts'
import { bucketChecks } from './bucket.ts'
import type { Check } from './check.ts'
import { configurationChecks } from './configuration.ts'
import { databaseChecks } from './database.ts'
import { hostChecks } from './host.ts'
import { redisChecks } from './redis.ts'
import { storageChecks } from './storage.ts'
import { upkeepChecks } from './upkeep.ts'
import { webChecks } from './web.ts'

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  ...configurationChecks,
  ...hostChecks,
  ...storageChecks,
  ...bucketChecks,
  ...databaseChecks,
  ...redisChecks,
  ...backupChecks,
  ...upkeepChecks,
  ...webChecks,
]
