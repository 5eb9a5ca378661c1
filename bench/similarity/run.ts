/**
 * `BENCH_DATABASE_URL=postgres://... npm run bench:similarity` measures the check of a new topic against an archive on
 * PostgreSQL: how long it takes, and whether the source of a paraphrase is among the first five that are shown. The goals are
 * 100 ms at the 95th percentile and 90 of 100, of 200 paraphrases against 50,000 topics. With --docs it writes
 * docs/similarity.md.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { createPlatform, openDatabase, systemCtx } from '../../server/app.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Db } from '../../server/platform/db/db.ts'
import { migrate } from '../../server/platform/db/migrate.ts'
import { fillTopicWords, findSimilar, topicKeys } from '../../server/projects/registration.ts'
import { type Matter, matter, paraphrase, seeded, topicsOf, type Way, ways } from './corpus.ts'
import { type Report, similarityDocument } from './document.ts'

const { values } = parseArgs({
  options: {
    topics: { type: 'string', default: '50000' },
    paraphrases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '23' },
    docs: { type: 'boolean', default: false },
  },
})
const topics = Number(values.topics)
const asked = Number(values.paraphrases)
const seed = Number(values.seed)
const server = process.env.BENCH_DATABASE_URL
if (!server) throw new Error('BENCH_DATABASE_URL is needed: postgres://user@host/postgres')

interface Archived {
  of: Matter
  form: number
  code: string
}

/** Fills years of 4,000 projects; returns what each is about. */
async function fill(db: Db, random: () => number): Promise<Archived[]> {
  const archive: Archived[] = []
  await sql`set session_replication_role = replica`.execute(db)
  for (let year = 0; archive.length < topics; year += 1) {
    const name = `${2026 - year}-${2027 - year}`
    const made = await sql<{ year: string; advisor: string }>`with y as (
        insert into years (name, starts_on, ends_on, status) values (${name}, make_date(${2026 - year}, 9, 1),
          make_date(${2027 - year}, 7, 31), ${year === 0 ? 'active' : 'closed'}) returning id),
      c as (insert into accounts (display_name, login) values ('Dr. Archive', ${`archive${year}`}) returning id)
      insert into advisors (year_id, account_id, name) select y.id, c.id, 'Dr. Archive' from y, c
      returning id as advisor, year_id as year`.execute(db)
    const of = made.rows[0]
    const rows = Array.from({ length: Math.min(4_000, topics - archive.length) }, (_, n) => {
      const about = matter(random)
      const { form, ...title } = topicsOf(about, random)
      const code = `P${String(26 - year).padStart(2, '0')}${String(n + 1).padStart(4, '0')}`
      archive.push({ of: about, form, code })
      return { code, ...title, ...topicKeys(title) }
    })
    await sql`insert into projects (year_id, advisor_id, code, topic_lo, topic_en, topic_lo_key, topic_en_key, status)
      select ${of?.year}, ${of?.advisor}, r.code, r."topicLo", r."topicEn", r.topic_lo_key, r.topic_en_key, 'approved'
      from json_to_recordset(${JSON.stringify(rows)}::json) r (code text, "topicLo" text, "topicEn" text,
        topic_lo_key text, topic_en_key text)`.execute(db)
  }
  await sql`set session_replication_role = origin`.execute(db)
  await sql`insert into topic_words (project_id) select id from projects`.execute(db)
  await fillTopicWords(db)
  await sql`vacuum analyze projects, topic_words`.execute(db)
  return archive
}

const at = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

async function measure(url: string, dataDir: string): Promise<Report> {
  const config = readConfig({
    BM23_DATABASE_URL: url,
    BM23_DATA_DIR: dataDir,
    BM23_LOG_LEVEL: 'silent',
    BM23_DATABASE_POOL: '1',
  })
  const database = await openDatabase(config)
  try {
    await migrate(database.db)
    const random = seeded(seed)
    const archive = await fill(database.db, random)
    const ctx = systemCtx(await createPlatform(config, database))
    const times: number[] = []
    const found = new Map<Way, { of: number; hits: number }>(ways.map((way) => [way, { of: 0, hits: 0 }]))
    for (let n = 0; n < asked; n += 1) {
      const way = ways[n % ways.length] as Way
      const source = archive[Math.floor(random() * archive.length)] as Archived
      const title = paraphrase(source.of, source.form, way)
      const start = performance.now()
      const similar = await findSimilar(database.db, ctx, title, null)
      times.push(performance.now() - start)
      const tally = found.get(way) as { of: number; hits: number }
      tally.of += 1
      // two projects of an archive may be about the same: what is asked is that the source is shown
      if (similar.some((one) => one.code === source.code)) tally.hits += 1
      else if (process.env.SHOW)
        console.log(way, JSON.stringify({ title, form: source.form, of: source.of, similar }, null, 1))
    }
    const sorted = times.toSorted((a, b) => a - b)
    const hits = [...found].map(([way, { of, hits }]) => ({ way, of, hits }))
    return {
      ...{ node: process.versions.node, topics, asked, seed, hits },
      ms: { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99), most: at(sorted, 1) },
    }
  } finally {
    await database.close()
  }
}

const name = `bm23_similarity_${randomBytes(4).toString('hex')}`
const dataDir = mkdtempSync(join(tmpdir(), 'bm23-similarity-'))
const admin = new pg.Client({ connectionString: server })
await admin.connect()
await admin.query(`create database ${name}`)
try {
  const report = await measure(Object.assign(new URL(server), { pathname: `/${name}` }).href, dataDir)
  console.log(JSON.stringify(report, null, 2))
  if (values.docs) writeFileSync(join(import.meta.dirname, '../../docs/similarity.md'), similarityDocument(report))
} finally {
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
  rmSync(dataDir, { recursive: true, force: true })
}
