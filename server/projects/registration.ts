import type { SimilarProject } from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { Refusal } from '../platform/problem.ts'
import { findAdvisor, listCandidates, lockRegistration } from './queries.ts'
import { listFreshTopics, listLikeTopics, listWordless, setTopicWords, type TopicRow } from './topics/queries.ts'
import { sharedParts, similarity, topicKey, topicWords } from './topics/similarity.ts'

/** What a project must pass to be registered: its members, its advisor, and that its topic is not another's. */

const invalid = (path: string, message: string) => new Refusal('input.invalid', { errors: [{ path, message }] })

/** Students of the year, each given once. @throws input.invalid */
export async function knownStudents(db: Db, ctx: Ctx, yearId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  if (new Set(ids).size < ids.length) throw invalid('memberIds', 'Give each student once')
  const students = await listCandidates(db, ctx, yearId, ids)
  const known = new Set(students.map((one) => one.id))
  if (ids.some((id) => !known.has(id))) throw invalid('memberIds', 'Not all are students of the year')
  return students
}

/** @throws student.notApproved */
export function checkApproved(students: readonly { code: string; status: string }[]): void {
  const waiting = students.filter((one) => one.status !== 'approved').map((one) => one.code)
  if (waiting.length > 0) throw new Refusal('student.notApproved', { data: { codes: waiting } })
}

/**
 * Checks who is to work on a project: approved students of the year, among them the student who asks; an office admin
 * answers for all of them. Returns whether the actor acts as their office, and which of them the actor is.
 * @throws input.invalid, student.notApproved, project.notAMember, permission.denied
 */
export async function checkMembers(db: Db, ctx: Ctx, yearId: string, ids: readonly string[]) {
  const students = await knownStudents(db, ctx, yearId, ids)
  const office = students.every((one) => one.managed)
  const ownId = students.find((one) => one.account_id === ctx.actor.accountId)?.id
  if (!office) {
    const isStudent = ctx.authorize.scopes(ctx.actor, 'project.register').includes('own')
    if (!isStudent) throw new Refusal('permission.denied')
    if (!ownId) throw new Refusal('project.notAMember')
  }
  checkApproved(students)
  return { office, ownId }
}

/** The advisor of the year. @throws advisor.unknown */
export async function knownAdvisor(db: Db, yearId: string, advisorId: string) {
  const advisor = await findAdvisor(db, yearId, advisorId)
  if (!advisor) throw new Refusal('advisor.unknown', { data: { advisorId } })
  return advisor
}

/** How many similar projects are shown, and from which percentage on. */
const shown = { most: 5, from: 30 }

export interface Topics {
  topicLo: string
  topicEn: string
}

/** The columns that hold a topic normalised for comparison. */
export function topicKeys({ topicLo, topicEn }: Topics) {
  return { topic_lo_key: topicKey(topicLo), topic_en_key: topicKey(topicEn) }
}

/** Writes the words by which a topic is found, after the topic itself. */
export async function writeTopicWords(tx: Tx, projectId: string, topics: Topics): Promise<void> {
  const { topic_lo_key: lo, topic_en_key: en } = topicKeys(topics)
  await setTopicWords(tx, [{ id: projectId, words: topicWords(lo, en) }])
}

/** Writes the words of topics that an earlier release wrote or changed. Returns how many. */
export async function fillTopicWords(db: Db): Promise<number> {
  const most = 500
  for (let filled = 0; ; ) {
    const rows = await db.transaction().execute(async (tx) => {
      const missing = await listWordless(tx, most)
      await setTopicWords(
        tx,
        missing.map(({ id, lo, en }) => ({ id, words: topicWords(lo, en) })),
      )
      return missing.length
    })
    filled += rows
    if (rows < most) return filled
  }
}

function rank(rows: readonly TopicRow[], lo: string, en: string): SimilarProject[] {
  return rows
    .map((row) => ({
      id: row.visible ? row.id : null,
      code: row.code,
      yearName: row.year_name,
      topicLo: row.topic_lo,
      topicEn: row.topic_en,
      similarity: Math.max(similarity(lo, row.topic_lo_key), similarity(en, row.topic_en_key)),
    }))
    .filter((one) => one.similarity >= shown.from)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, shown.most)
    .map((one) => ({
      ...one,
      shared: { topicLo: sharedParts(one.topicLo, lo), topicEn: sharedParts(one.topicEn, en) },
    }))
}

/** The most similar projects of all years, the most similar first. */
export async function findSimilar(db: Db, ctx: Ctx, topics: Topics, exceptId: string | null) {
  const { topic_lo_key: lo, topic_en_key: en } = topicKeys(topics)
  return rank(await listLikeTopics(db, ctx, { lo, en, words: topicWords(lo, en), exceptId }), lo, en)
}

/**
 * Holds a topic that is too similar. Ends with the registration of the year locked, so that of two people with one
 * topic the second is held too; call it right before writing.
 * @throws project.topicSimilar with the similar projects
 */
export async function holdSimilar(
  tx: Tx,
  ctx: Ctx,
  year: { id: string; similarity_threshold: number },
  topics: Topics,
  exceptId: string | null,
): Promise<void> {
  const hold = (similar: SimilarProject[]) => {
    if ((similar[0]?.similarity ?? 0) >= year.similarity_threshold) {
      throw new Refusal('project.topicSimilar', { data: { similar, threshold: year.similarity_threshold } })
    }
  }
  hold(await findSimilar(tx, ctx, topics, exceptId))
  await lockRegistration(tx, year.id)
  const { topic_lo_key: lo, topic_en_key: en } = topicKeys(topics)
  hold(rank(await listFreshTopics(tx, ctx, year.id, exceptId), lo, en))
}
