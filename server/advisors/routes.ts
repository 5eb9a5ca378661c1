import * as contract from '../../contract/advisors.ts'
import { type Route, route } from '../platform/http/route.ts'
import { addAdvisor, assignOffice, changeAdvisor, dropAdvisor, listAdvisorsPage, showAdvisor } from './advisors.ts'
import { changeAdvisors } from './bulk/bulk.ts'

export const routes: Route[] = [
  route(contract.listAdvisors, (ctx, { query }) => listAdvisorsPage(ctx, query)),
  route(contract.createAdvisor, (ctx, { body }) => addAdvisor(ctx, body)),
  route(contract.readAdvisor, (ctx, { params }) => showAdvisor(ctx.db, ctx, params.advisorId)),
  route(contract.updateAdvisor, (ctx, { params, ifMatch, body }) =>
    changeAdvisor(ctx, params.advisorId, ifMatch, body),
  ),
  route(contract.deleteAdvisor, async (ctx, { params }) => {
    await dropAdvisor(ctx, params.advisorId)
    return undefined
  }),
  route(contract.changeAdvisors, (ctx, { body }) => changeAdvisors(ctx, body)),
  route(contract.setManagedMajors, (ctx, { params, ifMatch, body }) =>
    assignOffice(ctx, params.advisorId, ifMatch, body.majorIds),
  ),
]
