import { fold } from '../../../contract/words.ts'
import { groupBy, type SourceRow } from '../kinds/plan.ts'
import { type Dump, dayOf, isTrue, type Thing, textOf } from './dump.ts'

/** The projects of the earlier system: its groups, and the older table of the same projects that points to the advisor. */

export interface TakenProject {
  readonly source: SourceRow
  /** The record of the advisor, where the name leads to one. */
  readonly advisor: Thing | undefined
  readonly status: 'pending' | 'approved' | 'rejected'
  /** What the advisor said; '' when nothing. */
  readonly comment: string
  /** `YYYY-MM-DD`; '' when the files do not say. */
  readonly registeredOn: string
  /** Name of the template its milestones come from; '' when it has none. */
  readonly template: string
  readonly milestones: readonly { readonly name: string; readonly dueOn: string }[]
}

const user = 'accounts.user'

/** Name and surname of a user, else the user name. */
export function nameOf(person: Thing): string {
  const full = `${textOf(person, 'first_name')} ${textOf(person, 'last_name')}`.trim()
  return full || textOf(person, 'username')
}

/** Finds who is meant by a name, with or without title, or by the number of an advisor. */
function createAdvisorFinder(dump: Dump) {
  const called = dump.all('advisors.advisor').flatMap((advisor) => {
    const person = dump.find(user, advisor.fields.user)
    const name = person ? nameOf(person) : ''
    const titled = `${textOf(advisor, 'academic_title')} ${name}`.trim()
    const texts = [name, titled, textOf(advisor, 'advisor_id'), person ? textOf(person, 'username') : '']
    return [...new Set(texts.map(fold))].filter((text) => text !== '').map((text) => ({ text, advisor }))
  })
  const found = groupBy(called, (one) => one.text)
  return (text: string): Thing | undefined => {
    const meant = found.get(fold(text)) ?? []
    return meant.length === 1 ? meant[0]?.advisor : undefined
  }
}

function createMemberFinder(dump: Dump) {
  const students = new Map(dump.all('students.student').map((one) => [String(one.fields.user), one]))
  const places = groupBy(dump.all('projects.projectstudent'), (one) => String(one.fields.project_group))
  const codeOf = (key: unknown) => {
    const person = dump.find(user, key)
    const student =
      students.get(String(key)) ?? (person && students.get(person.pk)) ?? dump.find('students.student', key)
    return student ? [textOf(student, 'student_id')] : []
  }
  return (project: Thing, group: string): string[] => {
    const own = places.get(group) ?? []
    const first = own.filter((one) => isTrue(one, 'is_primary'))
    const keys = [...first, ...own.filter((one) => !first.includes(one))].map((one) => one.fields.student)
    const listed = Array.isArray(project.fields.students) ? project.fields.students : []
    return [...new Set([...keys, ...listed].flatMap(codeOf))]
  }
}

const statuses = { pending: 'pending', approved: 'approved', rejected: 'rejected' } as const

/** One table out of the two, with the key that students and milestones point to: every group, and every project of the older table that has none. */
function tablesOf(dump: Dump): { project: Thing; group: string; older: Thing | undefined }[] {
  const older = new Map(dump.all('projects.project').map((one) => [textOf(one, 'project_id'), one]))
  const groups = dump.all('projects.projectgroup').map((project) => {
    const code = textOf(project, 'project_id')
    const twin = older.get(code)
    older.delete(code)
    return { project, group: project.pk, older: twin }
  })
  return [...groups, ...[...older.values()].map((project) => ({ project, group: '', older: project }))]
}

/**
 * The projects whose first student is of a year, by the student IDs of the year. What no student leads to is reported
 * with the newest year.
 */
export function projectsOf(dump: Dump, codes: ReadonlySet<string>, newest: boolean): TakenProject[] {
  const findAdvisor = createAdvisorFinder(dump)
  const membersOf = createMemberFinder(dump)
  const milestones = groupBy(dump.all('milestones.milestone'), (one) => String(one.fields.project_group))
  return tablesOf(dump).flatMap(({ project, group, older }, index) => {
    const members = membersOf(project, group)
    const own = members[0] === undefined ? newest : codes.has(members[0])
    if (!own) return []
    const pointed = older && dump.find('advisors.advisor', older.fields.advisor)
    const advisor = pointed ?? findAdvisor(textOf(project, 'advisor_name'))
    const person = advisor && dump.find(user, advisor.fields.user)
    const title = textOf(project, 'title')
    const [lo, en] = [textOf(project, 'topic_lao') || title, textOf(project, 'topic_eng') || title]
    const cells = {
      ...{ code: textOf(project, 'project_id'), topicLo: lo || en, topicEn: en || lo, members: members.join(', ') },
      advisor: person ? nameOf(person) : textOf(project, 'advisor_name'),
      advisorEmail: person ? textOf(person, 'email') : '',
    }
    const planned = milestones.get(group) ?? []
    const template = planned[0] && dump.find('milestones.milestonetemplate', planned[0].fields.template)
    return {
      source: { row: index + 1, cells, formulas: [] },
      advisor,
      status: statuses[textOf(project, 'status').toLowerCase() as keyof typeof statuses] ?? 'pending',
      comment: textOf(project, 'comment'),
      registeredOn: dayOf(project, 'created_at'),
      template: template ? textOf(template, 'name') : '',
      milestones: planned.map((one) => ({ name: textOf(one, 'name'), dueOn: dayOf(one, 'due_date') })),
    }
  })
}
