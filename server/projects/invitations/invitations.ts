import type { Page, Received } from '../../../contract/endpoint.ts'
import type * as contract from '../../../contract/projects/invitations.ts'
import type { ProjectStatus } from '../../../contract/projects.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { toPage } from '../../platform/page.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { invitationAccepted, invitationDeclined, subject } from '../events.ts'
import { listMemberIds, lockProject, setProject } from '../queries.ts'
import { checkState, loadProject, readProject } from '../reading.ts'
import { checkMembers } from '../registration.ts'
import { addMember, deleteInvitations, findInvitation, listReceived, type ReceivedRow, setAgreed } from './queries.ts'
import { endChange, endInvitations, invite } from './team.ts'

/** A student asks another to work on the project together, and the other answers. */

/** A form that shows who is in the team must not write over an answer that came meanwhile. */
const touch = (tx: Tx, ctx: Ctx, projectId: string) => setProject(tx, projectId, { updated_at: ctx.now() })

/** Asks one more student. @throws project.wrongState, project.alreadyInvited and what `checkMembers` and `invite` throw */
export async function inviteToProject(ctx: Ctx, projectId: string, studentId: string) {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await loadProject(tx, ctx, projectId, 'project.edit')
    checkState(row, 'invite')
    await checkMembers(tx, ctx, row.year_id, [...new Set([...(await listMemberIds(tx, projectId)), studentId])])
    if ((await invite(tx, ctx, row, [studentId])) === 0) throw new Refusal('project.alreadyInvited')
    await touch(tx, ctx, projectId)
    return readProject(tx, ctx, projectId)
  })
}

/** Takes back an invitation that was not answered. @throws project.wrongState */
export async function revokeInvitation(ctx: Ctx, projectId: string, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    checkState(await loadProject(tx, ctx, projectId, 'project.edit'), 'invite')
    found((await endInvitations(tx, ctx, { projectId, id }, 'revoked')) || undefined)
    await touch(tx, ctx, projectId)
  })
}

/** The own invitation with its project locked: who answers second finds nothing. */
async function loadOwn(tx: Tx, ctx: Ctx, invitationId: string) {
  const seen = found(await findInvitation(tx, ctx, invitationId))
  const project = found(await lockProject(tx, seen.project_id))
  const invitation = found(await findInvitation(tx, ctx, invitationId))
  const { student_id: studentId, name: student } = invitation
  return { project, invitation, data: { studentId, student } }
}

/**
 * Becomes a member, and other invitations of the student are over. Of a change that is decided later: the student agrees, and
 * stays as free as before. @throws project.studentTaken, project.wrongState
 */
export async function acceptInvitation(ctx: Ctx, invitationId: string) {
  return ctx.db.transaction().execute(async (tx) => {
    const { project, invitation, data } = await loadOwn(tx, ctx, invitationId)
    if (invitation.change_id !== null) {
      if (invitation.stands === 'agreed') return null
      found((await setAgreed(tx, invitationId)) || undefined)
      await touch(tx, ctx, project.id)
      await ctx.record(tx, ctx, invitationAccepted, subject(project), data)
      return null
    }
    checkState(project, 'invite')
    // first the member, then the invitations: whoever else places the student waits at the member and holds nothing
    await addMember(tx, project, data.studentId)
    await deleteInvitations(tx, { id: invitationId })
    await endInvitations(tx, ctx, { studentIds: [data.studentId] }, 'placed')
    await touch(tx, ctx, project.id)
    await ctx.record(tx, ctx, invitationAccepted, subject(project), data)
    return readProject(tx, ctx, project.id)
  })
}

/** Says no; the members are told. A change that the student was to join with is over. */
export async function declineInvitation(ctx: Ctx, invitationId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const { project, invitation, data } = await loadOwn(tx, ctx, invitationId)
    await deleteInvitations(tx, { id: invitationId })
    await touch(tx, ctx, project.id)
    await ctx.record(tx, ctx, invitationDeclined, subject(project), data)
    if (invitation.change_id !== null) await endChange(tx, ctx, project, 'declined', data.student)
  })
}

const present = (row: ReceivedRow): contract.ReceivedInvitation => ({
  id: row.id,
  invitedAt: row.created_at,
  agreed: row.agreed,
  project: {
    code: row.code,
    topicLo: row.topic_lo,
    topicEn: row.topic_en,
    topicTh: row.topic_th,
    abstract: row.abstract,
    status: row.status as ProjectStatus,
    advisorName: row.advisor_name,
    members: row.members ?? [],
  },
})

/** What one was asked and has not answered, the newest first. */
export async function listReceivedInvitations(
  ctx: Ctx,
  query: Received<typeof contract.listProjectInvitations>['query'],
): Promise<Page<contract.ReceivedInvitation>> {
  const { rows, total } = await listReceived(ctx.db, ctx, query)
  return toPage(rows, total, query, present)
}
