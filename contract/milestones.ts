import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Day, endpoint, Id, listQuery, Moment, Nothing, pageOf, Reason, text } from './endpoint.ts'

/** The steps of a project between approval and defense, and the templates they are made from. */

export const MilestoneStatus = z.enum(['pending', 'submitted', 'approved', 'revision'])
export type MilestoneStatus = z.infer<typeof MilestoneStatus>

export const TemplateTask = z.object({ name: text(200), durationDays: z.number().int().min(1).max(365) })

export const MilestoneTemplate = z.object({
  id: Id,
  yearId: Id,
  name: z.string(),
  description: z.string().nullable(),
  tasks: z.array(z.object({ name: z.string(), durationDays: z.number().int() })),
  /** Projects approved with it; a template in use is kept as it is. */
  projects: z.number().int(),
  version: z.number().int(),
})
export type MilestoneTemplate = z.infer<typeof MilestoneTemplate>

const TemplateBody = z.object({
  name: text(200),
  description: text(2000).nullable().default(null),
  tasks: z.array(TemplateTask).min(1).max(30),
})
const templateParams = z.object({ templateId: Id })

export const listTemplates = endpoint({
  operationId: 'listTemplates',
  method: 'GET',
  path: '/milestone-templates',
  summary: 'Milestone templates of a year',
  permission: 'template.read',
  query: listQuery(['name'], yearFilter),
  answers: { 200: pageOf(MilestoneTemplate) },
})

export const createTemplate = endpoint({
  operationId: 'createTemplate',
  method: 'POST',
  path: '/milestone-templates',
  summary: 'Add a milestone template',
  permission: 'template.manage',
  body: TemplateBody.extend(yearFilter),
  answers: { 201: MilestoneTemplate },
  problems: ['template.nameTaken', 'year.closed'],
})

export const updateTemplate = endpoint({
  operationId: 'updateTemplate',
  method: 'PUT',
  path: '/milestone-templates/:templateId',
  summary: 'Change a milestone template that no project uses',
  permission: 'template.manage',
  params: templateParams,
  ifMatch: true,
  body: TemplateBody,
  answers: { 200: MilestoneTemplate },
  problems: ['template.nameTaken', 'template.inUse', 'version.stale', 'year.closed'],
})

export const deleteTemplate = endpoint({
  operationId: 'deleteTemplate',
  method: 'DELETE',
  path: '/milestone-templates/:templateId',
  summary: 'Delete a milestone template that no project uses',
  permission: 'template.manage',
  params: templateParams,
  answers: { 204: Nothing },
  problems: ['template.inUse', 'year.closed'],
})

export const Milestone = z.object({
  id: Id,
  projectId: Id,
  position: z.number().int(),
  name: z.string(),
  dueOn: Day,
  status: MilestoneStatus,
  /** Derived: due before today and neither handed in nor approved. */
  overdue: z.boolean(),
  submittedAt: Moment.nullable(),
  version: z.number().int(),
  can: z.object({ submit: z.boolean(), review: z.boolean(), manage: z.boolean() }),
})
export type Milestone = z.infer<typeof Milestone>

export const listMilestones = endpoint({
  operationId: 'listMilestones',
  method: 'GET',
  path: '/projects/:projectId/milestones',
  summary: 'Milestones of a project in order',
  permission: 'project.read',
  params: z.object({ projectId: Id }),
  answers: { 200: z.object({ items: z.array(Milestone) }) },
})

export const rescheduleMilestone = endpoint({
  operationId: 'rescheduleMilestone',
  method: 'PATCH',
  path: '/milestones/:milestoneId',
  summary: 'Move the due date of a milestone',
  permission: 'milestone.manage',
  params: z.object({ milestoneId: Id }),
  ifMatch: true,
  body: z.object({ dueOn: Day, reason: Reason }),
  answers: { 200: Milestone },
  problems: ['milestone.wrongState', 'version.stale', 'year.closed'],
})
