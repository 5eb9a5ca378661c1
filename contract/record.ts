import { z } from 'zod'
import { Locale } from './accounts.ts'
import { Day, endpoint, FileAnswer, Id, listQuery, Moment, pageOf } from './endpoint.ts'

/** The record of every change: who, when, what before, what after, why, from where. */

/** Every kind of event, by what it is about; a test compares them with those the server writes. */
export const eventsByGroup = {
  access: [
    ...['account.created', 'account.changed', 'account.invited', 'account.passwordChanged', 'account.resetLinkMade'],
    ...['account.factorSetUp', 'account.factorTakenOff', 'account.recoveryCodesMade', 'account.recoveryCodeUsed'],
    ...['account.passkeyAdded', 'account.passkeyRenamed', 'account.passkeyRemoved', 'account.passkeyRefused'],
    ...['account.providerLinked', 'account.providerUnlinked'],
    ...['session.started', 'session.ended', 'session.endedElsewhere', 'token.created', 'token.revoked'],
  ],
  year: [
    ...[
      'year.planned',
      'year.changed',
      'year.activated',
      'year.closed',
      'year.copied',
      'year.copyUndone',
      'major.added',
      'major.changed',
      'major.deleted',
    ],
    ...['classroom.added', 'classroom.changed', 'classroom.deleted'],
  ],
  people: [
    ...['advisor.added', 'advisor.changed', 'advisor.removed', 'advisor.officeAssigned'],
    ...['student.registered', 'student.added', 'student.changed', 'student.removed'],
    ...['student.approved', 'student.rejected'],
  ],
  projects: [
    ...['project.registered', 'project.changed', 'project.submitted', 'project.approved', 'project.rejected'],
    ...['project.transferred', 'project.withdrawn', 'project.completed', 'project.deleted'],
    ...['invitation.sent', 'invitation.accepted', 'invitation.declined', 'invitation.ended'],
    ...['change.asked', 'change.approved', 'change.declined', 'change.takenBack', 'change.ended'],
  ],
  work: [
    ...['template.created', 'template.changed', 'template.deleted', 'milestone.planned', 'milestone.rescheduled'],
    ...['submission.handedIn', 'submission.reviewed', 'submission.infected', 'submission.downloaded'],
  ],
  defenses: [
    ...['room.created', 'room.changed', 'room.deleted', 'defense.settingsChanged', 'committee.assigned'],
    ...['committee.released', 'defense.scheduled', 'defense.stateChanged'],
  ],
  scores: [
    ...['rubrics.changed', 'rubrics.frozen', 'sheet.saved', 'sheet.submitted', 'sheet.reopened'],
    ...['result.computed', 'result.overridden', 'result.published'],
  ],
  office: [
    ...['import.reviewed', 'import.applied', 'person.exported', 'person.erased', 'year.workForgotten'],
    ...['installation.changed', 'job.retried', 'mail.retried', 'record.exported', 'list.exported'],
  ],
} as const
export type EventGroup = keyof typeof eventsByGroup
export type RecordedEvent = (typeof eventsByGroup)[EventGroup][number]
export const RecordedEvent = z.enum(Object.values(eventsByGroup).flat() as [RecordedEvent, ...RecordedEvent[]])

/** What an event can be about. */
export const SubjectType = z.enum([
  ...['account', 'token', 'year', 'major', 'classroom', 'advisor', 'student', 'project', 'template', 'milestone'],
  ...['submission', 'room', 'defense', 'rubrics', 'sheet', 'result', 'import', 'installation', 'job', 'mail'],
] as const)
export type SubjectType = z.infer<typeof SubjectType>

/** So many of those that match are counted and can be paged through; a narrower filter finds what is older. */
export const mostCounted = 10_000
/** So many are exported, the newest that match. */
export const mostExported = 5_000

const Single = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Value = z.union([Single, z.array(Single)])
export type RecordedValue = z.infer<typeof Value>

/** Where a value stands: names of fields, and between them the name or the place of one of several. */
const path = z.array(z.string())

export const RecordEntry = z.object({
  /** Counts from 1 in the order of the list. */
  place: z.number().int(),
  /** As `bm23 audit verify` names it; null for who sees a part of the record only. */
  number: z.number().int().nullable(),
  at: Moment,
  event: z.string(),
  actor: z.object({ id: Id.nullable(), name: z.string() }),
  subject: z.object({ type: z.string(), id: Id, name: z.string().nullable() }),
  project: z.object({ id: Id, code: z.string() }).nullable(),
  reason: z.string().nullable(),
  /** Of the network, where it was recorded: at sign-in. */
  address: z.string().nullable(),
  /** The last sign-in before it of who did it; null for who sees a part of the record only. */
  signIn: z.object({ at: Moment, address: z.string() }).nullable(),
  /** The request in the logs. */
  requestId: z.string().nullable(),
  changes: z.array(z.object({ path, before: Value, after: Value })),
  /** What else was recorded. */
  facts: z.array(z.object({ path, value: Value })),
  /** Somebody was taken out of it since, by an erasure. */
  erased: z.boolean(),
})
export type RecordEntry = z.infer<typeof RecordEntry>

const filters = {
  /** Days of the faculty, both included. */
  from: Day.optional(),
  to: Day.optional(),
  event: RecordedEvent.optional(),
  subjectType: SubjectType.optional(),
  subjectId: Id.optional(),
  projectId: Id.optional(),
  /** Who did it. */
  actorId: Id.optional(),
  /** An account: what the person did, and what is about the account, the student or the advisor. */
  personId: Id.optional(),
}

export const listRecord = endpoint({
  operationId: 'listRecord',
  method: 'GET',
  path: '/record',
  summary:
    'The record of every change, newest first; `q` looks for codes of projects and students, for names, and for a number',
  permission: 'record.read',
  query: listQuery(['at'], filters),
  answers: { 200: pageOf(RecordEntry) },
})

export const exportRecord = endpoint({
  operationId: 'exportRecord',
  // it is recorded too
  method: 'POST',
  path: '/record/export',
  summary: `What matches as a spreadsheet, the newest ${mostExported} at most`,
  permission: 'record.read',
  download: true,
  body: z.object({
    ...filters,
    q: z.string().trim().max(200).optional(),
    format: z.enum(['xlsx', 'csv']).default('xlsx'),
    locale: Locale,
  }),
  answers: { 200: FileAnswer },
})
