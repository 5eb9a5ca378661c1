import * as contract from '../../contract/scoring.ts'
import { type Route, route } from '../platform/http/route.ts'
import { readRubrics, updateRubrics } from './rubrics.ts'
import { listResults, overrideGrade, publishResult, readResult } from './scoring.ts'
import { listSheets, reopenSheet, saveSheet, submitSheet } from './sheets.ts'

export const routes: Route[] = [
  route(contract.readRubrics, (ctx, { query }) => readRubrics(ctx, query.yearId)),
  route(contract.updateRubrics, (ctx, { ifMatch, body }) => updateRubrics(ctx, ifMatch, body)),
  route(contract.listSheets, (ctx, { params }) => listSheets(ctx, params.projectId)),
  route(contract.saveSheet, (ctx, { params, ifMatch, body }) => saveSheet(ctx, { ...params, ifMatch }, body)),
  route(contract.submitSheet, (ctx, { params, ifMatch }) => submitSheet(ctx, { ...params, ifMatch })),
  route(contract.reopenSheet, (ctx, { params, ifMatch, body }) =>
    reopenSheet(ctx, { ...params, ifMatch }, body.reason),
  ),
  route(contract.readResult, (ctx, { params }) => readResult(ctx.db, ctx, params.projectId)),
  route(contract.listResults, (ctx, { query }) => listResults(ctx, query)),
  route(contract.publishResult, (ctx, { params, ifMatch }) => publishResult(ctx, params.projectId, ifMatch)),
  route(contract.overrideGrade, (ctx, { params, ifMatch, body }) =>
    overrideGrade(ctx, params.projectId, ifMatch, body),
  ),
]
