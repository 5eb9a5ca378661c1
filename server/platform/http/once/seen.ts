import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Refusal } from '../../problem.ts'

/** A file on its way in whose bytes are hashed as somebody reads them. */
export interface SeenFile {
  readonly stream: Readable
  /** Of what was read so far. */
  digest(): Buffer
  /** Reads what nobody wanted to its end. */
  drain(): Promise<void>
}

/** Keeps the mark `truncated` of the multipart reader; where that fails, the form broke off. */
export function seen(source: Readable & { readonly truncated?: boolean }): SeenFile {
  const hash = createHash('sha256')
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  Object.defineProperty(stream, 'truncated', { get: () => source.truncated === true })
  source.once('error', () => stream.destroy(new Refusal('input.malformed')))
  // told to whoever reads; a form that breaks off before anybody does would otherwise end the process
  stream.on('error', () => undefined)
  // a reader that gives up leaves the rest to be read, or it would hold up the next request on the connection
  stream.once('close', () => source.resume())
  source.pipe(stream)
  return {
    stream,
    digest: () => hash.copy().digest(),
    drain: async () => {
      stream.resume()
      await finished(stream).catch(() => undefined) // cut off: what there was is what counts
    },
  }
}
