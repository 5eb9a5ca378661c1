/** Work that nobody waits for. */
import { forgetExpired } from './accounts/sessions.ts'
import { noteHead } from './platform/audit/heads.ts'
import type { Platform } from './platform/ctx.ts'
import { deleteKeysBefore } from './platform/db/idempotency.queries.ts'
import type { Job } from './platform/jobs/jobs.ts'

export function jobsOf(platform: Platform): readonly Job[] {
  return [
    {
      name: 'audit-head',
      schedule: '7 * * * *',
      run: async () => {
        await noteHead(platform)
      },
    },
    {
      name: 'housekeeping',
      schedule: '17 3 * * *',
      run: async () => {
        const sessions = await forgetExpired(platform)
        const files = await platform.files.sweep()
        const yesterday = new Date(platform.now().getTime() - 86_400_000)
        await platform.db.transaction().execute((tx) => deleteKeysBefore(tx, yesterday))
        platform.log.info({ sessions, files }, 'housekeeping')
      },
    },
  ]
}
