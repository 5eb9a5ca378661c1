import type { Received } from '../../../contract/endpoint.ts'
import type * as contract from '../../../contract/projects/changes.ts'
import { readYearRow } from '../../academics/academics.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/problem.ts'
import * as events from '../events.ts'
import { subject } from '../events.ts'
import { addMember, listTaken } from '../invitations/queries.ts'
import { endInvitations, invite } from '../invitations/team.ts'
import { openProject } from '../projects.ts'
import { findProject, listMemberIds, type ProjectRow, setProject } from '../queries.ts'
import { readProject } from '../reading.ts'
import { checkApproved, holdSimilar, knownStudents, topicKeys, writeTopicWords } from '../registration.ts'
import { type Difference, differenceOf, refusalOfChange, type Shape } from './lifecycle.ts'
import { deleteChange, findChange, insertChange, listNames, type OpenChange, removeMembers } from './queries.ts'

/** Another topic or other students of a project that was approved: asked for, and approved again before anything changes. */

type Asked = Received<typeof contract.askForChange>['body']
type Approval = Received<typeof contract.approveChange>['body']

async function shapeOf(tx: Tx, row: ProjectRow): Promise<Shape> {
  const { topic_lo: topicLo, topic_en: topicEn, topic_th: topicTh, abstract } = row
  return { topicLo, topicEn, topicTh, abstract, memberIds: await listMemberIds(tx, row.id) }
}

/** Whoever may transfer the project is its office. */
async function isOffice(tx: Tx, ctx: Ctx, projectId: string): Promise<boolean> {
  return (await findProject(tx, ctx, projectId, 'project.transfer', false)) !== undefined
}

/** What the facts about a change say of it. */
async function told(tx: Tx, { changed, addedIds, removedIds }: Difference) {
  return { changed, added: await listNames(tx, addedIds), removed: await listNames(tx, removedIds) }
}

async function holdTopic(tx: Tx, ctx: Ctx, row: ProjectRow, { sameTopic, after }: Difference, override: string | null) {
  if (sameTopic || override !== null) return
  await holdSimilar(tx, ctx, await readYearRow(tx, row.year_id), after, row.id)
}

type Students = Awaited<ReturnType<typeof knownStudents>>

/** Who joins: approved students without a project. Returns those whom their office may simply put in. */
async function checkJoining(tx: Tx, students: Students, addedIds: readonly string[]) {
  const joining = students.filter(({ id }) => addedIds.includes(id))
  checkApproved(joining)
  if (addedIds.length > 0 && (await listTaken(tx, addedIds)).length > 0) throw new Refusal('project.studentTaken')
  return joining.filter(({ managed }) => managed).map(({ id }) => id)
}

/** A form that shows the project must not write over what was asked or decided meanwhile. */
const touch = (tx: Tx, ctx: Ctx, projectId: string) => setProject(tx, projectId, { updated_at: ctx.now() })

/** Asks for a change; students whom another student or another office wants to join are invited. */
export async function askForChange(ctx: Ctx, projectId: string, ifMatch: number, input: Asked) {
  return ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.edit', action: 'change', ifMatch, yours: input } as const
    const row = await openProject(tx, ctx, projectId, opening)
    const refused = refusalOfChange(await findChange(tx, projectId), 'ask')
    if (refused) throw new Refusal(refused)
    const { reason, similarityOverride = null, ...wanted } = input
    const byOffice = await isOffice(tx, ctx, projectId)
    if (!byOffice && similarityOverride) throw new Refusal('permission.denied')
    const students = await knownStudents(tx, ctx, row.year_id, wanted.memberIds ?? [])
    const before = await shapeOf(tx, row)
    const difference = differenceOf(before, wanted)
    const { after, addedIds, removedIds } = difference
    if (difference.changed.length === 0) throw new Refusal('change.empty')
    const managed = await checkJoining(tx, students, addedIds)
    await holdTopic(tx, ctx, row, difference, similarityOverride)
    const values = {
      ...{ project_id: projectId, year_id: row.year_id, reason, similarity_override_reason: similarityOverride },
      ...{ topic_lo: after.topicLo, topic_en: after.topicEn, topic_th: after.topicTh, abstract: after.abstract },
      ...{ asked_by: ctx.actor.accountId || null, by_office: byOffice, created_at: ctx.now() },
    }
    const id = await insertChange(tx, values, removedIds)
    const about = { ...subject(row), before, after, reason }
    await ctx.record(tx, ctx, events.changeAsked, about, { ...(await told(tx, difference)), similarityOverride })
    await invite(tx, ctx, row, addedIds, { id, named: byOffice ? managed : [] })
    await touch(tx, ctx, projectId)
    return readProject(tx, ctx, projectId)
  })
}

interface Opening {
  permission: 'project.edit' | 'project.decide'
  ifMatch: number
  yours?: unknown
}

/** The project with its open change. @throws change.notOpen */
async function openChange(tx: Tx, ctx: Ctx, projectId: string, opening: Opening) {
  const row = await openProject(tx, ctx, projectId, { ...opening, action: 'change' })
  const state = await findChange(tx, projectId)
  if (!state.open) throw new Refusal('change.notOpen')
  return { row, state, change: state.open, before: await shapeOf(tx, row) }
}

/** What the open change is to change, as the project is now. */
function wantedBy(change: OpenChange, before: Shape): Difference {
  const leaving = new Set(change.removed.map(({ id }) => id))
  const staying = before.memberIds.filter((id) => !leaving.has(id))
  return differenceOf(before, { ...change, memberIds: [...staying, ...change.added.map(({ student }) => student.id)] })
}

/** The change is over without having changed anything. */
async function close(tx: Tx, ctx: Ctx, projectId: string): Promise<void> {
  await endInvitations(tx, ctx, { projectId }, 'change')
  await deleteChange(tx, projectId)
  await touch(tx, ctx, projectId)
}

/** Takes back what was asked. @throws permission.denied to a student for what the office asked */
export async function takeChangeBack(ctx: Ctx, projectId: string, ifMatch: number): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const opened = await openChange(tx, ctx, projectId, { permission: 'project.edit', ifMatch })
    const { row, change, before } = opened
    if (change.byOffice && !(await isOffice(tx, ctx, projectId))) throw new Refusal('permission.denied')
    await ctx.record(tx, ctx, events.changeTakenBack, subject(row), await told(tx, wantedBy(change, before)))
    await close(tx, ctx, projectId)
  })
}

/** Declines with a reason; the project goes on as it is. */
export async function declineChange(ctx: Ctx, projectId: string, ifMatch: number, { reason }: { reason: string }) {
  await ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.decide', ifMatch, yours: { reason } } as const
    const { row, change, before } = await openChange(tx, ctx, projectId, opening)
    const about = { ...subject(row), reason }
    await ctx.record(tx, ctx, events.changeDeclined, about, await told(tx, wantedBy(change, before)))
    await close(tx, ctx, projectId)
  })
}

/** Writes the new topic; the status is named so that the advisor is compared with the new students. */
async function writeTopic(
  tx: Tx,
  ctx: Ctx,
  row: ProjectRow,
  { after, sameTopic }: Difference,
  override: string | null,
) {
  await setProject(tx, row.id, {
    ...{ topic_lo: after.topicLo, topic_en: after.topicEn, topic_th: after.topicTh, abstract: after.abstract },
    ...topicKeys(after),
    ...{ status: row.status, updated_at: ctx.now() },
    similarity_override_reason: sameTopic ? row.similarity_override_reason : override,
  })
  if (!sameTopic) await writeTopicWords(tx, row.id, after)
}

/** Approves: topic and students are as they were asked for. @throws change.unanswered, change.scored, change.empty */
export async function approveChange(ctx: Ctx, projectId: string, ifMatch: number, input: Approval): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.decide', ifMatch, yours: input } as const
    const { row, state, change, before } = await openChange(tx, ctx, projectId, opening)
    const refused = refusalOfChange(state, 'approve')
    if (refused) throw new Refusal(refused)
    const names = change.added.filter(({ stands }) => stands === 'asked').map(({ student }) => student.name)
    if (names.length > 0) throw new Refusal('change.unanswered', { data: { names } })
    const difference = wantedBy(change, before)
    const { after, addedIds, removedIds } = difference
    // whoever was to join may be gone from the year since
    if (difference.changed.length === 0) throw new Refusal('change.empty')
    const { comment = null, similarityOverride = null } = input
    if (similarityOverride && !(await isOffice(tx, ctx, projectId))) throw new Refusal('permission.denied')
    const override = similarityOverride ?? change.similarityOverride
    await holdTopic(tx, ctx, row, difference, override)
    // first the members, in one order: whoever else places them waits here, and holds nothing that is written below
    for (const id of addedIds.toSorted()) await addMember(tx, row, id)
    await removeMembers(tx, projectId, removedIds)
    await deleteChange(tx, projectId)
    await writeTopic(tx, ctx, row, difference, override)
    if (addedIds.length > 0) await endInvitations(tx, ctx, { studentIds: addedIds }, 'placed')
    const about = { ...subject(row), before, after }
    const data = { ...(await told(tx, difference)), comment, similarityOverride }
    await ctx.record(tx, ctx, events.changeApproved, about, data)
  })
}
