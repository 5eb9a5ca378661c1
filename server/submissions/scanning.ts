import type { Ctx } from '../platform/ctx.ts'
import { ScannerSilent } from '../platform/files/clamd.ts'
import { FileMissing } from '../platform/files/content.ts'
import type { ReceivedFile } from '../platform/files.ts'
import { found, Refusal } from '../platform/problem.ts'
import { submissionInfected } from './events.ts'
import { listUnscanned, type Scan, setScan } from './file.queries.ts'
import { findSubmission } from './queries.ts'
import { aboutTarget, subject } from './telling.ts'

/** Uploads are shown to a scanner, where there is one, before anybody may download them. */

/** While somebody waits, and in the background; in milliseconds. */
const patience = { upload: 8_000, job: 120_000 }
const batch = 100

function count(ctx: Pick<Ctx, 'observe'>, outcome: 'clean' | 'infected' | 'silent'): void {
  ctx.observe.metrics.scans.inc({ outcome })
}

/** What the scanner says of a file that has just arrived. When it says nothing the file is taken in, and waits. */
export async function scanReceived(ctx: Ctx, received: ReceivedFile): Promise<Scan> {
  if (!ctx.scanner) return { scan: 'off', signature: null }
  try {
    const signature = await ctx.scanner.scan(received.read(), patience.upload)
    const scan = signature === null ? 'clean' : 'infected'
    count(ctx, scan)
    return { scan, signature }
  } catch (error) {
    if (!(error instanceof ScannerSilent)) throw error
    count(ctx, 'silent')
    ctx.log.warn({ err: error, sha256: received.sha256 }, 'an upload waits for the scanner')
    return { scan: 'waiting', signature: null }
  }
}

/** Nothing is given out before it was looked at, and never what was found bad. @throws file.beingChecked, file.infected */
export function demandServable({ scan, signature }: Scan): void {
  if (scan === 'waiting') throw new Refusal('file.beingChecked')
  if (scan === 'infected') throw new Refusal('file.infected', { data: { signature } })
}

async function tellOf(ctx: Ctx, sha256: string, verdict: Scan): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const ids = await setScan(tx, sha256, verdict, ctx.now())
    for (const id of verdict.scan === 'infected' ? ids : []) {
      const row = found(await findSubmission(tx, ctx, id))
      const { signature } = verdict
      const facts = { ...aboutTarget(row), fileName: row.file_name, signature: signature ?? '', refused: false }
      await ctx.record(tx, ctx, submissionInfected, subject(row), facts)
    }
  })
}

/**
 * Scans what waits, and what came before there was a scanner; tells how many files. Whose content is missing is left for
 * those who look for it.
 * @throws ScannerSilent
 */
export async function scanWaiting(ctx: Ctx): Promise<number> {
  const { scanner } = ctx
  if (!scanner) return 0
  let scanned = 0
  for (const sha256 of await listUnscanned(ctx.db, batch)) {
    const content = await ctx.files.open(sha256).catch((error) => {
      if (error instanceof FileMissing) return null
      throw error
    })
    if (!content) continue
    const signature = await scanner.scan(content, patience.job)
    const scan = signature === null ? 'clean' : 'infected'
    count(ctx, scan)
    if (signature) ctx.log.error({ sha256, signature }, 'a stored file is infected, and is not given out any more')
    await tellOf(ctx, sha256, { scan, signature })
    scanned += 1
  }
  return scanned
}
