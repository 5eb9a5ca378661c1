import type { PlaceKind } from '../advisors.ts'
import type { ImportKind } from '../imports.ts'
import type { Role } from '../permissions.ts'
import type { ProjectStatus } from '../projects.ts'
import type { StatisticsBy } from '../reports.ts'
import type { Gender, StudentStatus } from '../students.ts'
import type { MailKind } from '../system.ts'

/** The columns that an import of each kind knows, in the order of its template. */
export const importColumns = {
  majors: ['name', 'abbreviation'],
  classrooms: ['name', 'major'],
  advisors: ['name', 'supervising', 'chair', 'second', 'third', 'majors', 'email'],
  students: [
    'code',
    'givenName',
    'surname',
    'gender',
    'major',
    'classroom',
    'telephone',
    'email',
    'status',
    'givenNameLatin',
    'surnameLatin',
  ],
  projects: ['code', 'topicLo', 'topicEn', 'advisor', 'members', 'advisorEmail'],
} as const satisfies Record<ImportKind, readonly string[]>

export type ImportColumn = (typeof importColumns)[ImportKind][number]

/** Why a row of an import is refused. The codes that a problem has as well say the same thing. */
export const importReasons = [
  'cell.missing',
  'cell.unknown',
  'cell.invalid',
  'cell.formula',
  'row.repeated',
  'permission.denied',
  'major.nameTaken',
  'major.abbreviationTaken',
  'classroom.otherMajor',
  'student.codeFormat',
  'student.inUse',
  'student.notApproved',
  'account.emailTaken',
  'account.loginTaken',
  'advisor.ambiguous',
  'advisor.unknown',
  'advisor.full',
  'advisor.notSpecialised',
  'project.studentTaken',
  'project.tooManyMembers',
  'project.wrongState',
] as const
export type ImportReasonCode = (typeof importReasons)[number]

/** What is written and what is understood: the first word is the one we write, all are read. */
export type Spellings = readonly [string, ...string[]]

/** A letter: `{{name}}` stands for what it is given under that name. */
interface LetterWords {
  readonly subject: string
  readonly text: string
}

/** What the server says in a language: into spreadsheets and about them, and by mail. */
export interface Words {
  /** Sheet and file names. */
  readonly kinds: Readonly<Record<ImportKind, string>>
  readonly headings: { readonly [K in ImportKind]: Readonly<Record<(typeof importColumns)[K][number], Spellings>> }
  /** Heading of the column that says what is wrong with a row. */
  readonly reasonHeading: string
  readonly errorsFile: string
  readonly genders: Readonly<Record<Gender, Spellings>>
  readonly studentStatuses: Readonly<Record<StudentStatus, Spellings>>
  readonly roles: Readonly<Record<Role, string>>
  readonly projectStatuses: Readonly<Record<ProjectStatus, string>>
  /** Headings of the columns that only go out. */
  readonly exported: {
    readonly project: string
    readonly loads: Readonly<Record<PlaceKind, string>>
    readonly names: string
    readonly majors: string
    readonly status: string
  }
  /** Headings of the numbers of a year. */
  readonly statistics: {
    readonly titles: Readonly<Record<StatisticsBy, string>>
    readonly major: string
    readonly classroom: string
    readonly students: string
    readonly solo: string
    readonly shared: string
    readonly projects: string
    readonly total: string
  }
  /** Instead of a list of majors. */
  readonly all: Spellings
  /** `{{name}}` stands for what the reason carries under that name. */
  readonly reasons: Readonly<Record<ImportReasonCode, string>>
  readonly letters: Readonly<Record<MailKind, LetterWords>>
}
