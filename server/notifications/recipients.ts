import type { z } from 'zod'
import type { NotificationKind } from '../../contract/notifications.ts'
import { committeeAssigned, committeeReleased, defenseScheduled, defenseStateChanged } from '../defenses/events.ts'
import { milestoneRescheduled } from '../milestones/events.ts'
import type { EventKind } from '../platform/facts.ts'
import {
  changeApproved,
  changeAsked,
  changeDeclined,
  changeEnded,
  changeTakenBack,
  invitationAccepted,
  invitationDeclined,
  invitationEnded,
  invitationSent,
  projectApproved,
  projectRegistered,
  projectRejected,
  projectSubmitted,
  projectTransferred,
  projectWithdrawn,
} from '../projects/events.ts'
import { resultComputed, resultPublished, sheetReopened } from '../scoring/events.ts'
import { studentRegistered } from '../students/events.ts'
import { submissionHandedIn, submissionInfected, submissionReviewed } from '../submissions/events.ts'
import type { Circle } from './queries.ts'

/** Which fact tells whom what: the table of all notifications. */

export interface Told {
  kind: NotificationKind
  to?: readonly Circle[]
  /** Single advisors of the year besides the circles. */
  advisorIds?: readonly string[]
  /** Single students besides the circles. */
  studentIds?: readonly string[]
  /** What the sentence needs besides code, topic, actor and reason. */
  data?: Record<string, unknown>
}

export interface Line {
  on: EventKind
  tell(data: never): readonly Told[]
}

function when<D extends z.ZodType>(on: EventKind<D>, tell: (data: z.output<D>) => readonly Told[]): Line {
  return { on, tell: tell as Line['tell'] }
}

const whoExamine = ['members', 'advisor', 'committee'] as const
const whoDecide = ['members', 'advisor'] as const
const advisorsOf = (seats: readonly { advisorId: string }[]) => [...new Set(seats.map((one) => one.advisorId))]

const seatsOf = (kind: NotificationKind, seats: readonly { seat: string; advisorId: string }[]): Told[] =>
  seats.map(({ seat, advisorId }) => ({ kind, advisorIds: [advisorId], data: { seat } }))

export const table: readonly Line[] = [
  when(studentRegistered, (data) => [{ kind: 'student.registered', to: ['office'], data }]),
  when(projectRegistered, ({ draft }) => (draft ? [] : [{ kind: 'project.registered', to: ['advisor', 'members'] }])),
  when(projectSubmitted, () => [{ kind: 'project.registered', to: ['advisor', 'members'] }]),
  when(projectApproved, ({ comment }) => [{ kind: 'project.approved', to: ['members'], data: { comment } }]),
  when(projectRejected, () => [{ kind: 'project.rejected', to: ['members'] }]),
  when(projectTransferred, ({ fromAdvisorId, fromAdvisor, toAdvisor }) => [
    {
      kind: 'project.transferred',
      to: ['members', 'advisor', 'committee'],
      advisorIds: [fromAdvisorId],
      data: { fromAdvisor, toAdvisor },
    },
  ]),
  when(projectWithdrawn, () => [{ kind: 'project.withdrawn', to: ['members', 'advisor'] }]),
  when(invitationSent, ({ studentId }) => [{ kind: 'invitation.received', studentIds: [studentId] }]),
  when(invitationAccepted, ({ student: name }) => [
    { kind: 'invitation.accepted', to: ['members', 'advisor'], data: { name } },
  ]),
  when(invitationDeclined, ({ student: name }) => [{ kind: 'invitation.declined', to: ['members'], data: { name } }]),
  when(invitationEnded, ({ studentId, student: name, because }) => [
    because === 'placed'
      ? { kind: 'invitation.ended', to: ['members'], data: { name } }
      : { kind: 'invitation.revoked', studentIds: [studentId] },
  ]),
  when(changeAsked, () => [{ kind: 'change.asked', to: whoDecide }]),
  when(changeApproved, ({ comment, removed }) => [
    { kind: 'change.approved', to: whoDecide, data: { comment } },
    { kind: 'change.left', studentIds: removed.map(({ id }) => id) },
  ]),
  when(changeDeclined, () => [{ kind: 'change.declined', to: whoDecide }]),
  when(changeTakenBack, () => [{ kind: 'change.takenBack', to: whoDecide }]),
  // that a project is withdrawn or completed is told already
  when(changeEnded, ({ because }) =>
    because === 'withdrawn' || because === 'completed' ? [] : [{ kind: 'change.ended', to: whoDecide }],
  ),
  when(milestoneRescheduled, (data) => [{ kind: 'milestone.rescheduled', to: ['members'], data }]),
  when(submissionHandedIn, (data) => [{ kind: 'submission.submitted', to: ['advisor', 'members'], data }]),
  when(submissionReviewed, (data) => [{ kind: `submission.${data.decision}`, to: ['members'], data }]),
  // who hands in what is refused is told at once
  when(submissionInfected, (data) =>
    data.refused ? [] : [{ kind: 'submission.infected', to: ['members', 'advisor'], data }],
  ),
  when(committeeAssigned, ({ added, removed }) => [
    ...seatsOf('committee.assigned', added),
    ...seatsOf(
      'committee.removed',
      removed.filter((one) => !advisorsOf(added).includes(one.advisorId)),
    ),
  ]),
  when(committeeReleased, ({ removed }) => seatsOf('committee.removed', removed)),
  when(defenseScheduled, (data) => [{ kind: 'defense.scheduled', to: whoExamine, data }]),
  when(defenseStateChanged, (data) => [{ kind: 'defense.stateChanged', to: whoExamine, data }]),
  when(sheetReopened, ({ evaluator, advisorId }) => [
    { kind: 'sheet.reopened', advisorIds: [advisorId], data: { evaluator } },
  ]),
  when(resultComputed, () => [{ kind: 'result.computed', to: ['office'] }]),
  when(resultPublished, () => [{ kind: 'result.published', to: ['members', 'advisor'] }]),
]
