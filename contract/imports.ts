import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Locale } from './accounts.ts'
import { endpoint, FileAnswer, Id, Moment, many, Nothing } from './endpoint.ts'

/**
 * Spreadsheets in: a file becomes a review, and a review that somebody confirms becomes records. And the next year: what an
 * earlier one was set up with is copied into it.
 */

export const ImportKind = z.enum(['majors', 'classrooms', 'advisors', 'students', 'projects'])
export type ImportKind = z.infer<typeof ImportKind>

export const ImportRowState = z.enum(['new', 'update', 'unchanged', 'error'])
export type ImportRowState = z.infer<typeof ImportRowState>

/** Largest spreadsheet: bytes and rows. */
export const maxSheetBytes = 10 * 1024 * 1024
export const maxSheetRows = 10_000

export const ImportReason = z.object({
  /** Column key the reason is about, or null for the whole row. */
  column: z.string().nullable(),
  code: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
})
export type ImportReason = z.infer<typeof ImportReason>

export const ImportRow = z.object({
  /** Row number as the spreadsheet program shows it. */
  row: z.number().int(),
  state: ImportRowState,
  cells: z.record(z.string(), z.string()),
  /** Of an update: the columns that change, with the value that stands now. */
  changes: z.record(z.string(), z.string()).optional(),
  reasons: z.array(ImportReason),
})
export type ImportRow = z.infer<typeof ImportRow>

export const Import = z.object({
  id: Id,
  kind: ImportKind,
  yearId: Id,
  fileName: z.string(),
  status: z.enum(['review', 'applied']),
  columns: z.array(z.string()),
  counts: z.object({
    new: z.number().int(),
    update: z.number().int(),
    unchanged: z.number().int(),
    error: z.number().int(),
  }),
  rows: z.array(ImportRow),
  createdAt: Moment,
  appliedAt: Moment.nullable(),
})
export type Import = z.infer<typeof Import>

const importParams = z.object({ importId: Id })

export const reviewImport = endpoint({
  operationId: 'reviewImport',
  method: 'POST',
  path: '/imports/:kind',
  summary: 'Read a spreadsheet (.xlsx or .csv) and say for each row what it would do; nothing is written yet',
  permission: 'import.run',
  params: z.object({ kind: ImportKind }),
  upload: true,
  body: z.object(yearFilter),
  answers: { 201: Import },
  problems: [
    'import.unreadable',
    'import.tooManyRows',
    'import.missingColumns',
    'submission.missingFile',
    'year.closed',
  ],
})

export const readImport = endpoint({
  operationId: 'readImport',
  method: 'GET',
  path: '/imports/:importId',
  summary: 'A review, or what became of it',
  permission: 'import.run',
  params: importParams,
  answers: { 200: Import },
})

export const applyImport = endpoint({
  operationId: 'applyImport',
  method: 'POST',
  path: '/imports/:importId/apply',
  summary: 'Write all valid rows of a review in one transaction',
  permission: 'import.run',
  progress: true,
  params: importParams,
  answers: { 200: Import },
  problems: ['import.alreadyApplied', 'import.stale', 'year.closed'],
})

export const downloadImportErrors = endpoint({
  operationId: 'downloadImportErrors',
  method: 'GET',
  path: '/imports/:importId/errors',
  summary: 'The refused rows with their reasons, as a spreadsheet to correct and import again',
  permission: 'import.run',
  params: importParams,
  query: z.object({ locale: Locale.default('lo') }),
  download: true,
  answers: { 200: FileAnswer },
})

export const downloadImportTemplate = endpoint({
  operationId: 'downloadImportTemplate',
  method: 'GET',
  path: '/import-templates/:kind',
  summary: 'An empty spreadsheet with the headings of a kind, in a language',
  permission: 'import.run',
  params: z.object({ kind: ImportKind }),
  query: z.object({ locale: Locale.default('lo') }),
  download: true,
  answers: { 200: FileAnswer },
})

/** What a year takes over from an earlier one, in the order in which it is written: later kinds refer to majors. */
export const CopyKind = z.enum(['majors', 'classrooms', 'advisors', 'templates', 'rubrics', 'rooms', 'calendar'])
export type CopyKind = z.infer<typeof CopyKind>

/**
 * `replaced`: the year still has what every year begins with. `there`: left as it is. `majorMissing`: refers to majors of
 * which the year has none. `deactivated`: the account of the advisor is.
 */
export const CopyState = z.enum(['new', 'replaced', 'there', 'majorMissing', 'deactivated'])
export type CopyState = z.infer<typeof CopyState>

const count = z.number().int()
const YearRef = z.object({ id: Id, name: z.string() })

export const CopyPart = z.object({
  kind: CopyKind,
  counts: z.object({ new: count, replaced: count, there: count, left: count }),
  /** Of `calendar`: the defense days as they come to lie in the year (`2028-05-01/2028-05-12`), then the time slots. */
  items: z.array(z.object({ name: z.string(), state: CopyState })),
})
export type CopyPart = z.infer<typeof CopyPart>

export const CopyPreview = z.object({ year: YearRef, source: YearRef, parts: z.array(CopyPart) })
export type CopyPreview = z.infer<typeof CopyPreview>

export const YearCopy = z.object({
  id: Id,
  source: YearRef,
  createdAt: Moment,
  /** How many of each kind were made or replaced. */
  made: z.array(z.object({ kind: CopyKind, count })),
  can: z.object({ undo: z.boolean() }),
})
export type YearCopy = z.infer<typeof YearCopy>

const yearParams = z.object({ yearId: Id })

export const previewYearCopy = endpoint({
  operationId: 'previewYearCopy',
  method: 'GET',
  path: '/years/:yearId/copies/preview',
  summary: 'What would be copied from an earlier year, and what is there and stays; nothing is written',
  permission: 'year.manage',
  params: yearParams,
  query: z.object({ sourceYearId: Id, kinds: many(CopyKind) }),
  answers: { 200: CopyPreview },
  problems: ['year.closed', 'year.notEarlier'],
})

export const copyYear = endpoint({
  operationId: 'copyYear',
  method: 'POST',
  path: '/years/:yearId/copies',
  summary: 'Copy from an earlier year what is not there yet, in one transaction; `copyId` is null when nothing was',
  permission: 'year.manage',
  params: yearParams,
  body: z.object({ sourceYearId: Id, kinds: z.array(CopyKind).min(1).max(CopyKind.options.length) }),
  answers: { 200: CopyPreview.extend({ copyId: Id.nullable() }) },
  problems: ['year.closed', 'year.notEarlier'],
})

export const listYearCopies = endpoint({
  operationId: 'listYearCopies',
  method: 'GET',
  path: '/years/:yearId/copies',
  summary: 'What was copied into a year and not undone, newest first',
  permission: 'year.manage',
  params: yearParams,
  answers: { 200: z.object({ items: z.array(YearCopy) }) },
})

export const undoYearCopy = endpoint({
  operationId: 'undoYearCopy',
  method: 'DELETE',
  path: '/years/:yearId/copies/:copyId',
  summary: 'Take away what a copy made, as long as nothing hangs on it and nobody has changed it',
  permission: 'year.manage',
  params: yearParams.extend({ copyId: Id }),
  answers: { 204: Nothing },
  problems: ['copy.inUse', 'year.closed'],
})
