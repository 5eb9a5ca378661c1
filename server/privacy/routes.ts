import * as contract from '../../contract/privacy.ts'
import { type Route, route } from '../platform/http/route.ts'
import { erasePerson } from './erase/erase.ts'
import { exportPerson, previewErasure } from './privacy.ts'

export const routes: Route[] = [
  route(contract.exportOwnData, (ctx) => exportPerson(ctx, ctx.actor.accountId)),
  route(contract.exportPersonalData, (ctx, { params }) => exportPerson(ctx, params.accountId)),
  route(contract.previewErasure, (ctx, { params }) => previewErasure(ctx, params.accountId)),
  route(contract.erasePerson, (ctx, { params, body }) => erasePerson(ctx, params.accountId, body)),
]
