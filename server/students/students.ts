/** The students of a year: their records, and who may be found as a partner. */
import { randomUUID } from 'node:crypto'
import type { Page, Received } from '../../contract/endpoint.ts'
import type {
  createStudent,
  decideStudents,
  listStudents,
  Student,
  StudentCard,
  updateStudent,
} from '../../contract/students.ts'
import {
  createAccount,
  createAccounts,
  findAccountByLogin,
  grantRole,
  revokeRole,
  setAccountStatus,
  updateAccountContact,
} from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { studentAdded, studentApproved, studentChanged, studentRejected, studentRemoved } from './events.ts'
import { tellDecision } from './letters.ts'
import { fullName, isUndecided } from './lifecycle.ts'
import {
  findMajorFor,
  findStanding,
  findStudent,
  insertStudent,
  insertStudents,
  listCards,
  listProjectCodes,
  listStudentRows,
  listStudentsOfYear,
  lockStudent,
  lockStudents,
  removeStudent,
  type StudentFields,
  type StudentRow,
  setStatus,
  setStudent,
} from './queries.ts'

const mostCards = 10

const mayRead = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'student.read', 's')
const mayManage = (ctx: Ctx) => ctx.authorize.where(ctx.actor, 'student.manage', 's')
const managesAccounts = (ctx: Ctx) => ctx.authorize.scopes(ctx.actor, 'account.manage').length > 0

function present(row: StudentRow): Student {
  return {
    id: row.id,
    yearId: row.year_id,
    accountId: row.account_id,
    code: row.code,
    gender: row.gender,
    givenName: row.given_name,
    surname: row.surname,
    givenNameLatin: row.given_name_latin,
    surnameLatin: row.surname_latin,
    major: { id: row.major_id, name: row.major_name, abbreviation: row.major_abbreviation },
    classroom: { id: row.classroom_id, name: row.classroom_name },
    telephone: row.telephone,
    email: row.email,
    status: row.status,
    project: row.project_id && row.project_code ? { id: row.project_id, code: row.project_code } : null,
    version: row.version,
    can: { manage: row.may_manage && row.year_status !== 'closed' },
  }
}

const fieldsOf = (student: Student): StudentFields => ({
  ...student,
  majorId: student.major.id,
  classroomId: student.classroom.id,
})

const labelOf = (student: Student) => ({ code: student.code, name: fullName(student) })
const subjectOf = ({ id, yearId }: Student) => ({ type: 'student', id, yearId })

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

/** Nobody's account any more: shut, and its code and e-mail free for whoever registers with them next. */
async function leaveAccount(tx: Tx, ctx: Ctx, row: StudentRow): Promise<void> {
  const standing = await findStanding(tx, row.account_id, row.year_id)
  if (standing.studies) return
  await revokeRole(tx, row.account_id, 'student')
  if (standing.advises || row.is_admin) return
  await setAccountStatus(tx, ctx, row.account_id, 'deactivated')
  await updateAccountContact(tx, row.account_id, { login: null, email: null })
}

/** Takes a student out of the year; refused with the codes of the projects the student is or was in. */
export function dropStudent(ctx: Ctx, id: string): Promise<void> {
  return ctx.db.transaction().execute(async (tx) => {
    const row = await load(tx, ctx, id)
    const before = present(row)
    const projects = await listProjectCodes(tx, id)
    if (projects.length > 0) throw new Refusal('student.inUse', { data: { ...labelOf(before), projects } })
    await removeStudent(tx, id)
    await leaveAccount(tx, ctx, row)
    await ctx.record(tx, ctx, studentRemoved, { ...subjectOf(before), before }, labelOf(before))
  })
}

/**
 * Approves or refuses self-registered students in the actor's scope and opens or shuts their accounts. Whoever is not
 * pending, or not in scope, is skipped and not told apart.
 */
export function decideRegistrations(ctx: Ctx, body: Decision) {
  return ctx.db.transaction().execute((tx) => decideOn(tx, ctx, body))
}

type Decision = Received<typeof decideStudents>['body']

/** The same within a transaction of the caller. */
export async function decideOn(tx: Tx, ctx: Ctx, body: Decision) {
  const wanted = [...new Set(body.studentIds)]
  const rows = (await lockStudents(tx, wanted, mayManage(ctx))).filter((row) => isUndecided(row.status))
  if (rows.length > 0) {
    const ids = rows.map((row) => row.id)
    await setStatus(tx, ids, body.decision)
  }
  const approved = body.decision === 'approved'
  const reason = body.decision === 'rejected' ? body.reason : null
  for (const row of rows) {
    await setAccountStatus(tx, ctx, row.account_id, approved ? 'active' : 'deactivated')
    const before = present(row)
    const subject = { ...subjectOf(before), before: { status: row.status }, after: { status: body.decision }, reason }
    await ctx.record(tx, ctx, approved ? studentApproved : studentRejected, subject, labelOf(before))
    await tellDecision(tx, ctx, row.account_id, reason)
  }
  return { decided: rows.length, skipped: wanted.length - rows.length }
}
