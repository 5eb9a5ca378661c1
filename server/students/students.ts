/** The students of a year: their records, and who may be found as a partner. */
import { randomUUID } from 'node:crypto'
import type { Page, Received } from '../../contract/endpoint.ts'
import type { createStudent, listStudents, Student, StudentCard, updateStudent } from '../../contract/students.ts'
import {
  createAccount,
  createAccounts,
  findAccountByLogin,
  grantRole,
  updateAccountContact,
} from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { remove } from './bulk/bulk.ts'
import { studentAdded, studentChanged } from './events.ts'
import { fullName } from './lifecycle.ts'
import {
  findMajorFor,
  findStanding,
  findStudent,
  insertStudent,
  insertStudents,
  listCards,
  listStudentRows,
  listStudentsOfYear,
  lockStudent,
  type StudentFields,
  type StudentRow,
  setStudent,
} from './queries.ts'
import { labelOf, mayManage, mayRead, present, subjectOf } from './reading.ts'

export { approveStudents } from './bulk/bulk.ts'

const mostCards = 10

const managesAccounts = (ctx: Ctx) => ctx.authorize.scopes(ctx.actor, 'account.manage').length > 0

const fieldsOf = (student: Student): StudentFields => ({
  ...student,
  majorId: student.major.id,
  classroomId: student.classroom.id,
})

export async function listStudentsPage(
  ctx: Ctx,
  query: Received<typeof listStudents>['query'],
): Promise<Page<Student>> {
  const { rows, total } = await listStudentRows(ctx.db, query, mayRead(ctx), mayManage(ctx))
  return toPage(rows, total, query, present)
}

/** One student in the actor's scope; 404. */
export async function showStudent(db: Db, ctx: Ctx, studentId: string): Promise<Student> {
  return present(found(await findStudent(db, studentId, mayRead(ctx), mayManage(ctx))))
}

/** All students of a year with every column of their records, by code. */
export async function listAllStudents(db: Db, yearId: string): Promise<Omit<Student, 'can'>[]> {
  return (await listStudentsOfYear(db, yearId)).map((row) => {
    const { can: _, ...student } = present(row)
    return student
  })
}

/** Approved students of the active year whose code or name contains the text, at most ten. */
export async function findPartners(ctx: Ctx, q: string): Promise<{ items: StudentCard[] }> {
  const rows = await listCards(ctx.db, q, mostCards)
  const items = rows.map(({ id, code, given_name: givenName, surname, major_id, abbreviation, free }) => ({
    ...{ id, code, name: fullName({ givenName, surname }), free },
    major: { id: major_id, abbreviation },
  }))
  return { items }
}

/** The account of a new student: the one an approved student of another year has under this code, or a new one. */
async function accountFor(tx: Tx, ctx: Ctx, yearId: string, fields: StudentFields): Promise<string> {
  const { code, email } = fields
  const displayName = fullName(fields)
  const known = await findAccountByLogin(tx, code)
  if (!known) return createAccount(tx, ctx, { displayName, login: code, email, role: 'student' })
  const standing = await findStanding(tx, known.id, yearId)
  const guarded = known.roles.includes('admin') && !managesAccounts(ctx)
  if (standing.ofYear || !standing.approved || guarded) throw new Refusal('student.codeTaken', { data: { code } })
  await updateAccountContact(tx, known.id, { displayName, ...(email === null ? {} : { email }) })
  if (!known.roles.includes('student')) await grantRole(tx, known.id, 'student')
  return known.id
}

async function insert(tx: Tx, ctx: Ctx, fields: StudentFields, wantedYear?: string): Promise<Student> {
  const { year_id: yearId } = found(await findMajorFor(tx, fields.majorId, mayManage(ctx)))
  if (wantedYear !== undefined && wantedYear !== yearId) throw new Refusal('resource.notFound')
  const accountId = await accountFor(tx, ctx, yearId, fields)
  const id = await insertStudent(tx, { ...fields, yearId, accountId, status: 'approved' })
  const after = await showStudent(tx, ctx, id)
  await ctx.record(tx, ctx, studentAdded, { ...subjectOf(after), after }, labelOf(after))
  return after
}

/**
 * Adds many approved students whose IDs nobody signs in with yet, in few statements: for spreadsheets. 404 unless every
 * major is of the year and in the actor's scope; else as `saveStudent`.
 */
export async function addStudents(tx: Tx, ctx: Ctx, yearId: string, list: readonly StudentFields[]): Promise<void> {
  for (const majorId of new Set(list.map((one) => one.majorId))) {
    const major = found(await findMajorFor(tx, majorId, mayManage(ctx)))
    if (major.year_id !== yearId) throw new Refusal('resource.notFound')
  }
  const person = (one: StudentFields) => ({ displayName: fullName(one), login: one.code, email: one.email })
  const accountIds = await createAccounts(
    tx,
    ctx,
    list.map((one) => ({ ...person(one), role: 'student' })),
  )
  const rows = list.map((fields, at) => {
    return { ...fields, id: randomUUID(), yearId, accountId: accountIds[at] ?? '', status: 'approved' as const }
  })
  await insertStudents(tx, rows)
  for (const after of rows) {
    const subject = { type: 'student', id: after.id, yearId, after }
    await ctx.record(tx, ctx, studentAdded, subject, { code: after.code, name: fullName(after) })
  }
}

/** Refuses a code that another account signs in with, and a way into the account of the system's owner. */
async function checkContact(tx: Tx, ctx: Ctx, row: StudentRow, fields: StudentFields): Promise<void> {
  const { code, email } = fields
  if (code === row.code && email === row.email) return
  if (row.is_admin && !managesAccounts(ctx)) throw new Refusal('permission.denied')
  if (code === row.code) return
  const holder = await findAccountByLogin(tx, code)
  if (holder && holder.id !== row.account_id) throw new Refusal('student.codeTaken', { data: { code } })
}

async function write(tx: Tx, ctx: Ctx, row: StudentRow, changes: Partial<StudentFields>): Promise<Student> {
  const before = present(row)
  const fields = { ...fieldsOf(before), ...changes }
  if (fields.majorId !== row.major_id) {
    const target = found(await findMajorFor(tx, fields.majorId, mayManage(ctx)))
    if (target.year_id !== row.year_id) throw new Refusal('resource.notFound')
  }
  await checkContact(tx, ctx, row, fields)
  await setStudent(tx, row.id, fields)
  const { code: login, email } = fields
  await updateAccountContact(tx, row.account_id, { displayName: fullName(fields), login, email })
  const after = await showStudent(tx, ctx, row.id)
  await ctx.record(tx, ctx, studentChanged, { ...subjectOf(after), before, after }, labelOf(after))
  return after
}

async function load(tx: Tx, ctx: Ctx, id: string): Promise<StudentRow> {
  return found(await lockStudent(tx, id, mayManage(ctx)))
}

/**
 * Adds an approved student to a year, or changes the one with the given id. 404 unless the student and the major are in
 * the actor's scope and the major is of that year; `classroom.otherMajor`, `student.codeTaken`, `student.codeFormat`.
 */
export async function saveStudent(
  tx: Tx,
  ctx: Ctx,
  { id, yearId, ...fields }: StudentFields & { id?: string | undefined; yearId: string },
): Promise<Student> {
  return id === undefined ? insert(tx, ctx, fields, yearId) : write(tx, ctx, await load(tx, ctx, id), fields)
}

/** Adds an approved student; the year is that of the major. */
export function addStudent(ctx: Ctx, body: Received<typeof createStudent>['body']): Promise<Student> {
  return ctx.db.transaction().execute((tx) => insert(tx, ctx, body))
}

export function changeStudent(
  ctx: Ctx,
  id: string,
  version: number,
  body: Received<typeof updateStudent>['body'],
): Promise<Student> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await load(tx, ctx, id)
    checkVersion(version, present(row), body)
    return write(tx, ctx, row, body)
  })
}

/** Takes a student out of the year; refused with the codes of the projects the student is or was in. */
export function dropStudent(ctx: Ctx, id: string): Promise<void> {
  return ctx.db.transaction().execute(async (tx) => {
    const [refusal] = (await remove(tx, ctx, [await load(tx, ctx, id)])).values()
    if (refusal) throw refusal
  })
}
