/** How a student comes in without the office: a form anybody may fill in, and staff who decide. */
import type { Received } from '../../contract/endpoint.ts'
import type { readRegistrationForm, registerStudent } from '../../contract/students.ts'
import { findActiveYear, listAllClassrooms, listAllMajors, resolveYear } from '../academics/academics.ts'
import { createAccountWithHash, findAccountByLogin, hashChosenPassword } from '../accounts/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { Refusal } from '../platform/problem.ts'
import { studentRegistered } from './events.ts'
import { fullName } from './lifecycle.ts'
import { findMajorFor, insertStudent } from './queries.ts'

type Form = (typeof readRegistrationForm.answers)[200]['_output']

/** Majors that have classrooms, of the active year; nobody can register while there are none. */
export async function showRegistrationForm(ctx: Ctx): Promise<Form> {
  const year = await findActiveYear(ctx.db)
  if (!year) return { open: false, yearName: null, studentCodePattern: null, majors: [] }
  const classrooms = await listAllClassrooms(ctx.db, year.id)
  const majors = (await listAllMajors(ctx.db, year.id)).map(({ id, name }) => ({
    ...{ id, name },
    classrooms: classrooms.filter((one) => one.major.id === id).map((one) => ({ id: one.id, name: one.name })),
  }))
  const offered = majors.filter((major) => major.classrooms.length > 0)
  const { name: yearName, student_code_pattern: studentCodePattern } = year
  return { open: offered.length > 0, yearName, studentCodePattern, majors: offered }
}

/**
 * Registers a student of the active year who waits for approval. An account that exists is never taken over, whoever says
 * to be its owner: `student.codeTaken`, `account.emailTaken`.
 */
export async function register(ctx: Ctx, body: Received<typeof registerStudent>['body']) {
  const { password, ...fields } = body
  const displayName = fullName(fields)
  const passwordHash = await hashChosenPassword(ctx.db, password, [
    ...[fields.code, fields.email, displayName],
    ...[fields.givenNameLatin ?? null, fields.surnameLatin ?? null],
  ])
  // the registrant acts, and has no account yet when the first fact is recorded
  const self: Ctx = { ...ctx, actor: { accountId: '', name: displayName, roles: [], system: true } }
  return ctx.db.transaction().execute(async (tx) => {
    const { id: yearId } = await resolveYear(tx, undefined)
    const major = await findMajorFor(tx, fields.majorId)
    if (major?.year_id !== yearId) throw new Refusal('classroom.otherMajor')
    if (await findAccountByLogin(tx, fields.code)) throw new Refusal('student.codeTaken')
    const person = { displayName, login: fields.code, email: fields.email, role: 'student' } as const
    const accountId = await createAccountWithHash(tx, self, { ...person, passwordHash, status: 'pending' })
    const id = await insertStudent(tx, { ...fields, yearId, accountId, status: 'pending' })
    const subject = { type: 'student', id, yearId, after: { ...fields, status: 'pending' } }
    await ctx.record(tx, self, studentRegistered, subject, { code: fields.code, name: displayName })
    return { status: 'pending' as const }
  })
}
