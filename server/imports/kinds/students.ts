import { Email } from '../../../contract/endpoint.ts'
import { type Gender, PersonName, StudentCode, type StudentStatus, Telephone } from '../../../contract/students.ts'
import { fold, meaningOf } from '../../../contract/words.ts'
import type { AccountState } from './advisors.ts'
import type { ClassroomState } from './classrooms.ts'
import { createMajorFinder, type MajorState, readMajor } from './majors.ts'
import { createClaims, decide, type Planned, type Reading, readRow, refused, type SourceRow } from './plan.ts'

interface Person {
  readonly code: string
  readonly givenName: string
  readonly surname: string
  readonly gender: Gender
  readonly majorId: string
  readonly classroomId: string
  readonly telephone: string | null
  readonly email: string | null
  readonly givenNameLatin: string | null
  readonly surnameLatin: string | null
}

export interface StudentState extends Person {
  readonly id: string
  readonly accountId: string
  readonly status: StudentStatus
  readonly managed: boolean
}

export interface StudentTarget extends Person {
  readonly id: string | undefined
  /** New, with an account from another year. */
  readonly returning: boolean
  /** Pending and to be approved. */
  readonly approve: boolean
}

interface State {
  /** Regular expression that the year wants student IDs to match. */
  readonly codePattern: string
  readonly majors: readonly MajorState[]
  readonly classrooms: readonly ClassroomState[]
  readonly students: readonly StudentState[]
  readonly accounts: readonly AccountState[]
}

function readGender(reading: Reading): Gender | undefined {
  const given = reading.required('gender')
  const gender = given === undefined ? undefined : meaningOf('genders', given)
  if (given !== undefined && !gender) reading.refuse('gender', 'cell.unknown', { value: given.slice(0, 100) })
  return gender
}

function readClassroom(reading: Reading, known: ReadonlyMap<string, ClassroomState>, major: MajorState | undefined) {
  const given = reading.required('classroom')
  const classroom = given === undefined ? undefined : known.get(fold(given))
  if (given !== undefined && !classroom) reading.refuse('classroom', 'cell.unknown', { value: given.slice(0, 100) })
  return classroom && { ...classroom, ofMajor: major === undefined || classroom.majorId === major.id }
}

/** Staff import students as approved ones; a state that an import cannot give is refused, not ignored. */
function readStatus(reading: Reading, existing: StudentState | undefined): boolean {
  const given = reading.optional('status')
  if (given === undefined) return false
  const status = meaningOf('studentStatuses', given)
  const stands = existing ? existing.status : 'approved'
  const approve = status === 'approved' && stands === 'pending'
  if (!status) reading.refuse('status', 'cell.unknown', { value: given.slice(0, 100) })
  else if (status !== stands && !approve) reading.refuse('status', 'cell.invalid', { value: given })
  return approve
}

/** An ID that stands already is not asked for its form again. */
function readCode(reading: Reading, pattern: RegExp, students: ReadonlyMap<string, unknown>): string | undefined {
  const code = reading.parsed('code', StudentCode)
  if (code === undefined || students.has(code) || pattern.test(code)) return code
  reading.refuse('code', 'student.codeFormat', { value: code })
  return undefined
}

/** An e-mail address and a login belong to one person; one who studied in another year keeps the account. */
function checkAccount(
  reading: Reading,
  { owner, holder, existing }: { owner?: AccountState; holder?: AccountState; existing: StudentState | undefined },
): void {
  // who the row is about is not known when its student ID is refused
  if (reading.reasons.some((reason) => reason.column === 'code')) return
  const own = existing?.accountId ?? holder?.accountId
  if (owner && owner.accountId !== own) reading.refuse('email', 'account.emailTaken', { value: owner.email })
  const free = existing ? holder === undefined || holder.accountId === own : holder === undefined || holder.returning
  if (!free) reading.refuse('code', 'account.loginTaken', { value: holder?.login })
}

function shown(person: Person, state: State): Record<string, string> {
  return {
    code: person.code,
    givenName: person.givenName,
    surname: person.surname,
    gender: person.gender,
    major: state.majors.find((one) => one.id === person.majorId)?.name ?? '',
    classroom: state.classrooms.find((one) => one.id === person.classroomId)?.name ?? '',
    telephone: person.telephone ?? '',
    email: person.email ?? '',
    givenNameLatin: person.givenNameLatin ?? '',
    surnameLatin: person.surnameLatin ?? '',
  }
}

/** Students are known by their ID. Blank optional cells leave what stands. */
export function planStudents(state: State, rows: readonly SourceRow[]) {
  const pattern = new RegExp(state.codePattern)
  const findMajor = createMajorFinder(state.majors)
  const classrooms = new Map(state.classrooms.map((one) => [fold(one.name), one]))
  const students = new Map(state.students.map((one) => [one.code, one]))
  const owners = new Map(state.accounts.flatMap((one) => (one.email ? [[one.email, one] as const] : [])))
  const logins = new Map(state.accounts.flatMap((one) => (one.login ? [[one.login.toUpperCase(), one] as const] : [])))
  const claims = createClaims()
  return rows.map((source): Planned<StudentTarget> => {
    const reading = readRow(source)
    const code = readCode(reading, pattern, students)
    const existing = code === undefined ? undefined : students.get(code)
    const givenName = reading.name('givenName', PersonName)
    const surname = reading.name('surname', PersonName)
    const gender = readGender(reading)
    const major = readMajor(reading, findMajor)
    const classroom = readClassroom(reading, classrooms, major)
    if (major && classroom && !classroom.ofMajor) {
      const owner = state.majors.find((one) => one.id === classroom.majorId)
      reading.refuse('classroom', 'classroom.otherMajor', { classroom: classroom.name, major: owner?.name })
    }
    const telephone = reading.parsed('telephone', Telephone, 'optional') ?? existing?.telephone ?? null
    const email = reading.parsed('email', Email, 'optional')
    const givenNameLatin = reading.name('givenNameLatin', PersonName, 'optional') ?? existing?.givenNameLatin ?? null
    const surnameLatin = reading.name('surnameLatin', PersonName, 'optional') ?? existing?.surnameLatin ?? null
    const approve = readStatus(reading, existing)
    if (code !== undefined) claims.claim(reading, 'code', code)
    if (email) claims.claim(reading, 'email', email)
    checkAccount(reading, { owner: owners.get(email ?? ''), holder: logins.get(code ?? ''), existing })
    if (existing && !existing.managed) reading.refuse('code', 'permission.denied')
    if (!code || !givenName || !surname || !gender || !major || !classroom) return refused(reading)
    const returning = existing === undefined && logins.has(code)
    const places = { majorId: major.id, classroomId: classroom.id }
    const contact = { telephone, email: email ?? existing?.email ?? null }
    const next = { code, givenName, surname, gender, ...places, ...contact, givenNameLatin, surnameLatin }
    const now = existing ? { ...shown(existing, state), status: existing.status } : null
    const wanted = { ...shown(next, state), ...(approve ? { status: 'approved' } : {}) }
    return decide(reading, now, wanted, { ...next, id: existing?.id, returning, approve })
  })
}
