import * as contract from '../../contract/record.ts'
import { type Route, route } from '../platform/http/route.ts'
import { exportRecord, listRecord } from './record.ts'

export const routes: Route[] = [
  route(contract.listRecord, (ctx, { query }) => listRecord(ctx, query)),
  route(contract.exportRecord, (ctx, { body }) => exportRecord(ctx, body)),
]
