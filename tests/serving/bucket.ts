import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import S3rver from '@20minutes/s3rver'

/** What may go wrong on the way to a bucket. */
interface Trouble {
  /** Anybody may read, without a signature. */
  open: boolean
  /** Another byte arrives than was sent. */
  flips: boolean
  /** Status of the next answers, one each; of all of them when it is a number. */
  answers: number[] | number
  /** Requests with this method are refused. */
  refuses: string | null
  /** Nothing is answered any more. */
  hangs: boolean
}

export interface TestBucket {
  readonly env: Readonly<Record<'BM23_FILES_URL' | 'BM23_FILES_KEY', string>>
  /** Where the server keeps its objects. */
  readonly folder: string
  trouble: Trouble
  /** Method and address of each request that came. */
  readonly seen: string[]
  close(): Promise<void>
}

const well: Trouble = { open: false, flips: false, answers: [], refuses: null, hangs: false }

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
const end = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

function flipping(): Transform {
  let done = false
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      const bytes = Buffer.from(chunk)
      if (!done && bytes.length > 0) bytes[0] = (bytes[0] ?? 0) ^ 1
      done = true
      next(null, bytes)
    },
  })
}

/**
 * An S3 server in this process, with a bucket. In front of it stands what a real one does and this one does not: it
 * refuses whoever does not sign; and what goes wrong when it is told to.
 */
export async function startBucket(): Promise<TestBucket> {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-bucket-'))
  const s3 = new S3rver({ directory: folder, silent: true, configureBuckets: [{ name: 'faculty' }] })
  await s3.configureBuckets()
  const store = createServer(s3.callback())
  const port = await listen(store)
  const seen: string[] = []

  const pass = (req: IncomingMessage, res: ServerResponse) => {
    const { method, url, headers } = req
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    res.on('close', () => onward.destroy())
    if (bucket.trouble.flips && method === 'PUT') req.pipe(flipping()).pipe(onward)
    else req.pipe(onward)
  }
  const front = createServer((req, res) => {
    const { open, answers, refuses, hangs } = bucket.trouble
    seen.push(`${req.method} ${req.url}`)
    if (hangs) return
    const status = typeof answers === 'number' ? answers : answers.shift()
    const denied = (!req.headers.authorization && !open) || refuses === req.method
    if (!denied && status === undefined) return pass(req, res)
    req.resume()
    const code = denied ? 'AccessDenied' : 'SlowDown'
    res.writeHead(denied ? 403 : (status ?? 500), { 'content-type': 'application/xml' })
    res.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
  })
  const address = `http://127.0.0.1:${await listen(front)}/faculty`
  const bucket: TestBucket = {
    env: { BM23_FILES_URL: address, BM23_FILES_KEY: 'S3RVER:S3RVER' },
    folder: join(folder, 'faculty'),
    trouble: { ...well },
    seen,
    close: async () => {
      await Promise.all([end(front), end(store)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return bucket
}

export { well }
