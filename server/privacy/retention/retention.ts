import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { removeUnnamed } from '../../platform/files/upkeep.ts'
import { openPast } from '../erase/erase.queries.ts'
import { workForgotten } from '../events.ts'
import { monthsBefore } from './lifecycle.ts'
import { deleteBefore, deleteWorkOf, listPastYears } from './retention.queries.ts'

/** How much went, by what it was. */
export interface Purged {
  /** Work of a year: its name and how many files. */
  readonly years: readonly { name: string; files: number }[]
  readonly notifications: number
  readonly devices: number
  readonly imports: number
  readonly letters: number
  readonly answers: number
}

async function forgetWork(tx: Tx, ctx: Ctx): Promise<{ years: Purged['years']; hashes: string[] }> {
  const { keepWorkYears } = ctx.config
  const past = keepWorkYears === null ? [] : await listPastYears(tx, ctx.now(), keepWorkYears)
  const years: { name: string; files: number }[] = []
  const hashes: string[] = []
  for (const { id, name } of past) {
    const gone = await deleteWorkOf(tx, id)
    await ctx.record(tx, ctx, workForgotten, { type: 'year', id, yearId: id }, { name, files: gone.files })
    years.push({ name, files: gone.files })
    hashes.push(...gone.hashes)
  }
  return { years, hashes }
}

async function purge(tx: Tx, ctx: Ctx): Promise<{ purged: Purged; hashes: string[] }> {
  const now = ctx.now()
  const { keepNoticeMonths, keepSignInMonths, keepImportMonths, keepMailMonths } = ctx.config
  await openPast(tx)
  const { years, hashes } = await forgetWork(tx, ctx)
  const before = (months: number) => monthsBefore(now, months)
  const purged = {
    years,
    notifications: await deleteBefore(tx, 'notifications', 'created_at', before(keepNoticeMonths)),
    devices: await deleteBefore(tx, 'known_devices', 'last_used_at', before(keepSignInMonths)),
    imports: await deleteBefore(tx, 'imports', 'created_at', before(keepImportMonths)),
    letters: await deleteBefore(tx, 'mails', 'done_at', before(keepMailMonths)),
    answers: await deleteBefore(tx, 'idempotency_keys', 'created_at', new Date(now.getTime() - 86_400_000)),
  }
  return { purged, hashes }
}

/** Thrown to take everything back: a dry run does what the real one does, and then it never happened. */
class TakenBack extends Error {
  readonly purged: Purged

  constructor(purged: Purged) {
    super('taken back')
    this.purged = purged
  }
}

/** Removes what is past its time (`BM23_KEEP_*`), all of it or nothing; with `dry` it only says what would go. */
export async function forgetPast(ctx: Ctx, dry: boolean): Promise<Purged> {
  try {
    const { purged, hashes } = await ctx.db.transaction().execute(async (tx) => {
      const done = await purge(tx, ctx)
      if (dry) throw new TakenBack(done.purged)
      return done
    })
    await removeUnnamed(ctx, hashes)
    return purged
  } catch (error) {
    if (error instanceof TakenBack) return error.purged
    throw error
  }
}
