import type { Config } from '../../../platform/config.ts'
import { openBucket, textOf } from '../../../platform/files/s3-request.ts'

/** The bucket of the files, where there is one. */
export interface BucketFacts {
  /** Why it cannot be listed; null when it can. */
  readonly trouble: string | null
  /** Why an object could not be written and removed again; null when it could. */
  readonly writing: string | null
  /** What anybody may do there, without a key. */
  readonly anybody: readonly string[]
}

const patience = 3_000

/** Whether it is given to whoever asks. */
async function isOpen(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' })
  await answer.body?.cancel()
  return answer.ok
}

export async function readBucket({ filesUrl: url, filesKey: key, filesRegion }: Config): Promise<BucketFacts | null> {
  if (url === null || key === null) return null
  const bucket = openBucket({ url, region: filesRegion, key })
  const ask = async (asked: Omit<Parameters<typeof bucket>[0], 'patience' | 'once'>) =>
    await textOf(await bucket({ ...asked, patience, once: true }))
  try {
    await ask({ method: 'GET', query: { 'max-keys': '1' } })
  } catch (error) {
    return { trouble: (error as Error).message, writing: null, anybody: [] }
  }
  const name = `check-${process.pid}`
  const anybody: string[] = []
  try {
    await ask({ method: 'PUT', name })
    if (await isOpen(`${url}/${name}`)) anybody.push('read')
    if (await isOpen(`${url}?max-keys=1`)) anybody.push('list')
    await ask({ method: 'DELETE', name })
    return { trouble: null, writing: null, anybody }
  } catch (error) {
    return { trouble: null, writing: (error as Error).message, anybody }
  }
}
