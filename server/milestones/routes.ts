import * as contract from '../../contract/milestones.ts'
import { type Route, route } from '../platform/http/route.ts'
import { listMilestones, rescheduleMilestone } from './milestones.ts'
import { createTemplate, deleteTemplate, listTemplates, updateTemplate } from './templates.ts'

export const routes: Route[] = [
  route(contract.listTemplates, (ctx, { query }) => listTemplates(ctx.db, ctx, query)),
  route(contract.createTemplate, (ctx, { body }) => createTemplate(ctx, body)),
  route(contract.updateTemplate, (ctx, { params, ifMatch, body }) =>
    updateTemplate(ctx, params.templateId, ifMatch, body),
  ),
  route(contract.deleteTemplate, async (ctx, { params }) => {
    await deleteTemplate(ctx, params.templateId)
    return undefined
  }),
  route(contract.listMilestones, (ctx, { params }) => listMilestones(ctx.db, ctx, params.projectId)),
  route(contract.rescheduleMilestone, (ctx, { params, ifMatch, body }) =>
    rescheduleMilestone(ctx, params.milestoneId, ifMatch, body),
  ),
]
