import { createReadStream } from 'node:fs'
import { Agent, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { FilesUnavailable } from './content.ts'

/** Where the bucket is, and with which key it is asked. */
export interface BucketAddress {
  /** Of the bucket itself: `https://s3.example.edu/bm23`, or `https://bm23.s3.example.edu`. */
  readonly url: string
  readonly region: string
  readonly key: { readonly id: string; readonly secret: string }
}

export interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Name of an object; without, the bucket is asked. */
  readonly name?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** A local file to be sent. */
  readonly file?: { readonly path: string; readonly size: number; readonly sha256: string }
  /** Milliseconds until the first byte of the answer, and between two bytes. */
  readonly patience?: number
  /** Once, and not again when it fails. */
  readonly once?: true
}

/** What the server refused, by its status and the code in its answer. */
export class BucketRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(`the bucket answered ${status}${code ? ` ${code}` : ''}`)
    this.status = status
    this.code = code
  }
}

export type AskBucket = (asked: Asked) => Promise<IncomingMessage>

const patience = 20_000
/** Before the second and the third attempt, in milliseconds. */
const pauses = [150, 600]
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Text of an answer that is known to be small. */
export async function textOf(answer: IncomingMessage, most = 2_000_000): Promise<string> {
  let text = ''
  for await (const chunk of answer) {
    text += String(chunk)
    if (text.length > most) throw new FilesUnavailable('the bucket answers with too much')
  }
  return text
}

/** Sends one request and resolves with its answer, whatever its status. */
async function send(address: BucketAddress, agent: Agent, asked: Asked): Promise<IncomingMessage> {
  const { method, name, query, file } = asked
  const url = new URL(address.url)
  if (name) url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, value)
  const signed = await new AwsV4Signer({
    ...{ method, url: url.href, service: 's3', region: address.region },
    ...{ accessKeyId: address.key.id, secretAccessKey: address.key.secret },
    headers: { ...asked.headers, 'x-amz-content-sha256': file?.sha256 ?? emptyHash },
  }).sign()
  const headers = { ...Object.fromEntries(signed.headers), host: url.host, 'content-length': String(file?.size ?? 0) }
  const begin = url.protocol === 'https:' ? secureRequest : plainRequest
  return await new Promise((resolve, reject) => {
    const req = begin(signed.url, { method, headers, agent, timeout: asked.patience ?? patience })
    req.on('timeout', () => req.destroy(new Error('no answer in time')))
    req.on('error', reject)
    req.on('response', resolve)
    if (!file) req.end()
    // the answer, or the error of the request, says more than the broken pipe
    else pipeline(createReadStream(file.path), req).catch((error) => req.destroy(error))
  })
}

async function refusalIn(answer: IncomingMessage): Promise<BucketRefusal> {
  const code = /<Code>(\w+)<\/Code>/.exec(await textOf(answer).catch(() => ''))?.[1] ?? ''
  return new BucketRefusal(answer.statusCode ?? 0, code)
}

const passing = (error: unknown) => !(error instanceof BucketRefusal) || error.status >= 500 || error.status === 429

/**
 * Asks the bucket, in signed requests over connections that are kept. All that is asked may be asked twice, so what fails in
 * passing is tried again. The caller reads the answer to its end.
 * @throws BucketRefusal, FilesUnavailable
 */
export function openBucket(address: BucketAddress): AskBucket {
  const options = { keepAlive: true, maxSockets: 64 }
  const agent = address.url.startsWith('https:') ? new SecureAgent(options) : new Agent(options)
  return async (asked) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await send(address, agent, asked)
        if ((answer.statusCode ?? 0) < 300) return answer
        throw await refusalIn(answer)
      } catch (error) {
        const wait = asked.once ? undefined : pauses[attempt]
        if (!passing(error)) throw error
        if (wait === undefined)
          throw new FilesUnavailable(`The bucket of the files: ${(error as Error).message}`, error)
        await pause(wait)
      }
    }
  }
}
