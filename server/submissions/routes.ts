import * as contract from '../../contract/submissions.ts'
import { type Route, route } from '../platform/http/route.ts'
import {
  downloadSubmission,
  listSubmissions,
  reviewSubmission,
  submitDocument,
  submitMilestone,
} from './submissions.ts'

export const routes: Route[] = [
  route(contract.listSubmissions, (ctx, { params }) => listSubmissions(ctx.db, ctx, params.projectId)),
  route(contract.submitMilestone, (ctx, { params, body, file }) =>
    submitMilestone(ctx, params.milestoneId, body.note, file),
  ),
  route(contract.submitDocument, (ctx, { params, body, file }) =>
    submitDocument(ctx, params.projectId, params.kind, body.note, file),
  ),
  route(contract.reviewSubmission, (ctx, { params, body }) => reviewSubmission(ctx, params.submissionId, body)),
  route(contract.downloadSubmission, (ctx, { params }) => downloadSubmission(ctx, params.submissionId)),
]
