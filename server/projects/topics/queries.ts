import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db/db.ts'

interface Keys {
  lo: string
  en: string
  /** Of both. */
  words: readonly string[]
  /** The project itself, when it exists already. */
  exceptId: string | null
}

const columns = (db: Db, ctx: Ctx) =>
  db
    .selectFrom('projects as p')
    .innerJoin('years as y', 'y.id', 'p.year_id')
    .select(['p.id', 'p.code', 'y.name as year_name', 'p.topic_lo', 'p.topic_en', 'p.topic_lo_key', 'p.topic_en_key'])
    .select(ctx.authorize.where(ctx.actor, 'project.read', 'p').as('visible'))
    // a draft is nobody's topic yet
    .where('p.status', '<>', 'draft')

export type TopicRow = Awaited<ReturnType<typeof listLikeTopics>>[number]

/** So many projects that hold a rare word are looked at; of a longer list only the rarest words are asked for. */
const few = 4_000
const candidates = 40
/** After the first start of a release that writes words they are all without, and for some minutes these many are asked. */
const mostWordless = 5_000

/**
 * Candidates of all years: those that share most words with a topic, among those that share one of its rarest; the formula
 * of similarity.ts decides. Topics whose words are not written yet are found by the runs of three letters they share.
 */
export async function listLikeTopics(db: Db, ctx: Ctx, { lo, en, words, exceptId }: Keys) {
  // how many hold a word is taken from what the database knows of the column; a word it does not list is a rare one
  const byWords = sql`select t.project_id from topic_words t where t.words && (
      select array_agg(word) from (
        select asked.word, n, sum(n) over (order by n, asked.word) as upto from unnest(${words}::text[]) asked (word)
          left join lateral (select frequency * (select reltuples from pg_class where oid = 'topic_words'::regclass) as n
            from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) listed (word, frequency)
            where s.schemaname = current_schema() and s.tablename = 'topic_words' and s.attname = 'words'
              and listed.word = asked.word) known on true) ranked
      where n is null or upto <= ${few} or upto = n)
    order by (select count(*) from unnest(t.words) w where w = any(${words}::text[])) desc, t.project_id
    limit ${candidates}`
  const same = sql`(p.topic_lo_key = ${lo} and ${lo} <> '') or (p.topic_en_key = ${en} and ${en} <> '')`
  // of a topic that is a few signs long only the same signs are like it
  const byLetters =
    words.length === 0
      ? sql`select p.id from projects p where ${same} limit ${candidates}`
      : sql`select p.id from (select project_id from topic_words where words is null limit ${mostWordless}) t
          join projects p on p.id = t.project_id
          where p.topic_lo_key % ${lo} or p.topic_en_key % ${en} or ${same} limit ${candidates}`
  return columns(db, ctx)
    .where(sql<boolean>`p.id in ((${byWords}) union (${byLetters}))`)
    .where(sql<boolean>`p.id is distinct from ${exceptId}::uuid`)
    .execute()
}

/** Writes the words of a topic beside it. */
export async function setTopicWords(db: Db, rows: readonly { id: string; words: string[] }[]): Promise<void> {
  await sql`update topic_words t set words = array(select json_array_elements_text(r.words))
    from json_to_recordset(${JSON.stringify(rows)}::json) r (id uuid, words json) where t.project_id = r.id`.execute(db)
}

/** Topics whose words are not written yet, at most so many. */
export async function listWordless(db: Db, most: number) {
  const { rows } = await sql<{ id: string; lo: string; en: string }>`
    select p.id, p.topic_lo_key as lo, p.topic_en_key as en from topic_words t join projects p on p.id = t.project_id
    where t.words is null order by t.project_id limit ${most} for update of t skip locked`.execute(db)
  return rows
}

/** What was registered in the year just now: by those who pressed the button while one’s own topic was compared. */
export async function listFreshTopics(db: Db, ctx: Ctx, yearId: string, exceptId: string | null) {
  return columns(db, ctx)
    .where('p.year_id', '=', yearId)
    .where('p.updated_at', '>', new Date(ctx.now().getTime() - 20_000).toISOString())
    .where(sql<boolean>`p.id is distinct from ${exceptId}::uuid`)
    .limit(500)
    .execute()
}
