import * as contract from '../../contract/reports.ts'
import { type Route, route } from '../platform/http/route.ts'
import { readDashboard, readWaiting } from './reports.ts'
import { exportStatistics, showStatistics } from './statistics.ts'

export const routes: Route[] = [
  route(contract.readDashboard, (ctx, { query }) => readDashboard(ctx, query.yearId)),
  route(contract.readWaiting, (ctx, { params }) => readWaiting(ctx, params.projectId)),
  route(contract.readStatistics, (ctx, { query }) => showStatistics(ctx, query)),
  route(contract.downloadStatistics, (ctx, { query }) => exportStatistics(ctx, query)),
]
