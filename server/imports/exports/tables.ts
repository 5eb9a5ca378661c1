import type { Locale } from '../../../contract/accounts.ts'
import { type Advisor, PlaceKind } from '../../../contract/advisors.ts'
import type { ImportKind } from '../../../contract/imports.ts'
import type { ProjectSummary } from '../../../contract/projects.ts'
import type { Student } from '../../../contract/students.ts'
import { headingOf, words } from '../../../contract/words.ts'

/** The columns of each list as a spreadsheet. Those that an import knows come first and carry its headings. */
export type Table<T> = readonly { heading: string; cell: (item: T) => string | number | null }[]

/** Columns that an import reads. */
function read<T>(
  locale: Locale,
  kind: ImportKind,
  cells: Readonly<Record<string, Table<T>[number]['cell']>>,
): Table<T> {
  return Object.entries(cells).map(([key, cell]) => ({ heading: headingOf(locale, kind, key), cell }))
}

export function studentTable(locale: Locale): Table<Student> {
  const { genders, studentStatuses, exported } = words[locale]
  return [
    ...read<Student>(locale, 'students', {
      code: ({ code }) => code,
      givenName: ({ givenName }) => givenName,
      surname: ({ surname }) => surname,
      gender: ({ gender }) => genders[gender][0],
      major: ({ major }) => major.name,
      classroom: ({ classroom }) => classroom.name,
      telephone: ({ telephone }) => telephone,
      email: ({ email }) => email,
      status: ({ status }) => studentStatuses[status][0],
      givenNameLatin: ({ givenNameLatin }) => givenNameLatin,
      surnameLatin: ({ surnameLatin }) => surnameLatin,
    }),
    { heading: exported.project, cell: ({ project }) => project?.code ?? null },
  ]
}

export function advisorTable(locale: Locale): Table<Advisor> {
  const { all, exported } = words[locale]
  return [
    ...read<Advisor>(locale, 'advisors', {
      name: ({ name }) => name,
      supervising: ({ quotas }) => quotas.supervising,
      chair: ({ quotas }) => quotas.chair,
      second: ({ quotas }) => quotas.second,
      third: ({ quotas }) => quotas.third,
      majors: ({ majors }) => majors.map(({ abbreviation }) => abbreviation).join(', ') || all[0],
      email: ({ email }) => email,
    }),
    ...PlaceKind.options.map((place) => ({
      heading: exported.loads[place],
      cell: ({ loads, quotas }: Advisor) => `${loads[place]} / ${quotas[place]}`,
    })),
  ]
}

export function projectTable(locale: Locale): Table<ProjectSummary> {
  const { projectStatuses, exported } = words[locale]
  return [
    ...read<ProjectSummary>(locale, 'projects', {
      code: ({ code }) => code,
      topicLo: ({ topicLo }) => topicLo,
      topicEn: ({ topicEn }) => topicEn,
      advisor: ({ advisor }) => advisor.name,
      members: ({ members }) => members.map(({ code }) => code).join(', '),
    }),
    { heading: exported.names, cell: ({ members }) => members.map(({ name }) => name).join(', ') },
    { heading: exported.majors, cell: ({ majors }) => majors.join(', ') },
    { heading: exported.status, cell: ({ status }) => projectStatuses[status] },
  ]
}
