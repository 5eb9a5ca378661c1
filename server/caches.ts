/** The table of everything that is remembered; docs/caching.md is written from it. */
import { rememberedYears } from './academics/academics.ts'
import { rememberedInstallation } from './accounts/accounts.ts'
import { rememberedHolders } from './accounts/sessions.ts'
import type { Remembered } from './platform/cache/cache.ts'

export const caches: readonly Remembered<object>[] = [rememberedHolders, rememberedInstallation, rememberedYears]
