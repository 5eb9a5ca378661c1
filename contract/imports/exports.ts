import { z } from 'zod'
import { Locale } from '../accounts.ts'
import { listAdvisors } from '../advisors.ts'
import { endpoint, FileAnswer } from '../endpoint.ts'
import { listProjects } from '../projects.ts'
import { listStudents } from '../students.ts'

/**
 * Lists as spreadsheets: what matches, in the order of the list, under the headings that an import of the kind reads. That somebody
 * took them along is recorded.
 */

/** The most rows of a spreadsheet that goes out: as many as one that comes in. */
export const mostExportedRows = 10_000

export const SheetFormat = z.enum(['xlsx', 'csv'])
export type SheetFormat = z.infer<typeof SheetFormat>

const asFile = { format: SheetFormat.default('xlsx'), locale: Locale }
const paging = { page: true, pageSize: true } as const

export const exportStudents = endpoint({
  operationId: 'exportStudents',
  method: 'POST',
  path: '/students/export',
  summary: 'The students that match as a spreadsheet, with the code of the project of each',
  permission: 'student.read',
  download: true,
  body: listStudents.query.omit(paging).extend(asFile),
  answers: { 200: FileAnswer },
  problems: ['import.tooManyRows'],
})

export const exportAdvisors = endpoint({
  operationId: 'exportAdvisors',
  method: 'POST',
  path: '/advisors/export',
  summary: 'The advisors that match as a spreadsheet, with the places that each gives and those that are taken',
  permission: 'advisor.manage',
  download: true,
  body: listAdvisors.query.omit(paging).extend(asFile),
  answers: { 200: FileAnswer },
  problems: ['import.tooManyRows'],
})

export const exportProjects = endpoint({
  operationId: 'exportProjects',
  method: 'POST',
  path: '/projects/export',
  summary: 'The projects that match and that the reader may see as a spreadsheet, one row each',
  permission: 'project.read',
  download: true,
  body: listProjects.query.omit(paging).extend(asFile),
  answers: { 200: FileAnswer },
  problems: ['import.tooManyRows'],
})
