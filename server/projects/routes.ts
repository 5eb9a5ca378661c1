import * as change from '../../contract/projects/changes.ts'
import { handOverProjects } from '../../contract/projects/hand-over.ts'
import * as invitation from '../../contract/projects/invitations.ts'
import * as contract from '../../contract/projects.ts'
import { type Route, route } from '../platform/http/route.ts'
import * as changes from './changes/changes.ts'
import * as invitations from './invitations/invitations.ts'
import * as projects from './projects.ts'
import { handOver, transferProject } from './transfer/transfer.ts'

export const routes: Route[] = [
  route(contract.listProjects, (ctx, { query }) => projects.listProjects(ctx.db, ctx, query)),
  route(contract.checkTopic, (ctx, { body }) => projects.checkTopic(ctx.db, ctx, body)),
  route(contract.registerProject, (ctx, { body }) => projects.registerProject(ctx, body)),
  route(contract.readProject, (ctx, { params }) => projects.readProject(ctx.db, ctx, params.projectId)),
  route(contract.updateProject, (ctx, { params, ifMatch, body }) =>
    projects.updateProject(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.submitProject, (ctx, { params, ifMatch, body }) =>
    projects.submitProject(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.approveProject, (ctx, { params, ifMatch, body }) =>
    projects.approveProject(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.rejectProject, (ctx, { params, ifMatch, body }) =>
    projects.rejectProject(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.transferProject, (ctx, { params, ifMatch, body }) =>
    transferProject(ctx, params.projectId, ifMatch, body),
  ),
  route(handOverProjects, (ctx, { params, body }) => handOver(ctx, params.advisorId, body)),
  route(contract.withdrawProject, (ctx, { params, ifMatch, body }) =>
    projects.withdrawProject(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.deleteProject, async (ctx, { params }) => {
    await projects.deleteProject(ctx, params.projectId)
    return undefined
  }),
  route(invitation.inviteToProject, (ctx, { params, body }) =>
    invitations.inviteToProject(ctx, params.projectId, body.studentId),
  ),
  route(invitation.revokeProjectInvitation, async (ctx, { params }) => {
    await invitations.revokeInvitation(ctx, params.projectId, params.invitationId)
    return undefined
  }),
  route(invitation.listProjectInvitations, (ctx, { query }) => invitations.listReceivedInvitations(ctx, query)),
  route(invitation.acceptProjectInvitation, (ctx, { params }) =>
    invitations.acceptInvitation(ctx, params.invitationId),
  ),
  route(invitation.declineProjectInvitation, async (ctx, { params }) => {
    await invitations.declineInvitation(ctx, params.invitationId)
    return undefined
  }),
  route(change.askForChange, (ctx, { params, ifMatch, body }) =>
    changes.askForChange(ctx, params.projectId, ifMatch, body),
  ),
  route(change.takeChangeBack, async (ctx, { params, ifMatch }) => {
    await changes.takeChangeBack(ctx, params.projectId, ifMatch)
    return undefined
  }),
  route(change.approveChange, async (ctx, { params, ifMatch, body }) => {
    await changes.approveChange(ctx, params.projectId, ifMatch, body)
    return undefined
  }),
  route(change.declineChange, async (ctx, { params, ifMatch, body }) => {
    await changes.declineChange(ctx, params.projectId, ifMatch, body)
    return undefined
  }),
  route(contract.readTimeline, (ctx, { params, query }) => projects.readTimeline(ctx.db, ctx, params.projectId, query)),
]
