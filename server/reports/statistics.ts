import type { Received } from '../../contract/endpoint.ts'
import { ProjectStatus } from '../../contract/projects.ts'
import type { downloadStatistics, Figures, readStatistics, Statistics } from '../../contract/reports.ts'
import { Gender } from '../../contract/students.ts'
import { words } from '../../contract/words.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { FileReply } from '../platform/http/route.ts'
import { dated, sheetReply } from '../platform/spreadsheet.ts'
import { listPlaces, type PlaceRow } from './statistics-queries.ts'

/** How many students and projects the majors and classrooms of a year have. */

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)

const byKey = <K extends string>(keys: readonly K[], count: (key: K) => number) =>
  Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<K, number>

function figuresOf({ students, projects }: Pick<PlaceRow, 'students' | 'projects'>): Figures {
  const genders = byKey(Gender.options, (gender) =>
    sum(students.filter((one) => one.gender === gender).map((one) => one.count)),
  )
  const statuses = byKey(ProjectStatus.options, (status) =>
    sum(projects.filter((one) => one.status === status).map((one) => one.count)),
  )
  const shared = sum(projects.filter((one) => one.shared).map((one) => one.count))
  const total = sum(projects.map((one) => one.count))
  return {
    students: { ...genders, total: sum(students.map((one) => one.count)) },
    projects: { solo: total - shared, shared, total, statuses },
  }
}

/** Of the majors in scope, of the active year unless told; the definitions are those of `Statistics`. */
export async function showStatistics(
  ctx: Ctx,
  { by, yearId }: Received<typeof readStatistics>['query'],
): Promise<Statistics> {
  const places = await listPlaces(ctx.db, ctx, by, yearId)
  const rows = places.map((place) => ({
    ...{ id: place.id, name: place.name },
    major: { id: place.major_id, name: place.major_name, abbreviation: place.abbreviation },
    ...figuresOf(place),
  }))
  const all = { students: places.flatMap((one) => one.students), projects: places.flatMap((one) => one.projects) }
  return { rows, total: figuresOf(all) }
}

function cellsOf({ students, projects }: Figures): number[] {
  return [
    ...Gender.options.map((gender) => students[gender]),
    ...[students.total, projects.solo, projects.shared],
    ...ProjectStatus.options.map((status) => projects.statuses[status]),
    projects.total,
  ]
}

/** The same as a spreadsheet, with a last row of totals. */
export async function exportStatistics(
  ctx: Ctx,
  query: Received<typeof downloadStatistics>['query'],
): Promise<FileReply> {
  const { rows, total } = await showStatistics(ctx, query)
  const { genders, projectStatuses, statistics: said } = words[query.locale]
  const named = query.by === 'classroom'
  const headings = [
    ...(named ? [said.classroom, said.major] : [said.major]),
    ...Gender.options.map((gender) => `${said.students}: ${genders[gender][0]}`),
    ...[`${said.students}: ${said.total}`, said.solo, said.shared],
    ...ProjectStatus.options.map((status) => `${said.projects}: ${projectStatuses[status]}`),
    `${said.projects}: ${said.total}`,
  ]
  const title = said.titles[query.by]
  const table = {
    ...{ sheetName: title, format: 'xlsx' as const },
    columns: headings.map((heading) => ({ heading })),
    rows: [
      ...rows.map((row) => [row.name, ...(named ? [row.major.name] : []), ...cellsOf(row)]),
      [said.total, ...(named ? [null] : []), ...cellsOf(total)],
    ],
  }
  return sheetReply(table, dated(title, ctx.now()))
}
