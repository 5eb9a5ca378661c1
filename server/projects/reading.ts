import type { Page, Received } from '../../contract/endpoint.ts'
import type { Permission } from '../../contract/permissions.ts'
import type {
  Project,
  ProjectSummary,
  TimelineEntry,
  readTimeline as timelineEndpoint,
} from '../../contract/projects.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { found, Refusal } from '../platform/problem.ts'
import { canChangeNow } from './changes/lifecycle.ts'
import { canNow, isPossible, type ProjectAction } from './lifecycle.ts'
import { type DetailRow, findDetail, findSummaries, type ListQuery, type SummaryRow } from './list-queries.ts'
import { findProject, findTimeline, type ProjectRow } from './queries.ts'

/** How projects are shown and loaded, always through the policy. */

function presentSummary(row: SummaryRow): ProjectSummary {
  const { status } = row
  const members = row.members ?? []
  return {
    id: row.id,
    code: row.code,
    year: { id: row.year_id, name: row.year_name },
    topicLo: row.topic_lo,
    topicEn: row.topic_en,
    status,
    advisor: { id: row.advisor_id, name: row.advisor_name },
    members,
    majors: [...new Set(members.map((one) => one.major))],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
    can: canNow({ status, yearClosed: row.year_closed, hasWork: row.has_work, rights: row.rights }),
  }
}

function presentDetail(row: DetailRow): Project {
  const { change: open, scored, rights } = row
  const running = isPossible('change', row.status) && !row.year_closed
  return {
    ...presentSummary(row),
    topicTh: row.topic_th,
    abstract: row.abstract,
    decisionReason: row.decision_reason,
    invitations: row.invitations ?? [],
    change: open,
    changeCan: canChangeNow(
      { running, scored, open },
      { ask: rights.edit, decide: rights.decide, office: rights.transfer },
    ),
    relation: { member: row.is_member, advisor: row.is_advisor, committee: row.is_committee, office: row.is_office },
  }
}

/** One project as its page shows it. @throws resource.notFound */
export async function readProject(db: Db, ctx: Ctx, projectId: string): Promise<Project> {
  return presentDetail(found(await findDetail(db, ctx, projectId)))
}

/** One page of the projects the actor may see, of the active year unless another is asked for. */
export async function listProjects(db: Db, ctx: Ctx, query: ListQuery): Promise<Page<ProjectSummary>> {
  const { rows, total } = await findSummaries(db, ctx, query)
  return toPage(rows, total, query, presentSummary)
}

/** What happened to a project, newest first: members read the facts for members, staff in scope also those for staff. */
export async function readTimeline(
  db: Db,
  ctx: Ctx,
  projectId: string,
  query: Received<typeof timelineEndpoint>['query'],
): Promise<Page<TimelineEntry>> {
  const { rows, total } = found(await findTimeline(db, ctx, projectId, query))
  // not the number that the record gave it: that one counts everything that happens anywhere
  const newest = Number(total) - (query.page - 1) * query.pageSize
  return toPage(rows, total, query, (row, index) => ({
    place: newest - index,
    at: row.at,
    event: row.name,
    actor: { id: row.actor_id, name: row.actor_name },
    data: row.data as Record<string, unknown>,
    reason: row.reason,
  }))
}

async function load(db: Db, ctx: Ctx, projectId: string, permission: Permission, lock: boolean): Promise<ProjectRow> {
  const row = await findProject(db, ctx, projectId, permission, lock)
  if (row) return row
  const seen = permission !== 'project.read' && (await findProject(db, ctx, projectId, 'project.read', false))
  throw new Refusal(seen ? 'permission.denied' : 'resource.notFound')
}

/**
 * The project, if the actor holds the permission for it, locked until the transaction ends.
 * @throws permission.denied to who may see it but not do this, resource.notFound to everybody else
 */
export async function loadProject(tx: Tx, ctx: Ctx, projectId: string, permission: Permission): Promise<ProjectRow> {
  return load(tx, ctx, projectId, permission, true)
}

/** As `loadProject`, without a lock: for what only reads, or asks before it begins. */
export async function canSeeProject(db: Db, ctx: Ctx, projectId: string, permission: Permission): Promise<ProjectRow> {
  return load(db, ctx, projectId, permission, false)
}

/** @throws project.wrongState */
export function checkState(row: ProjectRow, action: ProjectAction): void {
  if (!isPossible(action, row.status)) throw new Refusal('project.wrongState', { data: { status: row.status } })
}
