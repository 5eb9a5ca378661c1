import { z } from 'zod'
import { endpoint, Gone, Id, listQuery, Moment, pageOf } from './endpoint.ts'

/** How the installation itself is: for whoever keeps it running. */

const count = z.number().int().nonnegative()
const bytes = z.number().int().nonnegative()

export const CheckState = z.enum(['ok', 'degraded', 'failed'])
export type CheckState = z.infer<typeof CheckState>

/** What /health/ready looks at; `files`, a bucket, `scanner` and `redis` only where they are configured. */
export const CheckName = z.enum(['serving', 'database', 'migrations', 'storage', 'jobs', 'files', 'scanner', 'redis'])
export type CheckName = z.infer<typeof CheckName>

export const FailedJob = z.object({
  id: Id,
  job: z.string(),
  failedAt: Moment,
  attempts: count,
  /** What the job said when it failed, without secrets and names; null when it said nothing. */
  message: z.string().nullable(),
})
export type FailedJob = z.infer<typeof FailedJob>

export const SystemStatus = z.object({
  state: CheckState,
  checks: z.array(z.object({ name: CheckName, state: CheckState, ms: count })),
  program: z.object({
    version: z.string(),
    startedAt: Moment,
    node: z.string(),
    /** When this line of Node gets no more corrections; null when that is not known. */
    nodeEndsOn: z.iso.date().nullable(),
    memoryBytes: bytes,
  }),
  database: z.object({
    kind: z.enum(['postgres', 'embedded']),
    version: z.string(),
    sizeBytes: bytes,
    migrations: count,
    lastMigration: z.object({ name: z.string(), appliedAt: Moment }).nullable(),
    /** Null for the embedded database, which has one connection. */
    pool: z.object({ open: count, idle: count, waiting: count, most: count }).nullable(),
  }),
  redis: z.enum(['off', 'ok', 'failed']),
  files: z.object({ count, sizeBytes: bytes, diskFreeBytes: bytes, diskSizeBytes: bytes, short: z.boolean() }),
  jobs: z.object({
    /** When a worker last showed that it works. */
    heartbeatAt: Moment.nullable(),
    queues: z.array(z.object({ job: z.string(), waiting: count, active: count, failed: count })),
    failed: z.array(FailedJob),
  }),
  /** Null = never. */
  backup: z.object({
    configured: z.boolean(),
    lastAt: Moment.nullable(),
    lastBytes: bytes.nullable(),
    lastRestoreAt: Moment.nullable(),
    /** The last backup, or the last restore that was tried, failed. */
    failed: z.boolean(),
  }),
  /** Of the last hour, seen by the process that answered. */
  lastHour: z.object({ failures: count, busy: count, limited: count, wrongPasswords: count, locked: count }),
  certificateEndsAt: Moment.nullable(),
})
export type SystemStatus = z.infer<typeof SystemStatus>

export const readSystemStatus = endpoint({
  operationId: 'readSystemStatus',
  method: 'GET',
  path: '/system/status',
  summary: 'How the installation is: program, database, files, jobs, backups, and what went wrong in the last hour',
  permission: 'system.read',
  polled: true,
  answers: { 200: SystemStatus },
})

export const retryJob = endpoint({
  operationId: 'retryJob',
  method: 'POST',
  path: '/system/jobs/:jobId/retry',
  summary: 'Let a job that failed for good be tried once more',
  permission: 'job.retry',
  params: z.object({ jobId: Id }),
  answers: { 200: Gone },
  problems: ['resource.notFound'],
})

export const MailStatus = z.enum(['waiting', 'sent', 'kept', 'failed'])
export type MailStatus = z.infer<typeof MailStatus>

export const MailKind = z.enum([
  'passwordReset',
  'invitation',
  'registrationApproved',
  'registrationRefused',
  'factorLifted',
  'passkeyAdded',
  'passkeyRemoved',
])
export type MailKind = z.infer<typeof MailKind>

/** A letter that waits, went out, or could not. */
export const Mail = z.object({
  id: Id,
  kind: MailKind,
  status: MailStatus,
  createdAt: Moment,
  attempts: count,
  /** When it is tried again; null when it is done. */
  nextAt: Moment.nullable(),
  doneAt: Moment.nullable(),
  /** Known once it was written. */
  recipient: z.string().nullable(),
  subject: z.string().nullable(),
  /** Only of a letter that is kept because there is no mail server. */
  text: z.string().nullable(),
  /** What the mail server said at the last attempt. */
  error: z.string().nullable(),
})
export type Mail = z.infer<typeof Mail>

export const listMails = endpoint({
  operationId: 'listMails',
  method: 'GET',
  path: '/system/mails',
  summary: 'Mail of the last days, the newest first; `q` looks in address and subject',
  permission: 'mail.read',
  query: listQuery(['createdAt'], { status: MailStatus.optional() }),
  answers: { 200: pageOf(Mail) },
})

export const retryMail = endpoint({
  operationId: 'retryMail',
  method: 'POST',
  path: '/system/mails/:mailId/retry',
  summary: 'Send a letter that failed for good once more',
  permission: 'mail.retry',
  params: z.object({ mailId: Id }),
  answers: { 200: Gone },
  problems: ['resource.notFound'],
})
