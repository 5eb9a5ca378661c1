import type { Situation } from '../../../server/commands/checks/check.ts'
import { type TestBucket, well } from '../bucket.ts'
import type { Case, Stage } from './stage.ts'

export interface BucketStage extends Stage {
  readonly bucket: TestBucket
}

/** The address of another machine, as if it were the one that was asked. */
const at =
  (filesUrl: string) =>
  (s: Situation): Situation => ({
    ...s,
    inspected: { ...s.inspected, config: s.inspected.config ? { ...s.inspected.config, filesUrl } : null },
  })
const troubled = (id: string, trouble: Partial<TestBucket['trouble']>): Case<BucketStage> => ({
  id,
  breaks: ({ bucket }) => {
    bucket.trouble = { ...well, ...trouble }
  },
  mends: ({ bucket }) => {
    bucket.trouble = { ...well }
  },
})

export const bucketCases: readonly Case<BucketStage>[] = [
  { id: 'bucket.reachable', env: () => ({ BM23_FILES_KEY: 'S3RVER:another' }) },
  { id: 'bucket.tls', facts: at('http://s3.example.edu/bm23') },
  troubled('bucket.write', { refuses: 'PUT' }),
  troubled('bucket.public', { open: true }),
]
