import { z } from 'zod'
import { keeping } from './keeping.ts'
import { accessKey, address, keys, list, networks, whole } from './kinds.ts'
import { observing } from './observing.ts'
import { signingIn } from './signing-in.ts'

/** Groups in the order of docs/environment.md and of the file that `bm23 init` writes. */
export const groups = {
  serving: 'Where it listens and how people reach it',
  data: 'Database and files',
  secrets: 'Keys',
  accounts: 'Signing in',
  mail: 'Mail',
  limits: 'Limits',
  logging: 'Logging',
  observing: 'Metrics, traces and reports of failures',
  backup: 'Backup',
  keeping: 'How long personal data is kept',
} as const

export interface Setting {
  /** Name in the environment. A secret and an address may also be in a file, named by `<name>_FILE`. */
  readonly name: string
  readonly group: keyof typeof groups
  /** One or two sentences for an operator. */
  readonly description: string
  /** From text to value; the default is in it. */
  readonly schema: z.ZodType
  readonly example: string
  /** Never printed, and written only to files that nobody else can read. */
  readonly secret?: boolean
  /** May be read from the file that `<name>_FILE` names. */
  readonly file?: boolean
}

/** Every setting of BM23, by its name in `Config`. Adding one here reads, checks and documents it (`bm23 generate`). */
export const settings = {
  mode: {
    name: 'NODE_ENV',
    group: 'serving',
    description:
      'In `production` the program refuses to start on errors of configuration that a trial may have, such as plain HTTP.',
    schema: z.string().default('development'),
    example: 'production',
  },
  port: {
    name: 'PORT',
    group: 'serving',
    description: 'Port to listen on; 0 takes a free one.',
    schema: whole(0, 65_535).default(2323),
    example: '2323',
  },
  host: {
    name: 'BM23_HOST',
    group: 'serving',
    description: 'Address to listen on. Keep 127.0.0.1 behind a proxy on the same machine; 0.0.0.0 in a container.',
    schema: z.string().default('127.0.0.1'),
    example: '127.0.0.1',
  },
  publicUrl: {
    name: 'BM23_PUBLIC_URL',
    group: 'serving',
    description: 'The address people use. With https:// cookies are Secure and browsers are told to stay on HTTPS.',
    schema: address('https', 'http')
      .transform((text) => text.replace(/\/+$/, ''))
      .nullable()
      .default(null),
    example: 'https://projects.example.edu',
  },
  trustedProxies: {
    name: 'BM23_TRUSTED_PROXIES',
    group: 'serving',
    description: 'Addresses or networks of the proxies in front; only their X-Forwarded-* headers are believed.',
    schema: list.default([]),
    example: '127.0.0.1',
  },
  drainSeconds: {
    name: 'BM23_DRAIN_SECONDS',
    group: 'serving',
    description:
      'How long after SIGTERM the process says that it is not ready and answers on, before it stops listening; longer than ' +
      'the proxy keeps idle connections. It stops at once when nobody is connected.',
    schema: whole(0, 300).default(5),
    example: '5',
  },
  dataDir: {
    name: 'BM23_DATA_DIR',
    group: 'data',
    description:
      'Folder of the uploaded files, and of the embedded database when there is no server. With BM23_FILES_URL it holds only ' +
      'the files that are on their way in.',
    schema: z.string().default('data'),
    example: '/var/lib/bm23',
  },
  filesUrl: {
    name: 'BM23_FILES_URL',
    group: 'data',
    description:
      'A bucket that speaks S3 (Amazon, MinIO, Ceph, Garage), to keep the files in instead of the data folder, so that several ' +
      'machines share them. The address of the bucket itself; it must be private.',
    schema: address('https', 'http')
      .transform((text) => text.replace(/\/+$/, ''))
      .nullable()
      .default(null),
    example: 'https://s3.example.edu/bm23',
  },
  filesRegion: {
    name: 'BM23_FILES_REGION',
    group: 'data',
    description: 'Region of the bucket; most servers of one’s own leave it at us-east-1.',
    schema: z
      .string()
      .regex(/^[a-z0-9-]+$/, { error: 'must be a region such as eu-central-1' })
      .default('us-east-1'),
    example: 'us-east-1',
  },
  filesKey: {
    name: 'BM23_FILES_KEY',
    group: 'data',
    description: 'Access key of the bucket: it may list, read, write and delete there, and nothing else.',
    schema: accessKey.nullable().default(null),
    example: 'bm23:<secret>',
    secret: true,
    file: true,
  },
  clamdUrl: {
    name: 'BM23_CLAMD_URL',
    group: 'data',
    description:
      'ClamAV’s clamd, which looks at uploads before anybody may download them; its StreamMaxLength must be 60M or more. While it ' +
      'does not answer, uploads are taken in and wait. Without it nothing is scanned.',
    schema: address('unix', 'tcp').nullable().default(null),
    example: 'unix:///run/clamav/clamd.ctl',
  },
  databaseUrl: {
    name: 'BM23_DATABASE_URL',
    group: 'data',
    description: 'PostgreSQL 15 or newer. Without it an embedded database in the data folder is used, by one process.',
    schema: address('postgres', 'postgresql').nullable().default(null),
    example: 'postgres://bm23@127.0.0.1/bm23',
    secret: true,
    file: true,
  },
  databasePool: {
    name: 'BM23_DATABASE_POOL',
    group: 'data',
    description: 'Connections to PostgreSQL that one process opens at most.',
    schema: whole(1, 200).default(10),
    example: '10',
  },
  secretKeys: {
    name: 'BM23_SECRET_KEYS',
    group: 'secrets',
    description:
      'Encrypts what the server itself must read back. Sessions and passwords do not depend on it: they are stored as hashes. ' +
      'To rotate, put a new version in front and keep the old ones.',
    schema: keys.nullable().default(null),
    example: '1:<base64 of 32 random bytes>',
    secret: true,
    file: true,
  },
  ...signingIn,
  smtpUrl: {
    name: 'BM23_SMTP_URL',
    group: 'mail',
    description:
      'Server that mail goes through; smtp:// turns to TLS by itself and insists on it, unless the server is this machine. ' +
      'Without it nobody is mailed; a trial with the embedded database keeps its mail for administrators to read.',
    schema: address('smtps', 'smtp').nullable().default(null),
    example: 'smtps://bm23@mail.example.edu',
    secret: true,
    file: true,
  },
  mailFrom: {
    name: 'BM23_MAIL_FROM',
    group: 'mail',
    description: 'Address that mail comes from; needed with BM23_SMTP_URL.',
    schema: z.email({ error: 'must be an e-mail address' }).nullable().default(null),
    example: 'projects@example.edu',
  },
  redisUrl: {
    name: 'BM23_REDIS_URL',
    group: 'limits',
    description:
      'Redis 7 or Valkey, so that several processes count requests together. Without it each process counts for itself; ' +
      'when it fails, so does each process until it is back.',
    schema: address('redis', 'rediss').nullable().default(null),
    example: 'redis://127.0.0.1:6379/0',
    secret: true,
    file: true,
  },
  rateAnonymous: {
    name: 'BM23_RATE_ANONYMOUS_PER_HOUR',
    group: 'limits',
    description:
      'Requests an hour of an address (IPv6: of a /64) without a session. A campus may be one address: leave room for ' +
      'about five for each person who signs in within an hour.',
    schema: whole(1, 100_000_000).default(5_000),
    example: '5000',
  },
  rateUser: {
    name: 'BM23_RATE_USER_PER_HOUR',
    group: 'limits',
    description: 'Requests an hour of a person who is signed in.',
    schema: whole(1, 100_000_000).default(20_000),
    example: '20000',
  },
  wrongPasswords: {
    name: 'BM23_WRONG_PASSWORDS_PER_HOUR',
    group: 'limits',
    description:
      'Wrong passwords an hour from an address (IPv6: from a /64); then it may only sign in where it was right before. ' +
      'Besides, an account rests for a quarter of an hour after ten in a row.',
    schema: whole(1, 1_000_000).default(100),
    example: '100',
  },
  campusNetworks: {
    name: 'BM23_CAMPUS_NETWORKS',
    group: 'limits',
    description:
      'Addresses and networks that many people share, such as that of the campus: they may be wrong 20 times as often.',
    schema: networks.default([]),
    example: '203.0.113.7,2001:db8::/48',
  },
  ...observing,
  backupDir: {
    name: 'BM23_BACKUP_DIR',
    group: 'backup',
    description: 'Folder of the backups, best on another disk. Without it nothing is backed up by itself.',
    schema: z.string().nullable().default(null),
    example: '/var/backups/bm23',
  },
  backupKeys: {
    name: 'BM23_BACKUP_KEY',
    group: 'backup',
    description:
      'Encrypts the backups. Keep a copy away from this machine: without it no backup can be read. ' +
      'To rotate, put a new version in front and keep the old ones as long as their backups.',
    schema: keys.nullable().default(null),
    example: '1:<base64 of 32 random bytes>',
    secret: true,
    file: true,
  },
  backupHour: {
    name: 'BM23_BACKUP_HOUR',
    group: 'backup',
    description: 'Hour of the daily backup, in the timezone of the faculty.',
    schema: whole(0, 23).default(2),
    example: '2',
  },
  backupKeep: {
    name: 'BM23_BACKUP_KEEP',
    group: 'backup',
    description: 'How many backups stay in the folder; the oldest go after a new one is complete.',
    schema: whole(1, 1_000).default(14),
    example: '14',
  },
  drillDatabaseUrl: {
    name: 'BM23_DRILL_DATABASE_URL',
    group: 'backup',
    description:
      'An empty PostgreSQL database, into which the weekly restore drill may restore a backup. Without it the drill ' +
      'starts a server of its own for a while, when the server programs of PostgreSQL are installed.',
    schema: address('postgres', 'postgresql').nullable().default(null),
    example: 'postgres://bm23@127.0.0.1/bm23_drill',
    secret: true,
    file: true,
  },
  ...keeping,
} as const satisfies Record<string, Setting>

export type Settings = { readonly [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> }
