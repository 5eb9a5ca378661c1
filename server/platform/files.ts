import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Config, ConfigError } from './config.ts'
import type { ContentStore } from './files/content.ts'
import { diskContent } from './files/disk.ts'
import { makeFolder } from './files/folders.ts'
import { type ReceiveRules, recognise, sweepIncoming, writeIncoming } from './files/incoming.ts'
import { bucketContent } from './files/s3.ts'

/**
 * A file that has arrived whole, and waits in the temporary folder until it is kept or discarded. Both may be called
 * again without harm; discarding a kept file does nothing. `sha256` is hexadecimal, `size` in bytes.
 */
export type ReceivedFile = {
  sha256: string
  size: number
  mediaType: string
  /** What arrived, while it waits. */
  read(): Readable
  keep(): Promise<void>
  discard(): Promise<void>
}

/** Files on their way in, and the content that is kept. */
export type FileStore = Pick<ContentStore, 'open' | 'find'> & {
  /** @throws FileTooLarge, FileEmpty, FileTypeRefused, or the error of the stream; the partial file is then gone. */
  receive(stream: Readable, rules: ReceiveRules): Promise<ReceivedFile>
  /** Removes temporary files older than a day; tells how many. */
  sweep(): Promise<number>
  /** Where they are kept. */
  readonly content: ContentStore
}

/** Where content is kept by the settings: in the data folder, or in a bucket. */
export function contentOf({ dataDir, filesUrl: url, filesRegion: region, filesKey: key }: Config): ContentStore {
  if (url === null) return diskContent(join(dataDir, 'files'))
  if (key === null)
    throw new ConfigError([{ name: 'BM23_FILES_KEY', message: 'is not set, and BM23_FILES_URL needs it' }])
  return bucketContent({ url, region, key })
}

/**
 * Opens the store of files. Those on their way are in `files/tmp` of the data folder, which is made when it is missing;
 * older than a day, they are removed now. Holds no more than a chunk of a file in memory.
 */
export async function openFileStore(
  folder: string,
  content: ContentStore,
  onReceived: (bytes: number) => void = () => undefined,
): Promise<FileStore> {
  const temporary = join(folder, 'tmp')
  await makeFolder(temporary)
  const sweep = (): Promise<number> => sweepIncoming(temporary)
  await sweep()

  const receive: FileStore['receive'] = async (stream, { maxBytes, accept }) => {
    const path = join(temporary, randomUUID())
    try {
      const { sha256, size } = await writeIncoming(stream, path, maxBytes)
      const mediaType = await recognise(path, accept)
      onReceived(size)
      let kept: Promise<void> | undefined
      const keep = (): Promise<void> => {
        kept ??= content.keep(path, sha256, size).catch(async (error) => {
          await rm(path, { force: true })
          throw error
        })
        return kept
      }
      const discard = async (): Promise<void> => {
        if (!kept) await rm(path, { force: true })
      }
      return { sha256, size, mediaType, read: () => createReadStream(path), keep, discard }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  return { receive, sweep, content, open: content.open, find: content.find }
}
