import { sql } from 'kysely'
import type { Permission } from '../../contract/permissions.ts'
import type { DocumentKind, FileScan, ReviewDecision } from '../../contract/submissions.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { insertFile, type NewFile } from './file.queries.ts'

const may = (ctx: Ctx, permission: Permission) =>
  sql<boolean>`(p.status = 'approved' and y.status <> 'closed' and ${ctx.authorize.where(ctx.actor, permission, 'p')})`

function submissions(db: Db, ctx: Ctx) {
  return db
    .selectFrom('submissions as s')
    .innerJoin('projects as p', 'p.id', 's.project_id')
    .innerJoin('years as y', 'y.id', 's.year_id')
    .innerJoin('files as f', 'f.id', 's.file_id')
    .innerJoin('accounts as sender', 'sender.id', 's.submitted_by')
    .leftJoin('accounts as judge', 'judge.id', 's.decided_by')
    .leftJoin('milestones as m', 'm.id', 's.milestone_id')
    .select(['s.id', 's.year_id', 's.project_id', 's.milestone_id', 's.version', 's.note', 's.late', 's.submitted_at'])
    .select(['s.submitted_by', 'sender.display_name as sender_name', 's.feedback', 's.decided_at', 's.decided_by'])
    .select([
      'judge.display_name as judge_name',
      'f.name as file_name',
      'f.size',
      'f.media_type',
      'f.sha256',
      'f.signature',
    ])
    .select(['m.name as milestone', 'p.status as project_status'])
    .select((eb) => [
      eb.ref('s.document_kind').$castTo<DocumentKind | null>().as('document_kind'),
      eb.ref('s.decision').$castTo<ReviewDecision | null>().as('decision'),
      eb.ref('f.scan').$castTo<FileScan>().as('scan'),
      may(ctx, 'submission.review').as('may_review'),
    ])
}

export type SubmissionRow = NonNullable<Awaited<ReturnType<typeof findSubmission>>>

/** A submission of a project that the actor may read. */
export async function findSubmission(db: Db, ctx: Ctx, submissionId: string) {
  return submissions(db, ctx)
    .where('s.id', '=', submissionId)
    .where(ctx.authorize.where(ctx.actor, 'submission.read', 'p'))
    .executeTakeFirst()
}

/** Everything handed in for a project, newest first; who may read it has been asked before. */
export async function listOfProject(db: Db, ctx: Ctx, projectId: string) {
  return submissions(db, ctx)
    .where('s.project_id', '=', projectId)
    .orderBy('s.submitted_at', 'desc')
    .orderBy('s.id')
    .execute()
}

/** How a project stands for who may read its submissions. */
export async function findStanding(db: Db, ctx: Ctx, projectId: string) {
  return db
    .selectFrom('projects as p')
    .innerJoin('years as y', 'y.id', 'p.year_id')
    .select(['p.status', may(ctx, 'submission.submit').as('may_submit')])
    .where('p.id', '=', projectId)
    .where(ctx.authorize.where(ctx.actor, 'submission.read', 'p'))
    .executeTakeFirst()
}

/** Where versions are counted: a milestone, or a document of a project. */
export interface Target {
  projectId: string
  yearId: string
  milestoneId: string | null
  documentKind: DocumentKind | null
}

/** The latest version of a target, with its decision. */
export async function findLatest(db: Db, { projectId, milestoneId, documentKind }: Omit<Target, 'yearId'>) {
  return db
    .selectFrom('submissions as s')
    .select((eb) => ['s.id', 's.version', eb.ref('s.decision').$castTo<ReviewDecision | null>().as('decision')])
    .where('s.project_id', '=', projectId)
    .where('s.milestone_id', 'is not distinct from', milestoneId)
    .where('s.document_kind', 'is not distinct from', documentKind)
    .orderBy('s.version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

interface NewSubmission extends Target {
  version: number
  note: string | null
  late: boolean
  by: string
  at: Date
  file: NewFile
}

/** Writes a version with its file; the content is in the store already. */
export async function insertSubmission(tx: Tx, { file, ...one }: NewSubmission): Promise<string> {
  const fileId = await insertFile(tx, file, one.by, one.at)
  const { id } = await tx
    .insertInto('submissions')
    .values({
      year_id: one.yearId,
      project_id: one.projectId,
      milestone_id: one.milestoneId,
      document_kind: one.documentKind,
      version: one.version,
      note: one.note,
      late: one.late,
      file_id: fileId,
      submitted_by: one.by,
      submitted_at: one.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface Decision {
  decision: ReviewDecision
  feedback: string | null
  by: string
  at: Date
}

export async function setDecision(tx: Tx, submissionId: string, { decision, feedback, by, at }: Decision) {
  await tx
    .updateTable('submissions')
    .set({ decision, feedback, decided_by: by, decided_at: at })
    .where('id', '=', submissionId)
    .execute()
}
