import * as contract from '../../contract/academics.ts'
import { type Route, route } from '../platform/http/route.ts'
import {
  addClassroom,
  addMajor,
  dropClassroom,
  dropMajor,
  listClassroomsPage,
  listMajorsPage,
  renameClassroom,
  renameMajor,
} from './academics.ts'
import { changeYear, endYear, listAcademicYears, openYear, planYear, showYear } from './years.ts'

export const routes: Route[] = [
  route(contract.listYears, (ctx, { query }) => listAcademicYears(ctx, query)),
  route(contract.createYear, (ctx, { body }) => planYear(ctx, body)),
  route(contract.readYear, (ctx, { params }) => showYear(ctx, params.yearId)),
  route(contract.updateYear, (ctx, { params, ifMatch, body }) => changeYear(ctx, params.yearId, ifMatch, body)),
  route(contract.activateYear, (ctx, { params, ifMatch }) => openYear(ctx, params.yearId, ifMatch)),
  route(contract.closeYear, (ctx, { params, ifMatch }) => endYear(ctx, params.yearId, ifMatch)),

  route(contract.listMajors, (ctx, { query }) => listMajorsPage(ctx, query)),
  route(contract.createMajor, (ctx, { body }) => addMajor(ctx, body)),
  route(contract.updateMajor, (ctx, { params, ifMatch, body }) => renameMajor(ctx, params.majorId, ifMatch, body)),
  route(contract.deleteMajor, async (ctx, { params }) => {
    await dropMajor(ctx, params.majorId)
    return undefined
  }),

  route(contract.listClassrooms, (ctx, { query }) => listClassroomsPage(ctx, query)),
  route(contract.createClassroom, (ctx, { body }) => addClassroom(ctx, body)),
  route(contract.updateClassroom, (ctx, { params, ifMatch, body }) =>
    renameClassroom(ctx, params.classroomId, ifMatch, body),
  ),
  route(contract.deleteClassroom, async (ctx, { params }) => {
    await dropClassroom(ctx, params.classroomId)
    return undefined
  }),
]
