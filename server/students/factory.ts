/** Test data: students of a classroom, made by the use cases. */
import type { Student } from '../../contract/students.ts'
import type { Ctx } from '../platform/ctx.ts'
import { register } from './registration.ts'
import { addStudent } from './students.ts'

let number = 0

type StudentSpec = { majorId: string; classroomId: string; email?: string } & Partial<
  Pick<Student, 'code' | 'gender' | 'givenName' | 'surname'>
>

function fill(spec: StudentSpec) {
  number += 1
  return {
    gender: 'female' as const,
    givenName: 'ນາງ ສົມໃຈ',
    surname: `ວົງສາ${number}`,
    givenNameLatin: null,
    surnameLatin: null,
    telephone: null,
    ...spec,
    code: spec.code ?? `205N${String(number).padStart(4, '0')}/26`,
  }
}

/** An approved student, who signs in with the code. */
export function makeStudent(ctx: Ctx, spec: StudentSpec): Promise<Student> {
  return addStudent(ctx, { email: null, ...fill(spec) })
}

/** Somebody who registered and waits for approval; returns code and password. */
export async function makeRegistration(ctx: Ctx, spec: StudentSpec) {
  const fields = fill(spec)
  const password = 'correct horse battery'
  await register(ctx, { ...fields, email: spec.email ?? `student${number}@example.org`, password })
  return { code: fields.code, password }
}
