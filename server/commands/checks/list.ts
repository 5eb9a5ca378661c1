import { backupChecks } from './backup.ts'
import type { Check } from './check.ts'
import { configurationChecks } from './configuration.ts'
import { databaseChecks } from './database.ts'
import { filesChecks } from './files.ts'
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
  ...filesChecks,
  ...databaseChecks,
  ...redisChecks,
  ...backupChecks,
  ...upkeepChecks,
  ...webChecks,
]
