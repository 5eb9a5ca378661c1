import { failedLast } from '../../platform/jobs/operations.ts'
import { type Check, checksOn } from './check.ts'

const halfYear = 183 * 86_400_000
const names = (admins: readonly { login: string }[]) => admins.map((one) => one.login).join(', ')

const admins = checksOn(
  (s) => s.database?.content?.admins,
  [
    {
      id: 'accounts.admin',
      level: 'error',
      deployed: true,
      hint: 'bm23 create-admin --login NAME',
      find: (all) => all.length === 0 && 'nobody can sign in as an admin',
    },
    {
      id: 'accounts.weak',
      level: 'error',
      hint: 'change the passwords of these admins: they are tried first by whoever comes',
      find: (all) => names(all.filter((one) => one.weak)),
    },
    {
      id: 'accounts.mustChange',
      level: 'warning',
      deployed: true,
      hint: 'let these admins sign in and choose a password of their own',
      find: (all) => names(all.filter((one) => one.mustChange)),
    },
    {
      id: 'accounts.many',
      level: 'warning',
      deployed: true,
      hint: 'give office work to department admins',
      find: (all) => all.length > 6 && `${all.length} people are admins`,
    },
    {
      id: 'accounts.asleep',
      level: 'warning',
      deployed: true,
      hint: 'deactivate admins who are not admins any more',
      find: (all, { now }) => names(all.filter((one) => now.getTime() - Date.parse(one.lastSignInAt) > halfYear)),
    },
  ],
)

const signOn = checksOn(
  (s) => s.provider,
  [
    {
      id: 'oidc.reachable',
      level: 'error',
      hint: 'compare BM23_OIDC_ISSUER with what the provider calls itself, and look at the way there; passwords go on to work',
      find: ({ trouble }) => trouble,
    },
  ],
)

const jobs = checksOn(
  (s) => s.database?.content,
  [
    {
      id: 'jobs.heartbeat',
      level: 'error',
      deployed: true,
      hint: 'start the worker: systemctl start bm23-worker, or bm23 worker',
      find: ({ operations }, { now }) => {
        const at = operations.heartbeat.succeededAt
        if (at === null) return 'no worker has ever run'
        const minutes = (now.getTime() - Date.parse(at)) / 60_000
        return minutes > 15 && `the last sign of a worker is ${Math.round(minutes)} minutes old`
      },
    },
    {
      id: 'jobs.failed',
      level: 'warning',
      hint: 'look for their names in the log',
      find: ({ jobs: counts }) =>
        counts ? counts.failed > 0 && `${counts.failed} jobs failed in the last day` : undefined,
    },
    {
      id: 'jobs.waiting',
      level: 'warning',
      hint: 'start more workers, or look for what keeps them busy',
      find: ({ jobs: counts }) =>
        counts ? counts.waiting > 0 && `${counts.waiting} jobs have waited for a quarter of an hour` : undefined,
    },
  ],
)

const proofs = checksOn(
  (s) => (s.inspected.config?.backupDir ? s.database?.content?.operations : null),
  [
    {
      id: 'backup.failed',
      level: 'error',
      deployed: true,
      hint: 'read the log, then run bm23 backup by hand',
      find: ({ backup }) => failedLast(backup) && `the last backup failed: ${backup.error}`,
    },
    {
      id: 'backup.drill',
      level: 'warning',
      deployed: true,
      hint: 'run bm23 backup drill: a backup that was never restored is a hope',
      find: ({ drill }, { now }) => {
        if (drill.succeededAt === null) return 'no backup was ever restored to prove it'
        const days = (now.getTime() - Date.parse(drill.succeededAt)) / 86_400_000
        return days > 9 && `the last backup that was proven by restoring it is ${Math.floor(days)} days old`
      },
    },
    {
      id: 'backup.drillFailed',
      level: 'error',
      deployed: true,
      hint: 'run bm23 backup drill, and read what it says',
      find: ({ drill }) => failedLast(drill) && `the last restore drill failed: ${drill.error}`,
    },
  ],
)

/** People who may do everything, and work that nobody waits for. */
export const upkeepChecks: readonly Check[] = [...admins, ...signOn, ...jobs, ...proofs]
