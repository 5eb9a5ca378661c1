/** Lists as spreadsheets, under the headings that an import reads: what goes out can be corrected and come in again. */
import type { Locale } from '../../../contract/accounts.ts'
import type { Page, Received } from '../../../contract/endpoint.ts'
import {
  type exportAdvisors as advisorsEndpoint,
  mostExportedRows,
  type exportProjects as projectsEndpoint,
  type SheetFormat,
  type exportStudents as studentsEndpoint,
} from '../../../contract/imports/exports.ts'
import { words } from '../../../contract/words.ts'
import { listAdvisorsPage } from '../../advisors/advisors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { FileReply } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/problem.ts'
import { dated, sheetReply } from '../../platform/spreadsheet.ts'
import { listProjects } from '../../projects/projects.ts'
import { listStudentsPage } from '../../students/students.ts'
import { listExported } from '../events.ts'
import { advisorTable, projectTable, studentTable, type Table } from './tables.ts'

/** All that match, in one page. */
const whole = { page: 1, pageSize: mostExportedRows } as const

interface Wanted {
  kind: 'students' | 'advisors' | 'projects'
  format: SheetFormat
  locale: Locale
  filter: Readonly<Record<string, unknown>>
}

const asTexts = (filter: Wanted['filter']) =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

/** That a list was taken along is recorded before it is sent. @throws import.tooManyRows */
async function send<T>(ctx: Ctx, wanted: Wanted, page: Page<T>, table: Table<T>): Promise<FileReply> {
  const { kind, format, locale, filter } = wanted
  if (page.total > mostExportedRows) {
    throw new Refusal('import.tooManyRows', { data: { what: 'rows', limit: mostExportedRows } })
  }
  const title = words[locale].kinds[kind]
  const columns = table.map(({ heading }) => ({ heading }))
  const rows = page.items.map((item) => table.map(({ cell }) => cell(item)))
  const file = await sheetReply({ sheetName: title, format, columns, rows }, dated(title, ctx.now()))
  await ctx.db.transaction().execute(async (tx) => {
    const data = { kind, format, rows: rows.length, filter: asTexts(filter) }
    await ctx.record(tx, ctx, listExported, { type: 'account', id: ctx.actor.accountId }, data)
  })
  return file
}

export async function exportStudents(ctx: Ctx, body: Received<typeof studentsEndpoint>['body']): Promise<FileReply> {
  const { format, locale, ...filter } = body
  const page = await listStudentsPage(ctx, { ...filter, ...whole })
  return send(ctx, { kind: 'students', format, locale, filter }, page, studentTable(locale))
}

export async function exportAdvisors(ctx: Ctx, body: Received<typeof advisorsEndpoint>['body']): Promise<FileReply> {
  const { format, locale, ...filter } = body
  const page = await listAdvisorsPage(ctx, { ...filter, ...whole })
  return send(ctx, { kind: 'advisors', format, locale, filter }, page, advisorTable(locale))
}

export async function exportProjects(ctx: Ctx, body: Received<typeof projectsEndpoint>['body']): Promise<FileReply> {
  const { format, locale, ...filter } = body
  const page = await listProjects(ctx.db, ctx, { ...filter, ...whole })
  return send(ctx, { kind: 'projects', format, locale, filter }, page, projectTable(locale))
}
