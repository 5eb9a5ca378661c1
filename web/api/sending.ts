import type { Endpoint, Sent } from '../../contract/endpoint.ts'
import type { OnStep } from './progress.ts'

type Loose = Record<never, never>

/** Parts whose fields are all optional may be left out altogether. */
type Relaxed<T> = { [K in keyof T as Loose extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as Loose extends T[K] ? K : never]?: T[K]
}

/** What a call of the endpoint needs: its params, query and body, the version it changes, the file it carries. */
export type Sending<E extends Endpoint> = Relaxed<Sent<E>> &
  (E['ifMatch'] extends true ? { ifMatch: number } : Loose) &
  (E['upload'] extends true ? { file: File; onProgress?: (percent: number) => void } : Loose) &
  (E['progress'] extends true ? { onStep?: OnStep } : Loose) & {
    signal?: AbortSignal
    /** `Idempotency-Key` of a write; see attempt.ts. */
    key?: string
  }

/** The same without types of a certain endpoint, for the code that sends it. */
export interface Request {
  params?: Readonly<Record<string, unknown>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
  ifMatch?: number
  file?: File
  onProgress?: (percent: number) => void
  onStep?: OnStep
  signal?: AbortSignal
  key?: string
}
