import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Day, endpoint, Id, listQuery, Moment, many, Nothing, pageOf, Reason, text } from './endpoint.ts'
import { Gender } from './students.ts'

/** A final project: its topic, its students, its advisor, and what was decided about it. */

export const ProjectStatus = z.enum(['draft', 'pending', 'approved', 'rejected', 'withdrawn', 'completed', 'archived'])
export type ProjectStatus = z.infer<typeof ProjectStatus>

export const ProjectMember = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  gender: Gender,
  major: z.string(),
})

/** What the reader may do with the project now: the right and the state together. */
export const ProjectCan = z.object({
  edit: z.boolean(),
  invite: z.boolean(),
  submit: z.boolean(),
  decide: z.boolean(),
  transfer: z.boolean(),
  withdraw: z.boolean(),
  delete: z.boolean(),
})
export type ProjectCan = z.infer<typeof ProjectCan>

export const ProjectSummary = z.object({
  id: Id,
  code: z.string(),
  year: z.object({ id: Id, name: z.string() }),
  topicLo: z.string(),
  topicEn: z.string(),
  status: ProjectStatus,
  advisor: z.object({ id: Id, name: z.string() }),
  members: z.array(ProjectMember),
  /** Abbreviations of the members' majors, each once. */
  majors: z.array(z.string()),
  createdAt: Moment,
  updatedAt: Moment,
  version: z.number().int(),
  can: ProjectCan,
})
export type ProjectSummary = z.infer<typeof ProjectSummary>

/** A change of an approved project that was asked for and is not decided: the topic and the students as they are to be. */
export const ChangeRequest = z.object({
  ...{ topicLo: z.string(), topicEn: z.string(), topicTh: z.string().nullable(), abstract: z.string().nullable() },
  ...{ reason: z.string(), similarityOverride: z.string().nullable(), byOffice: z.boolean() },
  ...{ askedAt: Moment, askedBy: z.string().nullable() },
  /** Asked and not answered, agreed, or named by the office, which needs no answer. */
  added: z.array(z.object({ student: ProjectMember, stands: z.enum(['asked', 'agreed', 'named']) })),
  removed: z.array(ProjectMember),
})
export type ChangeRequest = z.infer<typeof ChangeRequest>

export const Project = ProjectSummary.extend({
  topicTh: z.string().nullable(),
  abstract: z.string().nullable(),
  /** Why it was rejected or withdrawn, as long as it is. */
  decisionReason: z.string().nullable(),
  /** Who was asked to work on it and has not answered; it is not approved before. */
  invitations: z.array(z.object({ id: Id, student: ProjectMember, invitedAt: Moment })),
  change: ChangeRequest.nullable(),
  changeCan: z.object({ ask: z.boolean(), decide: z.boolean(), takeBack: z.boolean() }),
  /** How the reader is related to it. */
  relation: z.object({ member: z.boolean(), advisor: z.boolean(), committee: z.boolean(), office: z.boolean() }),
})
export type Project = z.infer<typeof Project>

export const listProjects = endpoint({
  operationId: 'listProjects',
  method: 'GET',
  path: '/projects',
  summary: 'Projects of a year that the reader may see',
  permission: 'project.read',
  query: listQuery(['code', 'createdAt', 'updatedAt', 'status', 'topicLo', 'topicEn', 'advisor'], {
    ...yearFilter,
    status: many(ProjectStatus),
    majorId: Id.optional(),
    advisorId: Id.optional(),
    /** Only those one is a member of, supervises, or sits on the committee of. */
    relation: z.enum(['member', 'supervised', 'committee']).optional(),
  }),
  answers: { 200: pageOf(ProjectSummary) },
})

export const Topics = {
  topicLo: text(500, 5),
  topicEn: text(500, 5),
  topicTh: text(500, 5).nullable().default(null),
  abstract: text(5000).nullable().default(null),
}

/** Parts of a text, each from its first letter to behind its last (UTF-16). */
const parts = z.array(z.tuple([z.number().int(), z.number().int()]))

export const SimilarProject = z.object({
  /** Null for a project the reader may not open: only the topic is told. */
  id: Id.nullable(),
  code: z.string(),
  yearName: z.string(),
  topicLo: z.string(),
  topicEn: z.string(),
  /** Percent, the higher of both languages. */
  similarity: z.number().int().min(0).max(100),
  /** What of its topics the other one has as well. */
  shared: z.object({ topicLo: parts, topicEn: parts }),
})
export type SimilarProject = z.infer<typeof SimilarProject>

export const checkTopic = endpoint({
  operationId: 'checkTopic',
  method: 'POST',
  path: '/topics/check',
  summary: 'The most similar projects of all years for a topic, in both languages',
  permission: 'project.register',
  body: z.object({
    topicLo: z.string().trim().max(500),
    topicEn: z.string().trim().max(500),
    exceptProjectId: Id.optional(),
  }),
  answers: { 200: z.object({ threshold: z.number().int(), held: z.boolean(), items: z.array(SimilarProject) }) },
})

export const registerProject = endpoint({
  operationId: 'registerProject',
  method: 'POST',
  path: '/projects',
  summary: 'Register a project; the server gives the code',
  permission: 'project.register',
  body: z.object({
    ...Topics,
    /** The members in order; a student who registers must be one of them, and the others are invited. */
    memberIds: z.array(Id).min(1).max(5),
    advisorId: Id,
    draft: z.boolean().default(false),
    /** Office only: register in spite of a similar topic. */
    similarityOverride: Reason.optional(),
    /** Office only: exceed the advisor's quota. */
    overQuota: Reason.optional(),
  }),
  answers: { 201: Project },
  problems: [
    'advisor.full',
    'advisor.notSpecialised',
    'project.studentTaken',
    'project.tooManyMembers',
    'project.notAMember',
    'project.topicSimilar',
    'student.notApproved',
    'year.closed',
  ],
})

const params = z.object({ projectId: Id })

export const readProject = endpoint({
  operationId: 'readProject',
  method: 'GET',
  path: '/projects/:projectId',
  summary: 'One project',
  permission: 'project.read',
  params,
  answers: { 200: Project },
})

export const updateProject = endpoint({
  operationId: 'updateProject',
  method: 'PATCH',
  path: '/projects/:projectId',
  summary: 'Change topic, members or advisor of a draft or rejected project',
  permission: 'project.edit',
  params,
  ifMatch: true,
  body: z
    .object({
      topicLo: Topics.topicLo,
      topicEn: Topics.topicEn,
      topicTh: text(500, 5).nullable(),
      abstract: text(5000).nullable(),
      memberIds: z.array(Id).min(1).max(5),
      advisorId: Id,
    })
    .partial(),
  answers: { 200: Project },
  problems: ['project.wrongState', 'project.studentTaken', 'advisor.notSpecialised', 'version.stale'],
})

export const submitProject = endpoint({
  operationId: 'submitProject',
  method: 'POST',
  path: '/projects/:projectId/submit',
  summary: 'Hand a draft or rejected project in for decision',
  permission: 'project.edit',
  params,
  ifMatch: true,
  body: z.object({ similarityOverride: Reason.optional(), overQuota: Reason.optional() }),
  answers: { 200: Project },
  problems: ['project.wrongState', 'project.topicSimilar', 'advisor.full', 'version.stale'],
})

export const approveProject = endpoint({
  operationId: 'approveProject',
  method: 'POST',
  path: '/projects/:projectId/approve',
  summary: 'Approve with a milestone template; the milestones get their dates',
  permission: 'project.decide',
  params,
  ifMatch: true,
  body: z.object({ templateId: Id, startsOn: Day, comment: text(2000).optional() }),
  answers: { 200: Project },
  problems: ['project.wrongState', 'project.invitationOpen', 'template.unknown', 'version.stale'],
})

export const rejectProject = endpoint({
  operationId: 'rejectProject',
  method: 'POST',
  path: '/projects/:projectId/reject',
  summary: 'Reject with a reason',
  permission: 'project.decide',
  params,
  ifMatch: true,
  body: z.object({ reason: Reason }),
  answers: { 200: Project },
  problems: ['project.wrongState', 'version.stale'],
})

export const transferProject = endpoint({
  operationId: 'transferProject',
  method: 'POST',
  path: '/projects/:projectId/transfer',
  summary: 'Give the project to another specialised advisor with a free place',
  permission: 'project.transfer',
  params,
  ifMatch: true,
  body: z.object({ advisorId: Id, reason: Reason, overQuota: Reason.optional() }),
  answers: { 200: Project },
  problems: [
    'project.wrongState',
    'project.sameAdvisor',
    'advisor.full',
    'advisor.notSpecialised',
    'seat.isAdvisor',
    'version.stale',
  ],
})

export const withdrawProject = endpoint({
  operationId: 'withdrawProject',
  method: 'POST',
  path: '/projects/:projectId/withdraw',
  summary: 'Withdraw an open project with a reason',
  permission: 'project.withdraw',
  params,
  ifMatch: true,
  body: z.object({ reason: Reason }),
  answers: { 200: Project },
  problems: ['project.wrongState', 'version.stale'],
})

export const deleteProject = endpoint({
  operationId: 'deleteProject',
  method: 'DELETE',
  path: '/projects/:projectId',
  summary: 'Delete a draft or withdrawn project on which nothing was handed in',
  permission: 'project.delete',
  params,
  answers: { 204: Nothing },
  problems: ['project.wrongState', 'project.hasWork'],
})

export const TimelineEntry = z.object({
  /** Which it is of those that the reader may see of this project, the first being 1. */
  place: z.number().int(),
  at: Moment,
  /** The fact, `noun.pastVerb`; the web has a sentence for each. */
  event: z.string(),
  actor: z.object({ id: Id.nullable(), name: z.string() }),
  data: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const readTimeline = endpoint({
  operationId: 'readTimeline',
  method: 'GET',
  path: '/projects/:projectId/timeline',
  summary: 'What happened to the project, newest first',
  permission: 'project.read',
  params,
  query: z.object({
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answers: { 200: pageOf(TimelineEntry) },
})
