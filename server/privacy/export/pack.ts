import { PassThrough, type Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { safeFileName } from '../../platform/files/file-name.ts'
import type { FileStore } from '../../platform/files.ts'
import type { OwnFile, Section } from '../queries.ts'
import { type PageParts, readablePage } from './readable.ts'

interface Parts extends PageParts {
  readonly files: readonly OwnFile[]
  readonly store: Pick<FileStore, 'open'>
}

/** What somebody did stands apart from what is about somebody: `events.doneBy` beside `events.about`. */
const keyOf = ({ table, by }: Section) => `${table}.${by}`

function dataOf({ name, madeAt, sections, names }: Parts): string {
  const tables = Object.fromEntries(sections.map((one) => [keyOf(one), one.rows]))
  return `${JSON.stringify({ format: 'bm23-personal-data/1', madeAt, name, names, tables }, null, 2)}\n`
}

const pathOf = ({ code, work, version, name }: OwnFile, place: number) =>
  `files/${code}/${place + 1}-${work}-v${version}-${safeFileName(name)}`

/** The archive as it is made: files are opened one after the other, when their turn comes. */
export function packExport(parts: Parts): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  let reading: Readable | null = null
  // who hangs up in the middle of a file leaves it open otherwise
  out.once('close', () => reading?.destroy())
  const fail = (error: unknown) => out.destroy(error as Error)
  zip.on('error', fail)
  const mtime = parts.madeAt
  zip.addBuffer(Buffer.from(dataOf(parts)), 'data.json', { mtime })
  zip.addBuffer(Buffer.from(readablePage(parts)), 'data.html', { mtime })
  parts.files.forEach((file, place) => {
    zip.addReadStreamLazy(pathOf(file, place), { mtime, compress: false }, (take) => {
      parts.store.open(file.sha256).then(
        (stream) => {
          reading = stream
          if (out.destroyed) stream.destroy()
          else take(null, stream)
        },
        (error) => take(error, out),
      )
    })
  })
  zip.end()
  zip.outputStream.pipe(out)
  return out
}
