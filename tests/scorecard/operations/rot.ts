import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkContent, demandWhole } from '../../../server/platform/files/upkeep.ts'
import type { TestApp } from '../../harness.ts'
import { startCluster } from '../../serving/postgres.ts'
import { Chance } from '../chance.ts'
import { atLeast, type Context, type Figure, none } from '../line.ts'

/** Files with a row each, as uploads leave them. @returns their hashes */
async function keepFiles({ platform }: TestApp, wanted: number): Promise<string[]> {
  const { db, files, config } = platform
  const hashes: string[] = []
  for (let at = 0; at < wanted; at += 1) {
    const bytes = randomBytes(2_000)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = join(config.dataDir, 'files', 'tmp', `rot-${at}`)
    writeFileSync(path, bytes)
    await files.content.keep(path, sha256, bytes.length)
    const row = { sha256, size: bytes.length, media_type: 'application/pdf', name: `${at}.pdf` }
    await db
      .insertInto('files')
      .values({ ...row, uploaded_by: '00000000-0000-4000-8000-000000000000' })
      .execute()
    hashes.push(sha256)
  }
  return hashes
}

function pathOf({ platform }: TestApp, sha256: string): string {
  const folder = join(platform.config.dataDir, 'files', sha256.slice(0, 2))
  return join(folder, readdirSync(folder).find((name) => name.includes(sha256)) ?? '')
}

/** One bit of a byte turned over, and nothing else. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

async function spoilFiles(context: Context, chance: Chance): Promise<Figure[]> {
  const app = await context.app()
  const spoilt = context.count({ canary: 10, ci: 30, release: 100 })
  const hashes = await keepFiles(app, spoilt + 20)
  const place = { ...app.platform, now: app.platform.now() }
  const whole = await demandWhole(place).then(
    ({ checked }) => checked,
    () => 0,
  )
  const damaged = hashes.slice(0, spoilt)
  for (const sha256 of damaged) flip(pathOf(app, sha256), chance.below(2_000))
  // the last ones but ten are gone altogether
  const lost = hashes.slice(-10)
  for (const sha256 of lost) rmSync(pathOf(app, sha256))
  const { findings } = await checkContent(place, false)
  const told = new Map(findings.map((one) => [one.sha256, one.kind]))
  const refused = await demandWhole(place).then(
    () => '',
    (error: Error) => error.message,
  )
  await checkContent(place, true)
  return [
    atLeast('stored files that are whole, before', whole, hashes.length),
    atLeast(
      'files with one bit turned over, found',
      damaged.filter((one) => told.get(one) === 'altered').length,
      spoilt,
    ),
    atLeast('files that are gone, found', lost.filter((one) => told.get(one) === 'missing').length, lost.length),
    none(
      'whole ones that are told of',
      hashes.slice(spoilt, -10).filter((one) => told.has(one)),
    ),
    atLeast('the weekly job fails, and says how many', refused.includes(String(spoilt + lost.length)) ? 1 : 0, 1),
    none(
      'damaged ones that are still given out after they were moved aside',
      damaged.filter((one) => existsSync(join(app.platform.config.dataDir, 'files', one.slice(0, 2), one))),
    ),
  ]
}

const pageSize = 8_192

/** Pages of a table, each with one bit turned over while the server was down. */
async function spoilPages(context: Context, chance: Chance): Promise<Figure[]> {
  const cluster = await startCluster({}, '--data-checksums')
  context.defer(() => cluster.close())
  await cluster.query('create table kept as select n, repeat(md5(n::text), 20) as text from generate_series(1, 5000) n')
  await cluster.query('checkpoint')
  const [row] = await cluster.query(`select pg_relation_filepath('kept') as path`)
  const path = join(cluster.data, String((row as { path: string }).path))
  await cluster.stop()
  const all = Math.floor(readFileSync(path).length / pageSize)
  const pages = new Set<number>()
  while (pages.size < 10) pages.add(chance.below(all))
  // behind the head of the page, so that only its checksum can tell
  for (const page of pages) flip(path, page * pageSize + 4_000 + chance.below(4_000))
  await cluster.start()
  const read = async (page: number) =>
    await cluster.query(`select count(text) from kept where ctid >= '(${page},0)' and ctid < '(${page + 1},0)'`).then(
      () => 'given out',
      (error: Error) => (/invalid page/.test(error.message) ? 'refused' : error.message),
    )
  const outcomes = await Promise.all([...pages].map(read))
  const others = Array.from({ length: all }, (_, page) => page).filter((page) => !pages.has(page))
  const wrong = await Promise.all(others.slice(0, 20).map(read))
  return [
    atLeast('damaged pages of the database, refused', outcomes.filter((one) => one === 'refused').length, pages.size),
    none(
      'whole pages refused',
      wrong.filter((one) => one !== 'given out'),
    ),
  ]
}

/** What a disk spoils is noticed: in stored files by the weekly job, in the database by its checksums. */
export async function measureRot(context: Context): Promise<Figure[]> {
  const chance = new Chance(context.seed)
  return [...(await spoilFiles(context, chance)), ...(await spoilPages(context, chance))]
}
