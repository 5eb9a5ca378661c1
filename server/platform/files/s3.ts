import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { type ContentStore, FileMissing, FilesUnavailable, isHash, type Stored } from './content.ts'
import { type AskBucket, type BucketAddress, BucketRefusal, openBucket, textOf } from './s3-request.ts'

const nameOf = (sha256: string) => `${sha256.slice(0, 2)}/${sha256}`

/** Reads an answer that says no more than its status, so that the connection can be used again. */
async function finish(answer: IncomingMessage): Promise<void> {
  await textOf(answer)
}

async function md5Of(path: string): Promise<Buffer> {
  const hash = createHash('md5')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest()
}

/** The hash that the server made of what it stored; null where its tag is none, as with keys of the server's own. */
const hashIn = (tag: string | undefined) => /^"?([0-9a-f]{32})"?$/.exec(tag ?? '')?.[1] ?? null

const entry = /<Contents>.*?<Key>([^<]*)<\/Key>.*?<\/Contents>/gs
const valueIn = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string) => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '')

/** A page of a list: the content in it, and the name after which the next one begins. */
function readPage(xml: string): { stored: Stored[]; last: string | undefined } {
  const stored: Stored[] = []
  let last: string | undefined
  for (const [whole, key = ''] of xml.matchAll(entry)) {
    last = plain(key)
    const sha256 = key.slice(3)
    if (!isHash(sha256) || key !== nameOf(sha256)) continue
    // whole seconds, as an object by itself is told of
    const storedAt = new Date(Math.floor(Date.parse(valueIn(whole, 'LastModified') ?? '') / 1_000) * 1_000)
    stored.push({ sha256, size: Number(valueIn(whole, 'Size')), storedAt })
  }
  return { stored, last: valueIn(xml, 'IsTruncated') === 'true' ? last : undefined }
}

function missing(sha256: string) {
  return (error: unknown): never => {
    if (error instanceof BucketRefusal && error.status === 404 && error.code !== 'NoSuchBucket') {
      throw new FileMissing(sha256)
    }
    throw unavailable(error)
  }
}

/** A refusal of the bucket is a trouble of the installation, and not of who asks. */
const unavailable = (error: unknown) =>
  error instanceof BucketRefusal ? new FilesUnavailable(error.message, error) : error

/** By the name that came last, which needs no token that the server must remember. */
async function* listAll(ask: AskBucket, pageSize: number): AsyncGenerator<Stored> {
  let marker: string | undefined
  do {
    const query = { 'max-keys': String(pageSize), ...(marker ? { marker } : {}) }
    const answer = await ask({ method: 'GET', query }).catch((error) => {
      throw unavailable(error)
    })
    const page = readPage(await textOf(answer))
    yield* page.stored
    marker = page.last
  } while (marker)
}

/**
 * Content in a bucket that speaks S3, under the same names as in a folder. The server compares what arrives with its
 * SHA-256, which is part of the signature, and with its MD5; its answer is compared as well.
 */
export function bucketContent(address: BucketAddress, pageSize = 1_000): ContentStore {
  const ask = openBucket(address)
  const find = async (sha256: string): Promise<Stored> => {
    if (!isHash(sha256)) throw new FileMissing(sha256)
    const { headers } = await ask({ method: 'HEAD', name: nameOf(sha256) }).catch(missing(sha256))
    return { sha256, size: Number(headers['content-length']), storedAt: new Date(headers['last-modified'] ?? '') }
  }
  return {
    find,
    keep: async (path, sha256, size) => {
      const md5 = await md5Of(path)
      const headers = { 'content-md5': md5.toString('base64') }
      const file = { path, size, sha256 }
      const answer = await ask({ method: 'PUT', name: nameOf(sha256), headers, file }).catch((error) => {
        throw unavailable(error)
      })
      await finish(answer)
      const arrived = hashIn(answer.headers.etag)
      if (arrived !== null && arrived !== md5.toString('hex')) {
        throw new FilesUnavailable('The bucket of the files holds something else than what it was sent')
      }
      await rm(path, { force: true })
    },
    open: async (sha256, range): Promise<Readable> => {
      if (!isHash(sha256)) throw new FileMissing(sha256)
      const headers = range ? { headers: { range: `bytes=${range.start}-${range.end ?? ''}` } } : {}
      return await ask({ method: 'GET', name: nameOf(sha256), ...headers }).catch(missing(sha256))
    },
    list: () => listAll(ask, pageSize),
    remove: async (sha256) => finish(await ask({ method: 'DELETE', name: nameOf(sha256) })),
    setAside: async (sha256) => {
      const source = `${new URL(address.url).pathname.replace(/\/$/, '')}/${nameOf(sha256)}`
      const copied = await ask({
        ...{ method: 'PUT', name: `aside/${sha256}` },
        headers: { 'x-amz-copy-source': source },
      }).catch(missing(sha256))
      // a copy may fail after its status was sent
      if (!/<CopyObjectResult/.test(await textOf(copied))) throw new FilesUnavailable('The bucket did not copy')
      await finish(await ask({ method: 'DELETE', name: nameOf(sha256) }))
    },
    ready: async () => {
      await finish(await ask({ method: 'GET', query: { 'max-keys': '1' }, patience: 700, once: true }))
    },
  }
}
