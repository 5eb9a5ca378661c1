import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db/db.ts'

interface Keys {
  lo: string
  en: string
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

/** Candidates of all years whose topics share enough runs of three characters; the formula of similarity.ts decides. */
export async function listLikeTopics(db: Db, ctx: Ctx, { lo, en, exceptId }: Keys) {
  return columns(db, ctx)
    .where(sql<boolean>`(p.topic_lo_key % ${lo} or p.topic_en_key % ${en}
      or (p.topic_lo_key = ${lo} and ${lo} <> '') or (p.topic_en_key = ${en} and ${en} <> ''))`)
    .where(sql<boolean>`p.id is distinct from ${exceptId}::uuid`)
    .orderBy(sql`greatest(similarity(p.topic_lo_key, ${lo}), similarity(p.topic_en_key, ${en}))`, 'desc')
    .orderBy('p.id')
    .limit(40)
    .execute()
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
