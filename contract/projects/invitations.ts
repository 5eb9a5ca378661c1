import { z } from 'zod'
import { endpoint, Id, Moment, Nothing, pageOf } from '../endpoint.ts'
import { Project, ProjectStatus } from '../projects.ts'

/** A student asks others to work on the project together; whoever is asked is a member after accepting and not before. */

/** An invitation as the student who got it reads it: enough to decide, and nothing else of the project. */
export const ReceivedInvitation = z.object({
  id: Id,
  invitedAt: Moment,
  /** One said yes, and the change of the project that it belongs to is not decided yet. */
  agreed: z.boolean(),
  project: z.object({
    code: z.string(),
    topicLo: z.string(),
    topicEn: z.string(),
    topicTh: z.string().nullable(),
    abstract: z.string().nullable(),
    status: ProjectStatus,
    advisorName: z.string(),
    members: z.array(z.object({ code: z.string(), name: z.string(), major: z.string() })),
  }),
})
export type ReceivedInvitation = z.infer<typeof ReceivedInvitation>

export const inviteToProject = endpoint({
  operationId: 'inviteToProject',
  method: 'POST',
  path: '/projects/:projectId/invitations',
  summary: 'Ask a student to work on a project that is not decided yet',
  permission: 'project.edit',
  params: z.object({ projectId: Id }),
  body: z.object({ studentId: Id }),
  answers: { 201: Project },
  problems: [
    'project.wrongState',
    'project.studentTaken',
    'project.alreadyInvited',
    'project.tooManyMembers',
    'student.notApproved',
  ],
})

export const revokeProjectInvitation = endpoint({
  operationId: 'revokeProjectInvitation',
  method: 'DELETE',
  path: '/projects/:projectId/invitations/:invitationId',
  summary: 'Take an invitation back that was not answered yet',
  permission: 'project.edit',
  params: z.object({ projectId: Id, invitationId: Id }),
  answers: { 204: Nothing },
  problems: ['project.wrongState'],
})

export const listProjectInvitations = endpoint({
  operationId: 'listProjectInvitations',
  method: 'GET',
  path: '/project-invitations',
  summary: 'Projects one was asked to work on and is no member of, the newest first',
  permission: 'invitation.answer',
  query: z.object({
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(20),
    /** Only those that wait for an answer. */
    waiting: z.stringbool().optional(),
  }),
  answers: { 200: pageOf(ReceivedInvitation) },
})

const own = z.object({ invitationId: Id })

export const acceptProjectInvitation = endpoint({
  operationId: 'acceptProjectInvitation',
  method: 'POST',
  path: '/project-invitations/:invitationId/accept',
  summary:
    'Become a member of the project (what else one was invited to is over), or agree to a change that is decided later',
  permission: 'invitation.answer',
  params: own,
  /** The project one is a member of now; null where the change is decided first. */
  answers: { 200: Project.nullable() },
  problems: ['project.studentTaken', 'project.wrongState', 'year.closed'],
})

export const declineProjectInvitation = endpoint({
  operationId: 'declineProjectInvitation',
  method: 'POST',
  path: '/project-invitations/:invitationId/decline',
  summary: 'Decline, or agree no more; the members are told',
  permission: 'invitation.answer',
  params: own,
  answers: { 204: Nothing },
})
