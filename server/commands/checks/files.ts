import { hostOf, isLocal } from './addresses.ts'
import { type Check, checksOn, configured } from './check.ts'

const day = 86_400_000

const settings = checksOn(configured, [
  {
    id: 'bucket.key',
    level: 'error',
    start: true,
    hint: 'give the access key of the bucket in BM23_FILES_KEY, or better in the file of BM23_FILES_KEY_FILE',
    find: ({ config }) =>
      config.filesUrl !== null && config.filesKey === null && 'BM23_FILES_URL is set without BM23_FILES_KEY',
  },
  {
    id: 'bucket.tls',
    level: 'error',
    start: true,
    hint: 'write https:// in BM23_FILES_URL',
    find: ({ config }) =>
      config.filesUrl?.startsWith('http:') &&
      !isLocal(hostOf(config.filesUrl)) &&
      'the bucket is on another machine, and the connection is plain',
  },
])

const bucket = checksOn(
  (s) => s.bucket,
  [
    {
      id: 'bucket.reachable',
      level: 'error',
      hint: 'look at BM23_FILES_URL, its region and its key, at the clock, and whether the server of the bucket runs',
      find: ({ trouble }) => trouble,
    },
    {
      id: 'bucket.write',
      level: 'error',
      hint: 'let the key write and delete in the bucket',
      find: ({ writing }) => writing && `an upload could not be kept: ${writing}`,
    },
    {
      id: 'bucket.public',
      level: 'error',
      hint: 'make the bucket private: what students hand in is in it',
      find: ({ anybody }) => anybody.length > 0 && `anybody may ${anybody.join(' and ')} the files`,
    },
  ],
)

const scanner = checksOn(
  (s) => s.scanner,
  [
    {
      id: 'scanner.reachable',
      level: 'error',
      hint: 'start clamav-daemon, or correct BM23_CLAMD_URL; until then uploads wait and nobody can read them',
      find: ({ trouble }) => trouble,
    },
    {
      id: 'scanner.signatures',
      level: 'warning',
      hint: 'look whether freshclam runs (clamav-freshclam): new malicious software is not found',
      find: ({ signedAt }, { now }) => {
        if (signedAt === null) return undefined
        const days = Math.floor((now.getTime() - signedAt.getTime()) / day)
        return days > 7 && `the signatures are ${days} days old`
      },
    },
  ],
)

const waiting = checksOn(
  (s) => s.database?.content,
  [
    {
      id: 'scanner.waiting',
      level: 'warning',
      hint: 'let the scanner and a worker run, and set BM23_CLAMD_URL for both: nobody can read these files before',
      find: ({ unscanned }) => unscanned > 0 && `${unscanned} files have waited for the scanner for an hour`,
    },
  ],
)

/** The bucket of the files and the scanner of uploads, where they are used, and what waits for it. */
export const filesChecks: readonly Check[] = [...settings, ...bucket, ...scanner, ...waiting]
