import { createHash } from 'node:crypto'
import type { Platform } from '../ctx.ts'
import type { Db, Tx } from '../db/db.ts'
import { Refusal } from '../problem.ts'
import { isNamed, listNamed, listUnnamed, lockContent, shareContent } from './content.queries.ts'
import { type ContentStore, FileMissing, FilesUnavailable, type Stored } from './content.ts'

/** Whether stored content and the rows that name it belong together, and what is done about it when they do not. */

/** Content is stored before its row is written. After so many days no row comes any more, in milliseconds. */
const safeAge = 7 * 86_400_000
/** So much that no row names is ordinary; more, and more than a quarter of all, is a sign of another database. */
const ordinary = 20
const batch = 500

/**
 * Sees to it that content is there, and stays until the transaction ends: for whoever is about to name it in a row. It
 * was kept a moment ago; in between it may have been swept, when the same bytes had lain there for long without a row.
 */
export async function holdContent(tx: Tx, { files }: Pick<Platform, 'files'>, sha256: string): Promise<void> {
  await shareContent(tx, sha256)
  await files.find(sha256).catch((error) => {
    throw error instanceof FileMissing ? new Refusal('server.busy', { retryAfterSeconds: 1 }) : error
  })
}

/** Does something to content that no row names, or that was found altered; unless it was kept again since it was looked at. */
async function under(
  db: Db,
  content: ContentStore,
  seen: Stored,
  mayBeNamed: boolean,
  act: (sha256: string) => Promise<void>,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    await lockContent(tx, seen.sha256)
    if (!mayBeNamed && (await isNamed(tx, seen.sha256))) return false
    const now = await content.find(seen.sha256).catch((error) => {
      if (error instanceof FileMissing) return null
      throw error
    })
    if (now === null || now.storedAt.getTime() !== seen.storedAt.getTime()) return false
    await act(seen.sha256)
    return true
  })
}

async function unnamedOf(db: Db, waiting: readonly Stored[]): Promise<Stored[]> {
  const unnamed = new Set(
    await listUnnamed(
      db,
      waiting.map((one) => one.sha256),
    ),
  )
  return waiting.filter((one) => unnamed.has(one.sha256))
}

/** Old content without a row, and how much content there is. */
async function findOrphans(db: Db, content: ContentStore, now: Date): Promise<{ orphans: Stored[]; all: number }> {
  const orphans: Stored[] = []
  let waiting: Stored[] = []
  let all = 0
  for await (const one of content.list()) {
    all += 1
    if (now.getTime() - one.storedAt.getTime() > safeAge) waiting.push(one)
    if (waiting.length < batch) continue
    orphans.push(...(await unnamedOf(db, waiting)))
    waiting = []
  }
  orphans.push(...(await unnamedOf(db, waiting)))
  return { orphans, all }
}

const areSuspicious = (orphans: number, all: number) => orphans > ordinary && orphans > all / 4

interface Place extends Pick<Platform, 'db' | 'files'> {
  readonly now: Date
}

/**
 * Removes content whose row never came. None is removed when it is so much that the database is perhaps not the one these
 * files belong to; `left` says how many then.
 */
export async function sweepContent({ db, files, now }: Place): Promise<{ removed: number; left: number }> {
  const { content } = files
  const { orphans, all } = await findOrphans(db, content, now)
  if (areSuspicious(orphans.length, all)) return { removed: 0, left: orphans.length }
  let removed = 0
  for (const one of orphans) if (await under(db, content, one, false, content.remove)) removed += 1
  return { removed, left: 0 }
}

/** Removes content at once that no row names any more. */
export async function removeUnnamed(
  { db, files }: Pick<Platform, 'db' | 'files'>,
  hashes: readonly string[],
): Promise<void> {
  const { content } = files
  for (const sha256 of hashes) {
    const seen = await content.find(sha256).catch((error) => {
      if (error instanceof FileMissing) return null
      throw error
    })
    if (seen) await under(db, content, seen, false, content.remove)
  }
}

export type Finding = {
  /** No row names it · a row names it and it is not there · it is not what its name says. */
  readonly kind: 'orphan' | 'missing' | 'altered'
  readonly sha256: string
  /** It was moved to where nothing reads it. */
  readonly setAside: boolean
}

export interface ContentReport {
  readonly checked: number
  /** Without a row yet, and too young to be judged. */
  readonly young: number
  readonly findings: readonly Finding[]
}

async function* named(db: Db): AsyncGenerator<string> {
  let after = ''
  for (;;) {
    const hashes = await listNamed(db, after, batch)
    yield* hashes
    if (hashes.length < batch) return
    after = hashes.at(-1) ?? ''
  }
}

/** What is stored and what is named, side by side; both come in the order of their hashes. */
async function* sideBySide(content: ContentStore, db: Db): AsyncGenerator<{ stored?: Stored; named?: string }> {
  const names = named(db)
  let name = await names.next()
  for await (const stored of content.list()) {
    while (!name.done && name.value < stored.sha256) {
      yield { named: name.value }
      name = await names.next()
    }
    if (!name.done && name.value === stored.sha256) {
      yield { stored, named: name.value }
      name = await names.next()
    } else yield { stored }
  }
  for (; !name.done; name = await names.next()) yield { named: name.value }
}

async function isWhole(content: ContentStore, sha256: string): Promise<boolean> {
  const hash = createHash('sha256')
  for await (const chunk of await content.open(sha256)) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256
}

const isThere = async (content: ContentStore, sha256: string) =>
  await content.find(sha256).then(
    () => true,
    (error) => {
      if (error instanceof FileMissing) return false
      throw error
    },
  )

/**
 * Reads all content, and compares it with its names and with the rows. With `repair`, what no row names and what is altered
 * is moved aside; nothing is deleted.
 * @throws FilesUnavailable when so much would be moved that the database is perhaps another one
 */
export async function checkContent({ db, files, now }: Place, repair: boolean): Promise<ContentReport> {
  const { content } = files
  const found: { kind: Finding['kind']; sha256: string; seen: Stored | null }[] = []
  let [checked, young] = [0, 0]
  for await (const { stored, named: name } of sideBySide(content, db)) {
    if (!stored) {
      // kept while the others were read
      if (name && !(await isThere(content, name))) found.push({ kind: 'missing', sha256: name, seen: null })
      continue
    }
    const { sha256 } = stored
    checked += 1
    const old = now.getTime() - stored.storedAt.getTime() > safeAge
    if (!(await isWhole(content, sha256))) found.push({ kind: 'altered', sha256, seen: stored })
    else if (name === undefined && old) found.push({ kind: 'orphan', sha256, seen: stored })
    else if (name === undefined) young += 1
  }
  const orphans = found.filter((one) => one.kind === 'orphan').length
  if (repair && areSuspicious(orphans, checked)) {
    throw new FilesUnavailable(
      `${orphans} of ${checked} stored files are named by no row. Is this the database they belong to? Nothing was moved.`,
    )
  }
  const findings: Finding[] = []
  for (const { kind, sha256, seen } of found) {
    const moves = repair && seen !== null
    const setAside = moves && (await under(db, content, seen, kind === 'altered', content.setAside))
    findings.push({ kind, sha256, setAside })
  }
  return { checked, young, findings }
}

/**
 * Reads all content, and sees to it that nothing which a row names is missing or altered.
 * @throws Error that says how much is
 */
export async function demandWhole(place: Place): Promise<{ checked: number }> {
  const { checked, findings } = await checkContent(place, false)
  const damaged = findings.filter(({ kind }) => kind !== 'orphan').length
  if (damaged > 0) throw new Error(`${damaged} stored files are missing or altered: \`bm23 files check\` names them`)
  return { checked }
}
