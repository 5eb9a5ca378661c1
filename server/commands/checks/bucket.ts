import { hostOf, isLocal } from './addresses.ts'
import { type Check, checksOn, configured } from './check.ts'

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

/** The bucket of the files, where one is used. */
export const bucketChecks: readonly Check[] = [...settings, ...bucket]
