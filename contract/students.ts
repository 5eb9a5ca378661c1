import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { NewPassword } from './accounts.ts'
import { BulkAnswer, selectionOf } from './endpoint/bulk.ts'
import { Email, endpoint, Id, listQuery, Nothing, pageOf, Reason, SearchText, text } from './endpoint.ts'

/** The students of a year. */

export const Gender = z.enum(['male', 'female', 'monk'])
export type Gender = z.infer<typeof Gender>
export const StudentStatus = z.enum(['pending', 'approved', 'rejected'])
export type StudentStatus = z.infer<typeof StudentStatus>

/** A person's name in any script: letters with their marks, spaces, and the few signs that names carry. */
export const PersonName = text(100).regex(/^[\p{L}\p{M}][\p{L}\p{M} .'’\-()]*$/u)
/** Telephone number as typed: digits, spaces, and + - ( ). */
export const Telephone = text(30, 6).regex(/^\+?[\d\s\-()]+$/)
export const StudentCode = z.string().trim().toUpperCase().min(3).max(30)

const StudentFields = {
  code: StudentCode,
  gender: Gender,
  givenName: PersonName,
  surname: PersonName,
  givenNameLatin: PersonName.nullable(),
  surnameLatin: PersonName.nullable(),
  majorId: Id,
  classroomId: Id,
  telephone: Telephone.nullable(),
  email: Email.nullable(),
}

export const Student = z.object({
  id: Id,
  yearId: Id,
  accountId: Id,
  code: z.string(),
  gender: Gender,
  givenName: z.string(),
  surname: z.string(),
  givenNameLatin: z.string().nullable(),
  surnameLatin: z.string().nullable(),
  major: z.object({ id: Id, name: z.string(), abbreviation: z.string() }),
  classroom: z.object({ id: Id, name: z.string() }),
  telephone: z.string().nullable(),
  email: z.string().nullable(),
  status: StudentStatus,
  /** The project the student is in this year. */
  project: z.object({ id: Id, code: z.string() }).nullable(),
  version: z.number().int(),
  can: z.object({ manage: z.boolean() }),
})
export type Student = z.infer<typeof Student>

const filters = {
  ...yearFilter,
  majorId: Id.optional(),
  classroomId: Id.optional(),
  status: StudentStatus.optional(),
  gender: Gender.optional(),
  withProject: z.stringbool().optional(),
  q: SearchText,
}
export type StudentFilter = z.output<z.ZodObject<typeof filters>>

export const listStudents = endpoint({
  operationId: 'listStudents',
  method: 'GET',
  path: '/students',
  summary: 'Students of a year',
  permission: 'student.read',
  query: listQuery(['code', 'name', 'surname', 'classroom', 'status'], filters),
  answers: { 200: pageOf(Student) },
})

const optionalFields = {
  ...StudentFields,
  givenNameLatin: StudentFields.givenNameLatin.default(null),
  surnameLatin: StudentFields.surnameLatin.default(null),
  telephone: StudentFields.telephone.default(null),
  email: StudentFields.email.default(null),
}
const params = z.object({ studentId: Id })

export const createStudent = endpoint({
  operationId: 'createStudent',
  method: 'POST',
  path: '/students',
  summary: 'Add an approved student, with an account that is still to be invited',
  permission: 'student.manage',
  body: z.object(optionalFields),
  answers: { 201: Student },
  problems: ['student.codeTaken', 'student.codeFormat', 'account.emailTaken', 'classroom.otherMajor', 'year.closed'],
})

export const readStudent = endpoint({
  operationId: 'readStudent',
  method: 'GET',
  path: '/students/:studentId',
  summary: 'One student',
  permission: 'student.read',
  params,
  answers: { 200: Student },
})

export const updateStudent = endpoint({
  operationId: 'updateStudent',
  method: 'PATCH',
  path: '/students/:studentId',
  summary: 'Change the record of a student',
  permission: 'student.manage',
  params,
  ifMatch: true,
  body: z.object(StudentFields).partial(),
  answers: { 200: Student },
  problems: ['student.codeTaken', 'student.codeFormat', 'account.emailTaken', 'classroom.otherMajor', 'version.stale'],
})

export const deleteStudent = endpoint({
  operationId: 'deleteStudent',
  method: 'DELETE',
  path: '/students/:studentId',
  summary: 'Take a student without a project out of the year',
  permission: 'student.manage',
  params,
  answers: { 204: Nothing },
  problems: ['student.inUse', 'year.closed'],
})

const selection = selectionOf(filters)

export const changeStudents = endpoint({
  operationId: 'changeStudents',
  method: 'POST',
  path: '/students/bulk',
  summary:
    'Decide on self-registered students, move students to another classroom, or take them out of the year: each is done, or left and told why',
  permission: 'student.manage',
  body: z.discriminatedUnion('action', [
    z.object({ action: z.literal('approve'), selection }),
    z.object({ action: z.literal('reject'), selection, reason: Reason }),
    z.object({ action: z.literal('move'), selection, majorId: Id, classroomId: Id }),
    z.object({ action: z.literal('remove'), selection }),
  ]),
  answers: { 200: BulkAnswer },
  problems: ['selection.changed', 'classroom.otherMajor', 'student.decided', 'student.inUse', 'year.closed'],
})

/** What one may know of a fellow student when looking for a partner. */
export const StudentCard = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  major: z.object({ id: Id, abbreviation: z.string() }),
  free: z.boolean(),
})
export type StudentCard = z.infer<typeof StudentCard>

export const findStudents = endpoint({
  operationId: 'findStudents',
  method: 'GET',
  path: '/students/find',
  summary: 'Look for a partner by student ID or name: at most ten of the active year',
  permission: 'student.find',
  query: z.object({ q: z.string().trim().min(2).max(100) }),
  answers: { 200: z.object({ items: z.array(StudentCard) }) },
})

/** The classrooms somebody who registers may choose from. */
export const readRegistrationForm = endpoint({
  operationId: 'readRegistrationForm',
  method: 'GET',
  path: '/registration',
  summary: 'What the self-registration form offers: majors and classrooms of the active year',
  permission: 'public',
  answers: {
    200: z.object({
      open: z.boolean(),
      yearName: z.string().nullable(),
      studentCodePattern: z.string().nullable(),
      majors: z.array(
        z.object({ id: Id, name: z.string(), classrooms: z.array(z.object({ id: Id, name: z.string() })) }),
      ),
    }),
  },
})

export const registerStudent = endpoint({
  operationId: 'registerStudent',
  method: 'POST',
  path: '/registration',
  summary: 'Register oneself as a student; an admin in scope approves',
  permission: 'public',
  body: z.object({ ...optionalFields, email: Email, password: NewPassword }),
  answers: { 202: z.object({ status: z.literal('pending') }) },
  problems: [
    ...(['student.codeTaken', 'student.codeFormat', 'account.emailTaken', 'classroom.otherMajor'] as const),
    'password.tooCommon',
  ],
})
