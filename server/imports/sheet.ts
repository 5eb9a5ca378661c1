import type { Readable } from 'node:stream'
import type { Locale } from '../../contract/accounts.ts'
import { type Import, type ImportKind, maxSheetBytes, maxSheetRows } from '../../contract/imports.ts'
import { importColumns } from '../../contract/words/shape.ts'
import { columnOf, headingOf, reasonText, words } from '../../contract/words.ts'
import type { FileReply } from '../platform/http/route.ts'
import { Refusal } from '../platform/problem.ts'
import { readSheet, SheetTooLarge, SheetUnreadable, sheetReply } from '../platform/spreadsheet.ts'
import type { SourceRow } from './kinds/plan.ts'

/** The columns without which a file cannot be of its kind. */
const needed: Readonly<Record<ImportKind, readonly string[]>> = {
  majors: ['name', 'abbreviation'],
  classrooms: ['name', 'major'],
  advisors: ['name'],
  students: ['code', 'givenName', 'surname', 'gender', 'major', 'classroom'],
  projects: ['code', 'topicLo', 'topicEn', 'advisor', 'members'],
}

/** Rows under the column keys of the kind, in the order of the file. */
export interface SourceSheet {
  readonly columns: string[]
  readonly rows: SourceRow[]
}

/** All bytes of an upload. @throws import.tooManyRows when there are more than the contract allows */
export async function collectBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Buffer).length
    // read on to the end: the request is answered, not cut off
    if (size <= maxSheetBytes) chunks.push(chunk as Buffer)
  }
  if (size > maxSheetBytes || (stream as { truncated?: boolean }).truncated) {
    throw new Refusal('import.tooManyRows', { data: { what: 'bytes', limit: maxSheetBytes } })
  }
  return Buffer.concat(chunks)
}

async function readRows(bytes: Buffer, fileName: string) {
  try {
    return (await readSheet(bytes, fileName, { rows: maxSheetRows })).rows
  } catch (error) {
    if (error instanceof SheetUnreadable) throw new Refusal('import.unreadable', { data: { reason: error.reason } })
    if (error instanceof SheetTooLarge) {
      throw new Refusal('import.tooManyRows', { data: { what: error.what, limit: error.limit } })
    }
    throw error
  }
}

/**
 * Reads a file of a kind: headings in any of the languages and in any order, columns that we do not know left out.
 * @throws import.unreadable, import.tooManyRows, import.missingColumns (`columns`: English headings, `keys`)
 */
export async function readSource(kind: ImportKind, bytes: Buffer, fileName: string): Promise<SourceSheet> {
  const [headings, ...rows] = await readRows(bytes, fileName)
  const keys = (headings?.cells ?? []).map((heading) => columnOf(kind, heading))
  // of two columns with one meaning the first counts
  const places = keys.map((key, index) => (key !== undefined && keys.indexOf(key) === index ? key : undefined))
  const missing = needed[kind].filter((key) => !places.includes(key))
  if (missing.length > 0) {
    const columns = missing.map((key) => headingOf('en', kind, key))
    throw new Refusal('import.missingColumns', { data: { columns, keys: missing } })
  }
  const ours = places.flatMap((key, index) => (key === undefined ? [] : [{ key, index }]))
  return {
    columns: ours.map(({ key }) => key),
    rows: rows.flatMap(({ row, cells, formulas }) => {
      const named = ours.map(({ key, index }) => [key, cells[index] ?? ''] as const)
      if (named.every(([, text]) => text === '')) return []
      const computed = ours.filter(({ index }) => formulas.includes(index)).map(({ key }) => key)
      return [{ row, cells: Object.fromEntries(named), formulas: computed }]
    }),
  }
}

/** An empty sheet with the headings of a kind. */
export async function writeTemplate(kind: ImportKind, locale: Locale): Promise<FileReply> {
  const sheetName = words[locale].kinds[kind]
  const columns = importColumns[kind].map((key) => ({ heading: headingOf(locale, kind, key), width: 24 }))
  return sheetReply({ sheetName, columns, rows: [], format: 'xlsx' })
}

/** The refused rows of an import as they came, with a column of reasons; it can be corrected and imported again. */
export async function writeErrors(review: Import, locale: Locale): Promise<FileReply> {
  const { kind, columns, rows } = review
  const spoken = words[locale]
  const headings = columns.map((key) => ({ heading: headingOf(locale, kind, key) }))
  const table = {
    sheetName: spoken.kinds[kind],
    columns: [...headings, { heading: spoken.reasonHeading, width: 60 }],
    rows: rows
      .filter((row) => row.state === 'error')
      .map((row) => [
        ...columns.map((key) => row.cells[key] || null),
        row.reasons.map((reason) => reasonText(locale, kind, reason)).join('\n'),
      ]),
    format: 'xlsx' as const,
  }
  return sheetReply(table, `${spoken.kinds[kind]} - ${spoken.errorsFile}`)
}
