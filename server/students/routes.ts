import * as contract from '../../contract/students.ts'
import { type Route, route } from '../platform/http/route.ts'
import { changeStudents } from './bulk/bulk.ts'
import { register, showRegistrationForm } from './registration.ts'
import { addStudent, changeStudent, dropStudent, findPartners, listStudentsPage, showStudent } from './students.ts'

export const routes: Route[] = [
  route(contract.listStudents, (ctx, { query }) => listStudentsPage(ctx, query)),
  route(contract.createStudent, (ctx, { body }) => addStudent(ctx, body)),
  route(contract.readStudent, (ctx, { params }) => showStudent(ctx.db, ctx, params.studentId)),
  route(contract.updateStudent, (ctx, { params, ifMatch, body }) =>
    changeStudent(ctx, params.studentId, ifMatch, body),
  ),
  route(contract.deleteStudent, async (ctx, { params }) => {
    await dropStudent(ctx, params.studentId)
    return undefined
  }),
  route(contract.changeStudents, (ctx, { body }) => changeStudents(ctx, body)),
  route(contract.findStudents, (ctx, { query }) => findPartners(ctx, query.q)),
  route(contract.readRegistrationForm, (ctx) => showRegistrationForm(ctx)),
  route(contract.registerStudent, (ctx, { body }) => register(ctx, body)),
]
