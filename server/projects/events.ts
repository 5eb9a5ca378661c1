import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** What a fact about a project is about. */
export const subject = (row: { id: string; year_id: string }) => ({
  type: 'project',
  id: row.id,
  projectId: row.id,
  yearId: row.year_id,
})

const Person = z.object({ id: z.string(), name: z.string() })

export const projectRegistered = defineEvent(
  'project.registered',
  'members',
  z.object({
    code: z.string(),
    draft: z.boolean(),
    topicLo: z.string(),
    topicEn: z.string(),
    advisor: Person,
    memberIds: z.array(z.string()),
    similarityOverride: z.string().nullable(),
    overQuota: z.string().nullable(),
  }),
)

/** `changed` names the fields; the values are in `before` and `after` of the fact. */
export const projectChanged = defineEvent('project.changed', 'members', z.object({ changed: z.array(z.string()) }))

export const projectSubmitted = defineEvent(
  'project.submitted',
  'members',
  z.object({ similarityOverride: z.string().nullable(), overQuota: z.string().nullable() }),
)

export const projectApproved = defineEvent(
  'project.approved',
  'members',
  z.object({ templateId: z.string(), startsOn: z.string(), comment: z.string().nullable() }),
)

export const projectRejected = defineEvent('project.rejected', 'members', z.object({}))

export const projectTransferred = defineEvent(
  'project.transferred',
  'members',
  z.object({
    fromAdvisorId: z.string(),
    fromAdvisor: z.string(),
    toAdvisorId: z.string(),
    toAdvisor: z.string(),
    overQuota: z.string().nullable(),
  }),
)

export const projectWithdrawn = defineEvent('project.withdrawn', 'members', z.object({ from: z.string() }))

export const projectCompleted = defineEvent('project.completed', 'members', z.object({}))

export const projectDeleted = defineEvent('project.deleted', 'staff', z.object({ code: z.string() }))

const Invited = z.object({ studentId: z.string(), student: z.string() })

export const invitationSent = defineEvent('invitation.sent', 'members', Invited)
export const invitationAccepted = defineEvent('invitation.accepted', 'members', Invited)
export const invitationDeclined = defineEvent('invitation.declined', 'members', Invited)

/** Without an answer: the student works on a project now, it was taken back, or the project or the change it belongs to ended. */
export const invitationEnded = defineEvent(
  'invitation.ended',
  'members',
  Invited.extend({ because: z.enum(['placed', 'revoked', 'withdrawn', 'change']) }),
)

/** `changed` names the fields; the values are in `before` and `after` of the fact. */
const Changing = z.object({ changed: z.array(z.string()), added: z.array(Person), removed: z.array(Person) })

export const changeAsked = defineEvent(
  'change.asked',
  'members',
  Changing.extend({ similarityOverride: z.string().nullable() }),
)
export const changeApproved = defineEvent(
  'change.approved',
  'members',
  Changing.extend({ comment: z.string().nullable(), similarityOverride: z.string().nullable() }),
)
export const changeDeclined = defineEvent('change.declined', 'members', Changing)
export const changeTakenBack = defineEvent('change.takenBack', 'members', Changing)

/** Undecided: the project went another way, or a student who was to join declined or works on another project. */
export const changeEnded = defineEvent(
  'change.ended',
  'members',
  z.object({
    because: z.enum(['withdrawn', 'transferred', 'completed', 'declined', 'placed']),
    student: z.string().nullable(),
  }),
)
