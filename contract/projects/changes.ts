import { z } from 'zod'
import { endpoint, Id, Nothing, Reason, text } from '../endpoint.ts'
import { Project, Topics } from '../projects.ts'

/** A change of topic or students of an approved project: asked for, and decided again by whoever decides on projects. */

const params = z.object({ projectId: Id })

export const askForChange = endpoint({
  operationId: 'askForChange',
  method: 'POST',
  path: '/projects/:projectId/change',
  summary: 'Ask for another topic or other students of an approved project; nothing changes before it is decided',
  permission: 'project.edit',
  params,
  ifMatch: true,
  body: z.object({
    topicLo: Topics.topicLo.optional(),
    topicEn: Topics.topicEn.optional(),
    topicTh: text(500, 5).nullable().optional(),
    abstract: text(5000).nullable().optional(),
    /** All who are to work on it; a student who asks has those who are new invited. */
    memberIds: z.array(Id).min(1).max(5).optional(),
    reason: Reason,
    /** Office only: in spite of a similar topic. */
    similarityOverride: Reason.optional(),
  }),
  answers: { 201: Project },
  problems: [
    ...(['project.wrongState', 'change.open', 'change.scored', 'change.empty', 'project.studentTaken'] as const),
    ...(['project.tooManyMembers', 'project.topicSimilar', 'student.notApproved', 'version.stale'] as const),
  ],
})

export const takeChangeBack = endpoint({
  operationId: 'takeChangeBack',
  method: 'DELETE',
  path: '/projects/:projectId/change',
  summary: 'Take back what was asked to be changed; what the office asked, the office takes back',
  permission: 'project.edit',
  params,
  ifMatch: true,
  answers: { 204: Nothing },
  problems: ['change.notOpen', 'version.stale'],
})

export const approveChange = endpoint({
  operationId: 'approveChange',
  method: 'POST',
  path: '/projects/:projectId/change/approve',
  summary: 'Approve the change: the project has the new topic and the new students from now on',
  permission: 'project.decide',
  params,
  ifMatch: true,
  body: z.object({
    comment: text(2000).optional(),
    /** Office only: in spite of a topic that was registered meanwhile. */
    similarityOverride: Reason.optional(),
  }),
  answers: { 204: Nothing },
  problems: [
    ...(['change.notOpen', 'change.unanswered', 'change.scored', 'change.empty', 'project.studentTaken'] as const),
    ...(['project.topicSimilar', 'project.tooManyMembers', 'advisor.notSpecialised', 'seat.notSpecialised'] as const),
    ...(['defense.personTaken', 'defense.roomNotForMajor', 'student.notApproved', 'version.stale'] as const),
  ],
})

export const declineChange = endpoint({
  operationId: 'declineChange',
  method: 'POST',
  path: '/projects/:projectId/change/decline',
  summary: 'Decline the change with a reason; the project stays as it is',
  permission: 'project.decide',
  params,
  ifMatch: true,
  body: z.object({ reason: Reason }),
  answers: { 204: Nothing },
  problems: ['change.notOpen', 'version.stale'],
})
