import { z } from 'zod'
import { endpoint, Id, listQuery, Moment, pageOf } from './endpoint.ts'

/** What concerns a person, told in the application. */

export const NotificationKind = z.enum([
  'student.registered',
  'project.registered',
  'project.approved',
  'project.rejected',
  'project.transferred',
  'project.withdrawn',
  'invitation.received',
  'invitation.accepted',
  'invitation.declined',
  'invitation.ended',
  'invitation.revoked',
  'change.asked',
  'change.approved',
  'change.left',
  'change.declined',
  'change.takenBack',
  'change.ended',
  'milestone.rescheduled',
  'submission.submitted',
  'submission.approved',
  'submission.revision',
  'submission.infected',
  'committee.assigned',
  'committee.removed',
  'defense.scheduled',
  'defense.stateChanged',
  'sheet.reopened',
  'result.computed',
  'result.published',
])
export type NotificationKind = z.infer<typeof NotificationKind>

export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  /** What the sentence of this kind needs: `code`, `actor`, `milestone`, `reason`, `date`, ... */
  data: z.record(z.string(), z.unknown()),
  projectId: Id.nullable(),
  createdAt: Moment,
  readAt: Moment.nullable(),
})
export type Notification = z.infer<typeof Notification>

export const listNotifications = endpoint({
  operationId: 'listNotifications',
  method: 'GET',
  path: '/notifications',
  summary: 'One’s own notifications, newest first',
  permission: 'notification.read',
  polled: true,
  query: listQuery(['createdAt'], { unread: z.stringbool().optional() }),
  answers: { 200: pageOf(Notification).extend({ unread: z.number().int() }) },
})

export const markNotificationsRead = endpoint({
  operationId: 'markNotificationsRead',
  method: 'POST',
  path: '/notifications/read',
  summary: 'Mark some of one’s notifications, or (without ids) all, as read',
  permission: 'notification.read',
  body: z.object({ ids: z.array(Id).max(500).optional() }),
  answers: { 200: z.object({ unread: z.number().int() }) },
})
