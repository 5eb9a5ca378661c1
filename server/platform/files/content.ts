import type { Readable } from 'node:stream'

/** No content with this SHA-256 is stored. */
export class FileMissing extends Error {
  readonly sha256: string
  constructor(sha256: string) {
    super(`No file with the hash ${sha256} is stored`)
    this.name = 'FileMissing'
    this.sha256 = sha256
  }
}

/** The place of the files does not answer, or does not do what it is asked; later it may. */
export class FilesUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'FilesUnavailable'
  }
}

/** Bytes from `start` to `end`, both included, counted from 0. */
export type ByteRange = { start: number; end?: number }

/** Content that is stored: `size` in bytes, `storedAt` when it was kept last. */
export type Stored = { sha256: string; size: number; storedAt: Date }

/** The hash becomes part of a path and of a key. */
export const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text)

/**
 * Where content is kept under its SHA-256, the same bytes once: a folder, or a bucket. Both have the same names in
 * them, `ab/abcd...`, so that one can be copied into the other by any program.
 */
export interface ContentStore {
  /** Keeps a file of the local disk; it may be read by everybody and survives a power cut when this returns. The file is gone then. */
  keep(path: string, sha256: string, size: number): Promise<void>
  /** @throws FileMissing */
  open(sha256: string, range?: ByteRange): Promise<Readable>
  /** @throws FileMissing */
  find(sha256: string): Promise<Stored>
  /** All of it, ordered by hash. */
  list(): AsyncIterable<Stored>
  remove(sha256: string): Promise<void>
  /** Moves it to where nothing reads it, `aside/abcd...`. */
  setAside(sha256: string): Promise<void>
  /** Rejects unless content can be kept now; within a second. */
  ready(): Promise<void>
}
