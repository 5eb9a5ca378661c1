import type { ImportKind } from '../../../contract/imports.ts'
import { fold } from '../../../contract/words.ts'
import type { SourceRow } from '../kinds/plan.ts'
import { type Dump, dayOf, isTrue, type Thing, textOf } from './dump.ts'
import { nameOf, projectsOf, type TakenProject } from './projects.ts'
import { type Settings, settingsOf } from './settings.ts'

/** From the tables of the earlier system to the rows of our spreadsheets, year by year. Pure. */

/** How somebody signed in. */
export interface Credential {
  /** What the account is known by here: student ID, user name or e-mail address. */
  readonly login: string
  /** As Django stores it; null when it is not one that can be verified. */
  readonly passwordHash: string | null
  readonly mustChangePassword: boolean
  readonly active: boolean
}

export interface TakenAdmin extends Credential {
  readonly name: string
  readonly email: string | null
}

export interface TakenAdvisor {
  readonly source: SourceRow
  readonly login: string | null
  /** Runs the office of the majors of the own specialisation. */
  readonly office: boolean
}

export interface TakenYear {
  readonly name: string
  readonly startsOn: string
  readonly endsOn: string
  readonly rows: Readonly<Record<Exclude<ImportKind, 'advisors' | 'projects'>, readonly SourceRow[]>>
  readonly advisors: readonly TakenAdvisor[]
  readonly projects: readonly TakenProject[]
  readonly settings: Settings
  /** Names of majors by their keys in the earlier system. */
  readonly majorNames: Readonly<Record<string, string>>
}

export interface Takeover {
  /** Oldest first. */
  readonly years: readonly TakenYear[]
  readonly admins: readonly TakenAdmin[]
  readonly credentials: readonly Credential[]
  /** What was read, understood or changed on the way, in sentences. */
  readonly remarks: readonly string[]
}

const user = 'accounts.user'
const row = (number: number, cells: Record<string, string>): SourceRow => ({ row: number, cells, formulas: [] })

/** A hash that can be verified: 32 bytes after at most two million rounds. */
function usableHash(stored: string): string | null {
  const [kind, rounds = '', salt, digest = ''] = stored.split('$')
  const fits = kind === 'pbkdf2_sha256' && /^[1-9]\d{0,6}$/.test(rounds) && Number(rounds) <= 2_000_000 && salt
  return fits && Buffer.from(digest, 'base64').length === 32 ? stored : null
}

function credentialOf(person: Thing, login: string): Credential {
  return {
    login,
    passwordHash: usableHash(textOf(person, 'password')),
    mustChangePassword: isTrue(person, 'must_change_password'),
    active: person.fields.is_active !== false,
  }
}

/** `2024-2025`, also from `2024`; undefined for anything else. */
function yearName(text: string): string | undefined {
  const [, first, second] = /^(\d{4})(?:\s*[-/]\s*(\d{4}))?$/.exec(text) ?? []
  return first && `${first}-${second ?? Number(first) + 1}`
}

function namesOfYears(dump: Dump): string[] {
  const written = [
    ...dump.all('settings.academicyear').map((one) => textOf(one, 'year')),
    ...dump.all('classrooms.classroom').map((one) => textOf(one, 'academic_year')),
    ...dump.all('students.student').map((one) => textOf(one, 'academic_year')),
  ]
  const spoken = dump.all(user).map((one) => textOf(one, 'current_academic_year'))
  const known = (texts: readonly string[]) => [...new Set(texts.flatMap((text) => yearName(text) ?? []))].toSorted()
  return known(written).length > 0 ? known(written) : known(spoken)
}

function datesOf(dump: Dump, name: string): { startsOn: string; endsOn: string; assumed: boolean } {
  const said = dump.all('settings.academicyear').find((one) => yearName(textOf(one, 'year')) === name)
  const [startsOn, endsOn] = [said && dayOf(said, 'start_date'), said && dayOf(said, 'end_date')]
  if (startsOn && endsOn) return { startsOn, endsOn, assumed: false }
  const [first, second] = name.split('-')
  return { startsOn: `${first}-09-01`, endsOn: `${second}-08-31`, assumed: true }
}

const numbered = <T>(things: readonly T[], cells: (thing: T) => Record<string, string>) =>
  things.map((thing, index) => row(index + 1, cells(thing)))

function studentRows(dump: Dump, year: string): SourceRow[] {
  const own = dump.all('students.student').filter((one) => yearName(textOf(one, 'academic_year')) === year)
  return numbered(own, (one) => {
    const person = dump.find(user, one.fields.user)
    const said = (name: string) => (person ? textOf(person, name) : '')
    return {
      code: textOf(one, 'student_id'),
      givenName: said('first_name'),
      surname: said('last_name'),
      gender: said('gender'),
      major: textOf(one, 'major'),
      classroom: textOf(one, 'classroom'),
      telephone: said('phone'),
      email: said('email'),
    }
  })
}

/** The classrooms of a year, and those that only students speak of. */
function classroomRows(dump: Dump, year: string, students: readonly SourceRow[]): SourceRow[] {
  const own = dump.all('classrooms.classroom').filter((one) => yearName(textOf(one, 'academic_year')) === year)
  const written = own.map((one) => {
    const major = dump.find('majors.major', one.fields.major)
    return { name: textOf(one, 'name'), major: major ? textOf(major, 'name') : '' }
  })
  const spoken = students.map(({ cells }) => ({ name: cells.classroom ?? '', major: cells.major ?? '' }))
  const rooms = new Map<string, { name: string; major: string }>()
  // the earlier system has a room once a semester
  for (const room of [...written, ...spoken.filter(({ name }) => name !== '')]) {
    if (!rooms.has(fold(room.name))) rooms.set(fold(room.name), room)
  }
  return numbered([...rooms.values()], (room) => room)
}

function advisorsOf(dump: Dump, projects: readonly TakenProject[], remarks: string[]): TakenAdvisor[] {
  const majors = new Map(
    dump.all('majors.major').map((one) => [fold(textOf(one, 'name')), textOf(one, 'abbreviation')]),
  )
  return dump.all('advisors.advisor').map((one, index) => {
    const person = dump.find(user, one.fields.user)
    const name = person ? nameOf(person) : textOf(one, 'advisor_id')
    const special = dump
      .all('advisors.advisorspecialization')
      .filter(({ fields }) => String(fields.advisor) === one.pk)
      .map((each) => textOf(each, 'major'))
    const led = projects.filter((project) => project.status !== 'rejected' && project.advisor?.pk === one.pk).length
    const quota = Number(textOf(one, 'quota') || '5')
    if (led > quota) remarks.push(`${name} leads ${led} projects and had ${quota} places: ${led} places are given.`)
    const cells = {
      ...{ name, email: person ? textOf(person, 'email') : '', supervising: String(Math.max(quota, led)) },
      ...{ chair: textOf(one, 'main_committee_quota'), second: textOf(one, 'second_committee_quota') },
      third: textOf(one, 'third_committee_quota'),
      // a name may hold a comma, an abbreviation does not
      majors: special.map((each) => majors.get(fold(each)) ?? each).join('; '),
    }
    const login = person ? textOf(person, 'username') : ''
    return { source: row(index + 1, cells), login: login || null, office: isTrue(one, 'is_department_admin') }
  })
}

function credentialsOf(dump: Dump): Credential[] {
  const of = (model: string, login: (one: Thing, person: Thing) => string) =>
    dump.all(model).flatMap((one) => {
      const person = dump.find(user, one.fields.user)
      return person ? [credentialOf(person, login(one, person))] : []
    })
  return [
    ...of('students.student', (one) => textOf(one, 'student_id')),
    ...of('advisors.advisor', (_, person) => textOf(person, 'username')),
  ]
}

function adminsOf(dump: Dump): TakenAdmin[] {
  const isAdmin = (one: Thing) => textOf(one, 'role') === 'Admin' || isTrue(one, 'is_superuser')
  return dump
    .all(user)
    .filter((one) => isAdmin(one) && one.fields.is_active !== false)
    .map((one) => ({
      ...credentialOf(one, textOf(one, 'username')),
      ...{ name: nameOf(one), email: textOf(one, 'email').toLowerCase() || null },
    }))
}

/** What a dump says, in our words. */
export function translate(dump: Dump): Takeover {
  const remarks: string[] = []
  const majors = numbered(dump.all('majors.major'), (one) => ({
    ...{ name: textOf(one, 'name'), abbreviation: textOf(one, 'abbreviation') },
  }))
  const years = namesOfYears(dump)
  if (years.length === 0) remarks.push('No object names an academic year: only administrators are taken over.')
  const taken = years.map((name): TakenYear => {
    const { startsOn, endsOn, assumed } = datesOf(dump, name)
    if (assumed) remarks.push(`The files do not say when ${name} begins and ends: ${startsOn} to ${endsOn} is assumed.`)
    const students = studentRows(dump, name)
    const projects = projectsOf(dump, new Set(students.map(({ cells }) => cells.code ?? '')), name === years.at(-1))
    return {
      ...{ name, startsOn, endsOn, projects },
      rows: { majors, classrooms: classroomRows(dump, name, students), students },
      advisors: advisorsOf(dump, projects, remarks),
      settings: settingsOf(dump, name, remarks),
      majorNames: Object.fromEntries(dump.all('majors.major').map((one) => [one.pk, textOf(one, 'name')])),
    }
  })
  return { years: taken, admins: adminsOf(dump), credentials: credentialsOf(dump), remarks: [...new Set(remarks)] }
}
