import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** The scanner did not answer, or not with a verdict. What it was asked about is neither good nor bad. */
export class ScannerSilent extends Error {
  constructor(message: string, cause?: unknown) {
    super(`The scanner of uploads: ${message}`, { cause })
    this.name = 'ScannerSilent'
  }
}

export interface Scanner {
  /**
   * The name of what was found, null when nothing was; within `patience` milliseconds.
   * @throws ScannerSilent
   */
  scan(content: Readable, patience: number): Promise<string | null>
  /** Rejects unless it answers within a second. */
  ready(): Promise<void>
  /** Its version, and the moment of its signatures where it tells one. */
  version(): Promise<{ text: string; signedAt: Date | null }>
}

/** Chunks as the protocol wants them: a length before each, and none at the end. */
async function* framed(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    if (chunk.length === 0) continue
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield length
    yield chunk
  }
  yield Buffer.alloc(4)
}

const answerOf = (socket: Socket) =>
  new Promise<string>((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      text += chunk
      if (text.includes('\0') || text.length > 4_096) resolve(text.replace(/\0.*/s, '').trim())
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(text.trim() || 'it closed the connection')))
  })

/** ClamAV’s clamd, at `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`; a connection for each question. */
export function openClamd(address: string): Scanner {
  const url = new URL(address)
  const place =
    url.protocol === 'unix:'
      ? { path: decodeURIComponent(url.pathname) }
      : { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) }

  const ask = async (command: string, patience: number, content?: Readable): Promise<string> => {
    const socket = connect(place)
    const ending = new AbortController()
    const late = pause(patience, undefined, { signal: ending.signal }).then(() => {
      throw new Error('no answer in time')
    })
    late.catch(() => undefined) // the answer came first
    const answer = answerOf(socket)
    answer.catch(() => undefined) // told by the race below
    async function* words() {
      yield Buffer.from(`z${command}\0`)
      if (content) yield* framed(content)
    }
    try {
      const sent = pipeline(words(), socket, { end: false })
      // what it says before the end, such as that this is too much, says more than the broken pipe
      sent.catch(() => undefined) // a pipe that breaks is told by the answer, or by its absence
      return await Promise.race([answer, late])
    } catch (error) {
      throw error instanceof ScannerSilent ? error : new ScannerSilent((error as Error).message, error)
    } finally {
      ending.abort()
      socket.destroy()
      content?.destroy()
    }
  }

  const ready = async () => {
    const said = await ask('PING', 700)
    if (said !== 'PONG') throw new ScannerSilent(said.slice(0, 200))
  }
  /** It said nothing the last time: it is greeted before it is given anything, so that not everybody waits in vain. */
  let silent = false

  return {
    scan: async (content, patience) => {
      try {
        if (silent) await ready()
      } catch (error) {
        content.destroy()
        throw error
      }
      const said = await ask('INSTREAM', patience, content).catch((error) => {
        silent = true
        throw error
      })
      silent = false
      if (said === 'stream: OK') return null
      const found = /^stream: (.+) FOUND$/.exec(said)?.[1]
      if (found) return found
      throw new ScannerSilent(said.slice(0, 200))
    },
    ready,
    version: async () => {
      const text = await ask('VERSION', 2_000)
      const signed = Date.parse(`${text.split('/')[2] ?? ''} UTC`)
      return { text: text.slice(0, 200), signedAt: Number.isNaN(signed) ? null : new Date(signed) }
    },
  }
}
