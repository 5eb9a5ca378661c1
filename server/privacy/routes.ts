import * as contract from '../../contract/privacy.ts'
import { type Route, route } from '../platform/http/route.ts'
import { exportPerson } from './privacy.ts'

export const routes: Route[] = [
  route(contract.exportOwnData, (ctx) => exportPerson(ctx, ctx.actor.accountId)),
  route(contract.exportPersonalData, (ctx, { params }) => exportPerson(ctx, params.accountId)),
]
