import type { Student } from '../../contract/students.ts'

type Named = Pick<Student, 'givenName' | 'surname' | 'givenNameLatin' | 'surnameLatin'>

/** The name as people say it, in the script of the faculty. */
export function fullName({ givenName, surname }: Named): string {
  return `${givenName} ${surname}`
}

/** The name in Latin letters, as far as it is known. */
export function latinName({ givenNameLatin, surnameLatin }: Named): string {
  return [givenNameLatin, surnameLatin].filter(Boolean).join(' ')
}
