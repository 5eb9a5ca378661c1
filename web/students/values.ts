import { hasCodeForm } from '../../contract/academics/student-code.ts'
import type { Student } from '../../contract/students.ts'
import type { MessageKey } from '../i18n/types.ts'

/** What the form about a student holds; an empty text stands for what is not known. */
export const emptyStudent = {
  code: '',
  gender: '',
  givenName: '',
  surname: '',
  givenNameLatin: '',
  surnameLatin: '',
  majorId: '',
  classroomId: '',
  telephone: '',
  email: '',
}
export type StudentValues = typeof emptyStudent

/** Where the form shows what the server refuses. */
export const atField = {
  'student.codeTaken': 'code',
  'student.codeFormat': 'code',
  'account.emailTaken': 'email',
  'classroom.otherMajor': 'classroomId',
} as const

/** A record as the form shows it. */
export function valuesOf(student: Student): StudentValues {
  const { code, gender, givenName, surname, givenNameLatin, surnameLatin, telephone, email } = student
  return {
    code,
    gender,
    givenName,
    surname,
    givenNameLatin: givenNameLatin ?? '',
    surnameLatin: surnameLatin ?? '',
    majorId: student.major.id,
    classroomId: student.classroom.id,
    telephone: telephone ?? '',
    email: email ?? '',
  }
}

/** The values as the interface takes them. */
export function bodyOf(values: StudentValues) {
  const { givenNameLatin, surnameLatin, telephone, email } = values
  return {
    ...values,
    givenNameLatin: givenNameLatin.trim() || null,
    surnameLatin: surnameLatin.trim() || null,
    telephone: telephone.trim() || null,
    email: email.trim() || null,
  }
}

/** Whether a student ID has the form of the year's setting. */
export function checkCode(
  { code }: StudentValues,
  pattern: string | undefined,
): Partial<Record<keyof StudentValues, MessageKey>> {
  return hasCodeForm(code, pattern) ? {} : { code: 'problem.student.codeFormat' }
}
