import { DocumentKind, type DocumentStatus, type ReviewDecision, type Submission } from '../../contract/submissions.ts'
import { canSeeMilestone, isLate, isOpenForSubmission, loadMilestone, markMilestone } from '../milestones/milestones.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { holdContent } from '../platform/files/upkeep.ts'
import { FileReply, type IncomingFile } from '../platform/http/route.ts'
import { found, Refusal } from '../platform/problem.ts'
import { canSeeProject, loadProject } from '../projects/projects.ts'
import { submissionDownloaded, submissionHandedIn, submissionReviewed } from './events.ts'
import { countedAt, mayReview, maySubmitDocument, statusOf } from './lifecycle.ts'
import {
  findLatest,
  findStanding,
  findSubmission,
  insertSubmission,
  listOfProject,
  type SubmissionRow,
  setDecision,
  type Target,
} from './queries.ts'
import { inTurn, type Origin, orDrop, receiveFile, type StoredFile } from './receiving.ts'
import { demandServable } from './scanning.ts'
import { aboutTarget, subject } from './telling.ts'

/** What students hand in, version by version, and what is decided about it. */

function present(row: SubmissionRow): Submission {
  return {
    id: row.id,
    projectId: row.project_id,
    milestoneId: row.milestone_id,
    documentKind: row.document_kind,
    version: row.version,
    note: row.note,
    late: row.late,
    file: { name: row.file_name, size: row.size, mediaType: row.media_type, sha256: row.sha256, scan: row.scan },
    submittedAt: row.submitted_at,
    submittedBy: { id: row.submitted_by, name: row.sender_name },
    decision: row.decision,
    feedback: row.feedback,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.judge_name ?? '' },
    can: { review: row.may_review && mayReview(row.project_status, row.decision) },
  }
}

const wrongState = (status: string) => new Refusal('submission.wrongState', { data: { status } })

/** How one document of a project stands. */
export async function documentStatus(db: Db, projectId: string, documentKind: DocumentKind): Promise<DocumentStatus> {
  return statusOf(await findLatest(db, { projectId, milestoneId: null, documentKind }))
}

/** Everything handed in for a project, newest first, and how its two documents stand. */
export async function listSubmissions(db: Db, ctx: Ctx, projectId: string) {
  const standing = found(await findStanding(db, ctx, projectId))
  const rows = await listOfProject(db, ctx, projectId)
  const latest = (kind: DocumentKind) =>
    statusOf(rows.filter((row) => row.document_kind === kind).sort((a, b) => b.version - a.version)[0])
  const statuses = { pre_defense: latest('pre_defense'), post_defense: latest('post_defense') }
  const documents = DocumentKind.options.map((kind) => ({
    kind,
    status: statuses[kind],
    can: { submit: standing.may_submit && maySubmitDocument(kind, standing.status, statuses) },
  }))
  return { items: rows.map(present), documents }
}

function moment({ arrivedAt, now }: Ctx): Date {
  const at = now()
  return countedAt(arrivedAt ?? at, at)
}

interface HandIn extends Target {
  note: string | undefined
  late: boolean
  at: Date
}

/** Writes the next version and states that it was handed in. */
async function handIn(tx: Tx, ctx: Ctx, file: StoredFile, { note, ...target }: HandIn): Promise<Submission> {
  const version = ((await findLatest(tx, target))?.version ?? 0) + 1
  const by = ctx.actor.accountId
  await holdContent(tx, ctx, file.sha256)
  const id = await insertSubmission(tx, { ...target, version, note: note ?? null, by, file })
  const row = found(await findSubmission(tx, ctx, id))
  const { signature: _, ...stored } = file
  const after = { version, late: target.late, file: stored }
  await ctx.record(
    tx,
    ctx,
    submissionHandedIn,
    { ...subject(row), after },
    { ...aboutTarget(row), late: target.late, fileName: file.name },
  )
  return present(row)
}

/**
 * Hands in a file for a milestone. Right and state are asked before the file is received, so that nobody uploads in
 * vain, and again with the milestone locked, because time has passed.
 */
export async function submitMilestone(ctx: Ctx, milestoneId: string, note: string | undefined, file: IncomingFile) {
  const origin = await orDrop(ctx, file, async (): Promise<Origin> => {
    const milestone = await canSeeMilestone(ctx.db, ctx, milestoneId, 'submission.submit')
    if (!isOpenForSubmission(milestone)) throw wrongState(milestone.status)
    const { project_id: projectId, year_id: yearId, name } = milestone
    return { projectId, yearId, milestoneId, milestone: name, documentKind: null }
  })
  const stored = await receiveFile(ctx, file, origin)
  return inTurn(ctx, async (tx) => {
    const milestone = await loadMilestone(tx, ctx, milestoneId, 'submission.submit')
    if (!isOpenForSubmission(milestone)) throw wrongState(milestone.status)
    const at = moment(ctx)
    await markMilestone(tx, ctx, milestoneId, 'submitted', at)
    const target = { projectId: milestone.project_id, yearId: milestone.year_id, milestoneId, documentKind: null }
    return handIn(tx, ctx, stored, { ...target, note, at, late: isLate(milestone, at) })
  })
}

async function checkDocument(db: Db, project: { id: string; status: string }, kind: DocumentKind): Promise<void> {
  const statuses = {
    pre_defense: await documentStatus(db, project.id, 'pre_defense'),
    post_defense: await documentStatus(db, project.id, 'post_defense'),
  }
  if (!maySubmitDocument(kind, project.status, statuses)) throw wrongState(statuses[kind])
}

/** Hands in the document before or after the defense, in the same steps as `submitMilestone`; it has no due date. */
export async function submitDocument(
  ctx: Ctx,
  projectId: string,
  documentKind: DocumentKind,
  note: string | undefined,
  file: IncomingFile,
) {
  const origin = await orDrop(ctx, file, async (): Promise<Origin> => {
    const project = await canSeeProject(ctx.db, ctx, projectId, 'submission.submit')
    await checkDocument(ctx.db, project, documentKind)
    return { projectId, yearId: project.year_id, milestoneId: null, milestone: null, documentKind }
  })
  const stored = await receiveFile(ctx, file, origin)
  return inTurn(ctx, async (tx) => {
    const project = await loadProject(tx, ctx, projectId, 'submission.submit')
    await checkDocument(tx, project, documentKind)
    const target = { projectId, yearId: project.year_id, milestoneId: null, documentKind }
    return handIn(tx, ctx, stored, { ...target, note, at: moment(ctx), late: false })
  })
}

interface Review {
  decision: ReviewDecision
  feedback?: string | undefined
}

/** Decides about the latest version, once; its milestone follows. */
export async function reviewSubmission(ctx: Ctx, submissionId: string, { decision, feedback }: Review) {
  return ctx.db.transaction().execute(async (tx) => {
    const { project_id } = found(await findSubmission(tx, ctx, submissionId))
    const project = await loadProject(tx, ctx, project_id, 'submission.review')
    // read again: whoever decided first had the project locked
    const row = found(await findSubmission(tx, ctx, submissionId))
    const target = { projectId: row.project_id, milestoneId: row.milestone_id, documentKind: row.document_kind }
    const latest = await findLatest(tx, target)
    if (latest?.id !== submissionId) throw new Refusal('submission.notLatest', { data: { latest: latest?.id } })
    if (!mayReview(project.status, row.decision)) throw wrongState(row.decision ?? project.status)
    await setDecision(tx, submissionId, {
      decision,
      feedback: feedback ?? null,
      by: ctx.actor.accountId,
      at: ctx.now(),
    })
    if (row.milestone_id) await markMilestone(tx, ctx, row.milestone_id, decision)
    const change = { before: { decision: null }, after: { decision }, reason: feedback ?? null }
    const about = { ...aboutTarget(row), decision }
    await ctx.record(tx, ctx, submissionReviewed, { ...subject(row), ...change }, about)
    return present(found(await findSubmission(tx, ctx, submissionId)))
  })
}

/** The file of a submission as it was handed in, once the scanner has let it pass. That it was fetched is recorded before the first byte is sent. */
export async function downloadSubmission(ctx: Ctx, submissionId: string): Promise<FileReply> {
  const row = found(await findSubmission(ctx.db, ctx, submissionId))
  demandServable(row)
  const stream = await ctx.files.open(row.sha256)
  try {
    await ctx.db
      .transaction()
      .execute((tx) => ctx.record(tx, ctx, submissionDownloaded, subject(row), aboutTarget(row)))
  } catch (error) {
    stream.destroy()
    throw error
  }
  return new FileReply({ stream, name: row.file_name, mediaType: row.media_type, size: row.size })
}
