/** Work that nobody waits for. */
import { forgetExpired } from './accounts/sessions.ts'
import type { Platform } from './platform/ctx.ts'
import type { Job } from './platform/jobs/jobs.ts'

export function jobsOf(platform: Platform): readonly Job[] {
  return [
    {
      name: 'housekeeping',
      schedule: '17 3 * * *',
      run: async () => {
        const sessions = await forgetExpired(platform)
        const files = await platform.files.sweep()
        platform.log.info({ sessions, files }, 'housekeeping')
      },
    },
  ]
}
