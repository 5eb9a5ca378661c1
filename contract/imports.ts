import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Locale } from './accounts.ts'
import { endpoint, FileAnswer, Id, Moment } from './endpoint.ts'

/** Spreadsheets in: a file becomes a review, and a review that somebody confirms becomes records. */

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
