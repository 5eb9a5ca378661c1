import type { Received } from '../../contract/endpoint.ts'
import type { Permission } from '../../contract/permissions.ts'
import type * as contract from '../../contract/projects.ts'
import { readYearRow, resolveYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import * as events from './events.ts'
import { subject } from './events.ts'
import { endChange, endInvitations, settleInvitations, splitTeam } from './invitations/team.ts'
import type { ProjectAction } from './lifecycle.ts'
import {
  deleteProjectRow,
  insertProject,
  listMemberIds,
  lockProject,
  type ProjectRow,
  setMembers,
  setProject,
} from './queries.ts'
import { checkState, loadProject, readProject } from './reading.ts'
import {
  checkMembers,
  findSimilar,
  holdSimilar,
  knownAdvisor,
  type Topics,
  topicKeys,
  writeTopicWords,
} from './registration.ts'

/** A final project from its registration to its completion: who works on it, who decides, and what was decided. */

export type { ProjectRow } from './queries.ts'
export { canSeeProject, listProjects, loadProject, readProject, readTimeline } from './reading.ts'

type Registration = Received<typeof contract.registerProject>['body']
type Edit = Received<typeof contract.updateProject>['body']
type Submission = Received<typeof contract.submitProject>['body']
type Approval = Received<typeof contract.approveProject>['body']

interface Opening {
  permission: Permission
  action: ProjectAction
  ifMatch: number
  /** What the caller wants to write, shown beside the current version when it is stale. */
  yours?: unknown
}

/** Loads a project to change it: the right, then the version, then the state. */
export async function openProject(tx: Tx, ctx: Ctx, projectId: string, opening: Opening): Promise<ProjectRow> {
  const row = await loadProject(tx, ctx, projectId, opening.permission)
  if (row.version !== opening.ifMatch) {
    checkVersion(opening.ifMatch, await readProject(tx, ctx, projectId), opening.yours)
  }
  checkState(row, opening.action)
  return row
}

const reasons = (...given: (string | null | undefined)[]) => given.filter(Boolean).join('; ') || null

/** The most similar projects of all years, and whether a registration would be held for them. */
export async function checkTopic(db: Db, ctx: Ctx, topics: Topics & { exceptProjectId?: string | undefined }) {
  const year = await resolveYear(db, undefined)
  const items = await findSimilar(db, ctx, topics, topics.exceptProjectId ?? null)
  const threshold = year.similarity_threshold
  return { threshold, held: items.some((one) => one.similarity >= threshold), items }
}

interface Entry extends Omit<Registration, 'draft'> {
  status: 'draft' | 'pending'
  /** Who of the team is asked first. */
  invitedIds?: string[]
  /** The code it came with; the server gives the next one without. */
  code?: string
}

/**
 * Writes a project and states that it was registered. Quota, specialisation, number of members and that nobody is in
 * two open projects are held by the database; topic and members are checked by the caller.
 */
export async function enterProject(tx: Tx, ctx: Ctx, yearId: string, entry: Entry): Promise<ProjectRow> {
  const advisor = await knownAdvisor(tx, yearId, entry.advisorId)
  const { topicLo, topicEn, similarityOverride = null, overQuota = null } = entry
  const values = {
    year_id: yearId,
    topic_lo: topicLo,
    topic_en: topicEn,
    topic_th: entry.topicTh,
    abstract: entry.abstract,
    ...topicKeys(entry),
    advisor_id: entry.advisorId,
    status: entry.status,
    over_quota_reason: overQuota,
    similarity_override_reason: similarityOverride,
    created_at: ctx.now(),
    updated_at: ctx.now(),
  }
  const row = await insertProject(tx, values, entry.code)
  await writeTopicWords(tx, row.id, entry)
  await setMembers(tx, row, entry.memberIds)
  await ctx.record(
    tx,
    ctx,
    events.projectRegistered,
    { ...subject(row), after: { status: row.status }, reason: reasons(similarityOverride, overQuota) },
    {
      code: row.code,
      draft: entry.status === 'draft',
      topicLo,
      topicEn,
      advisor,
      memberIds: entry.memberIds,
      similarityOverride,
      overQuota,
    },
  )
  await settleInvitations(tx, ctx, row, { members: entry.memberIds, invited: entry.invitedIds ?? [] })
  return row
}

/** Registers a project in the active year for oneself, one's partners being invited, or as the office for students. */
export async function registerProject(ctx: Ctx, input: Registration) {
  return ctx.db.transaction().execute(async (tx) => {
    const year = await resolveYear(tx, undefined)
    const standing = await checkMembers(tx, ctx, year.id, input.memberIds)
    if (!standing.office && (input.similarityOverride || input.overQuota)) throw new Refusal('permission.denied')
    // a draft is compared when it is handed in
    if (!input.draft && !input.similarityOverride) await holdSimilar(tx, ctx, year, input, null)
    const { members: memberIds, invited: invitedIds } = splitTeam(input.memberIds, standing)
    const status = input.draft ? 'draft' : 'pending'
    const row = await enterProject(tx, ctx, year.id, { ...input, memberIds, invitedIds, status })
    return readProject(tx, ctx, row.id)
  })
}

/** Writes the changes of a project and states them. A reason for repeating a topic is good for that topic only. */
async function rewrite(tx: Tx, ctx: Ctx, row: ProjectRow, input: Edit): Promise<void> {
  const memberIds = await listMemberIds(tx, row.id)
  const wanted = input.memberIds
  const team = wanted && splitTeam(wanted, await checkMembers(tx, ctx, row.year_id, wanted), memberIds)
  if (input.advisorId) await knownAdvisor(tx, row.year_id, input.advisorId)
  const topics = { topicLo: input.topicLo ?? row.topic_lo, topicEn: input.topicEn ?? row.topic_en }
  const sameTopic = topics.topicLo === row.topic_lo && topics.topicEn === row.topic_en
  const before = {
    ...{ topicLo: row.topic_lo, topicEn: row.topic_en, topicTh: row.topic_th, abstract: row.abstract },
    ...{ advisorId: row.advisor_id, memberIds },
  }
  const after = { ...before, ...input, ...(team ? { memberIds: team.members } : {}) }
  await setProject(tx, row.id, {
    topic_lo: after.topicLo,
    topic_en: after.topicEn,
    topic_th: after.topicTh,
    abstract: after.abstract,
    ...topicKeys(topics),
    advisor_id: after.advisorId,
    similarity_override_reason: sameTopic ? row.similarity_override_reason : null,
    updated_at: ctx.now(),
  })
  if (!sameTopic) await writeTopicWords(tx, row.id, topics)
  const sameMembers = memberIds.join() === after.memberIds.join()
  if (!sameMembers) await setMembers(tx, row, after.memberIds)
  const changed = Object.keys(input).filter((name) => name !== 'memberIds' || !sameMembers)
  // a partner who is only asked changes nothing of the project yet
  if (changed.length > 0)
    await ctx.record(tx, ctx, events.projectChanged, { ...subject(row), before, after }, { changed })
  if (team) await settleInvitations(tx, ctx, row, team)
}

/** Changes a draft or rejected project. */
export async function updateProject(ctx: Ctx, projectId: string, ifMatch: number, input: Edit) {
  return ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.edit', action: 'edit', ifMatch, yours: input } as const
    await rewrite(tx, ctx, await openProject(tx, ctx, projectId, opening), input)
    return readProject(tx, ctx, projectId)
  })
}

interface Imported extends Topics {
  projectId: string | undefined
  yearId: string
  code: string
  advisorId: string
  memberIds: string[]
}

/** Writes a project of a spreadsheet: a new one is pending and keeps its code; a pending one keeps its advisor. */
export async function saveImportedProject(tx: Tx, ctx: Ctx, input: Imported): Promise<void> {
  const { projectId, yearId, code, memberIds, ...entry } = input
  if (projectId === undefined) {
    if (!(await checkMembers(tx, ctx, yearId, memberIds)).office) throw new Refusal('permission.denied')
    await enterProject(tx, ctx, yearId, { ...entry, memberIds, topicTh: null, abstract: null, status: 'pending', code })
    return
  }
  const row = await loadProject(tx, ctx, projectId, 'project.transfer')
  const correctable = row.status === 'pending' && row.advisor_id === entry.advisorId
  if (!correctable) checkState(row, 'edit')
  const same = (await listMemberIds(tx, projectId)).join() === memberIds.join()
  await rewrite(tx, ctx, row, same ? entry : { ...entry, memberIds })
}

/** Hands a draft or rejected project in for decision; it takes a place of its advisor again. */
export async function submitProject(ctx: Ctx, projectId: string, ifMatch: number, input: Submission) {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await openProject(tx, ctx, projectId, { permission: 'project.edit', action: 'submit', ifMatch })
    const { office } = await checkMembers(tx, ctx, row.year_id, await listMemberIds(tx, projectId))
    const { overQuota = null, similarityOverride = null } = input
    if (!office && (similarityOverride || overQuota)) throw new Refusal('permission.denied')
    const override = similarityOverride ?? row.similarity_override_reason
    if (override === null) {
      const year = await readYearRow(tx, row.year_id)
      await holdSimilar(tx, ctx, year, { topicLo: row.topic_lo, topicEn: row.topic_en }, projectId)
    }
    await setProject(tx, projectId, {
      status: 'pending',
      decision_reason: null,
      over_quota_reason: overQuota,
      similarity_override_reason: override,
      updated_at: ctx.now(),
    })
    const change = { before: { status: row.status }, after: { status: 'pending' } }
    const reason = reasons(similarityOverride, overQuota)
    await ctx.record(
      tx,
      ctx,
      events.projectSubmitted,
      { ...subject(row), ...change, reason },
      { similarityOverride, overQuota },
    )
    return readProject(tx, ctx, projectId)
  })
}

/** Approves a pending project; the milestones follow from the fact. @throws template.unknown, project.invitationOpen */
export async function approveProject(ctx: Ctx, projectId: string, ifMatch: number, input: Approval) {
  return ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.decide', action: 'decide', ifMatch, yours: input } as const
    const row = await openProject(tx, ctx, projectId, opening)
    await setProject(tx, projectId, { status: 'approved', decision_reason: null, updated_at: ctx.now() })
    const { templateId, startsOn, comment = null } = input
    const change = { before: { status: row.status }, after: { status: 'approved' }, reason: comment }
    await ctx.record(tx, ctx, events.projectApproved, { ...subject(row), ...change }, { templateId, startsOn, comment })
    return readProject(tx, ctx, projectId)
  })
}

/** Rejects a pending project; its members may edit it and hand it in again. */
export async function rejectProject(ctx: Ctx, projectId: string, ifMatch: number, { reason }: { reason: string }) {
  return ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.decide', action: 'decide', ifMatch, yours: { reason } } as const
    const row = await openProject(tx, ctx, projectId, opening)
    await setProject(tx, projectId, { status: 'rejected', decision_reason: reason, updated_at: ctx.now() })
    const change = { before: { status: row.status }, after: { status: 'rejected' }, reason }
    await ctx.record(tx, ctx, events.projectRejected, { ...subject(row), ...change }, {})
    return readProject(tx, ctx, projectId)
  })
}

/** Withdraws an open project; its members and the place of its advisor are free again. */
export async function withdrawProject(ctx: Ctx, projectId: string, ifMatch: number, { reason }: { reason: string }) {
  return ctx.db.transaction().execute(async (tx) => {
    const opening = { permission: 'project.withdraw', action: 'withdraw', ifMatch, yours: { reason } } as const
    const row = await openProject(tx, ctx, projectId, opening)
    await endChange(tx, ctx, row, 'withdrawn')
    await setProject(tx, projectId, { status: 'withdrawn', decision_reason: reason, updated_at: ctx.now() })
    const change = { before: { status: row.status }, after: { status: 'withdrawn' }, reason }
    await ctx.record(tx, ctx, events.projectWithdrawn, { ...subject(row), ...change }, { from: row.status })
    await endInvitations(tx, ctx, { projectId }, 'withdrawn')
    return readProject(tx, ctx, projectId)
  })
}

/** Deletes a draft or withdrawn project; whatever was handed in for it keeps it. @throws project.hasWork */
export async function deleteProject(ctx: Ctx, projectId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const row = await loadProject(tx, ctx, projectId, 'project.delete')
    checkState(row, 'delete')
    await deleteProjectRow(tx, projectId)
    await ctx.record(tx, ctx, events.projectDeleted, { ...subject(row), before: row }, { code: row.code })
  })
}

/** Ends an approved project: its document after the defense is accepted and its grade is published. */
export async function completeProject(tx: Tx, ctx: Ctx, projectId: string): Promise<void> {
  const row = found(await lockProject(tx, projectId))
  checkState(row, 'complete')
  await endChange(tx, ctx, row, 'completed')
  await setProject(tx, projectId, { status: 'completed', updated_at: ctx.now() })
  const change = { before: { status: row.status }, after: { status: 'completed' } }
  await ctx.record(tx, ctx, events.projectCompleted, { ...subject(row), ...change }, {})
}
