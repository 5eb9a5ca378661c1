import * as contract from '../../contract/defenses.ts'
import { type Route, route } from '../platform/http/route.ts'
import { assignCommittee, listCandidates, readCommittee } from './committee.ts'
import { changeDefenseState, listDefenses, readDefense, scheduleDefense } from './defenses.ts'
import { createRoom, deleteRoom, listRooms, readSettings, updateRoom, updateSettings } from './rooms.ts'

export const routes: Route[] = [
  route(contract.listRooms, (ctx, { query }) => listRooms(ctx, query)),
  route(contract.createRoom, (ctx, { body }) => createRoom(ctx, body)),
  route(contract.updateRoom, (ctx, { params, ifMatch, body }) => updateRoom(ctx, params.roomId, ifMatch, body)),
  route(contract.deleteRoom, (ctx, { params }) => deleteRoom(ctx, params.roomId) as Promise<undefined>),
  route(contract.readDefenseSettings, (ctx, { query }) => readSettings(ctx, query.yearId)),
  route(contract.updateDefenseSettings, (ctx, { ifMatch, body }) => updateSettings(ctx, ifMatch, body)),
  route(contract.readCommittee, (ctx, { params }) => readCommittee(ctx.db, ctx, params.projectId)),
  route(contract.listCandidates, (ctx, { params }) => listCandidates(ctx, params.projectId)),
  route(contract.assignCommittee, (ctx, { params, ifMatch, body }) =>
    assignCommittee(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.listDefenses, (ctx, { query }) => listDefenses(ctx, query)),
  route(contract.readDefense, (ctx, { params }) => readDefense(ctx.db, ctx, params.projectId)),
  route(contract.scheduleDefense, (ctx, { params, ifMatch, body }) =>
    scheduleDefense(ctx, params.projectId, ifMatch, body),
  ),
  route(contract.changeDefenseState, (ctx, { params, ifMatch, body }) =>
    changeDefenseState(ctx, params.projectId, ifMatch, body),
  ),
]
