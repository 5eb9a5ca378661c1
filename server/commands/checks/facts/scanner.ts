import { openClamd } from '../../../platform/files/clamd.ts'

/** The scanner of uploads, where there is one. */
export interface ScannerFacts {
  /** Why it does not answer; null when it does. */
  readonly trouble: string | null
  /** When its signatures were made; null when it does not say. */
  readonly signedAt: Date | null
}

export async function readScanner(url: string | null): Promise<ScannerFacts | null> {
  if (url === null) return null
  try {
    const scanner = openClamd(url)
    await scanner.ready()
    return { trouble: null, signedAt: (await scanner.version()).signedAt }
  } catch (error) {
    return { trouble: (error as Error).message, signedAt: null }
  }
}
