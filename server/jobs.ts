/** Work that nobody waits for. */
import { findTimezone } from './academics/queries.ts'
import { forgetExpired } from './accounts/sessions.ts'
import { systemCtx, version } from './app.ts'
import { features } from './features.ts'
import { noteHead } from './platform/audit/heads.ts'
import { makeBackup, proveBackup } from './platform/backup/operate.ts'
import type { Platform } from './platform/ctx.ts'
import type { Database } from './platform/db/connect.ts'
import { ScannerSilent } from './platform/files/clamd.ts'
import { demandWhole, sweepContent } from './platform/files/upkeep.ts'
import { type Job, type Jobs, startJobs } from './platform/jobs/jobs.ts'
import { noteSuccess } from './platform/jobs/operations.ts'
import { startPost } from './platform/mail/post.ts'
import { mailing, openSmtp } from './platform/mail/smtp.ts'
import { noteErasures } from './privacy/erase/list.ts'
import { forgetPast } from './privacy/retention/retention.ts'
import { fillTopicWords } from './projects/registration.ts'
import { scanWaiting } from './submissions/scanning.ts'

/** Daily at the hour of the settings, and on Sundays an hour later the proof. */
function backupJobs(platform: Platform, database: Database): Job[] {
  const { backupDir, backupKeys, backupHour } = platform.config
  if (backupDir === null || backupKeys === null) return []
  return [
    {
      name: 'backup',
      schedule: `0 ${backupHour} * * *`,
      longestHours: 12,
      run: async () => void (await makeBackup(platform, database, version)),
    },
    {
      name: 'drill',
      schedule: `0 ${(backupHour + 1) % 24} * * 0`,
      longestHours: 12,
      run: async () => void (await proveBackup(platform)),
    },
  ]
}

/** What arrived while the scanner did not answer, and what came before there was one. */
function scanJobs(platform: Platform): Job[] {
  if (!platform.scanner) return []
  const run = async () => {
    try {
      const files = await scanWaiting(systemCtx(platform))
      if (files > 0) platform.log.info({ files }, 'scanned')
    } catch (error) {
      // readiness and an alert tell of it; in two minutes it is asked again
      if (!(error instanceof ScannerSilent)) throw error
      platform.log.warn({ err: error }, 'files wait for the scanner')
    }
  }
  return [{ name: 'scan', schedule: '*/2 * * * *', atStart: true, longestHours: 1, run }]
}

function jobsOf(platform: Platform, database: Database): Job[] {
  return [
    {
      // whether anybody works on jobs is seen by this one being done
      name: 'heartbeat',
      schedule: '*/5 * * * *',
      atStart: true,
      run: () => noteSuccess(platform.db, 'heartbeat', platform.now()),
    },
    {
      name: 'audit-head',
      schedule: '7 * * * *',
      run: async () => {
        await noteHead(platform)
        await noteErasures(platform)
      },
    },
    {
      name: 'housekeeping',
      schedule: '17 3 * * *',
      run: async () => {
        const sessions = await forgetExpired(platform)
        const files = await platform.files.sweep()
        const orphans = await sweepContent({ ...platform, now: platform.now() })
        if (orphans.left > 0) {
          platform.log.error(orphans, 'many stored files are named by no row; none was removed: run bm23 files check')
        }
        platform.log.info({ sessions, files, orphans: orphans.removed }, 'housekeeping')
      },
    },
    {
      name: 'retention',
      schedule: '37 3 * * *',
      longestHours: 2,
      run: async () => platform.log.info(await forgetPast(systemCtx(platform), false), 'past its time'),
    },
    {
      // every stored file is read: what a disk has spoilt is found while a backup still has it
      name: 'file-check',
      schedule: '47 3 * * 6',
      longestHours: 12,
      once: true,
      run: async () => platform.log.info(await demandWhole({ ...platform, now: platform.now() }), 'files are whole'),
    },
    {
      // topics of a release that wrote no words
      name: 'topics',
      schedule: '*/10 * * * *',
      atStart: true,
      run: async () => {
        const topics = await fillTopicWords(platform.db)
        if (topics > 0) platform.log.info({ topics }, 'words of topics written')
      },
    },
    ...scanJobs(platform),
    ...backupJobs(platform, database),
  ]
}

/** Starts the queue; with `work`, this process does the jobs too, and sends mail. */
export async function startWork(platform: Platform, database: Database, work: boolean): Promise<Pick<Jobs, 'stop'>> {
  const timezone = (await findTimezone(platform.db)) ?? 'Asia/Vientiane'
  const { log, observe, config } = platform
  const jobs = await startJobs({ database, log, observe, jobs: jobsOf(platform, database), work, timezone })
  const kinds = features.flatMap((one) => one.mails ?? [])
  const post = work && mailing(config) !== 'off' ? startPost(systemCtx(platform), kinds, openSmtp(config)) : null
  return {
    stop: async () => {
      await Promise.all([jobs.stop(), post?.stop()])
    },
  }
}
