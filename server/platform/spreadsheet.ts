import { extname } from 'node:path'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { cellText, cleanText } from './sheets/cell.ts'
import { findZipFault } from './sheets/zip-guard.ts'

export { dated, sheetReply } from './sheets/reply.ts'
export { type SheetToWrite, writeSheet } from './sheets/write.ts'

const maxColumns = 100
const maxUnpackedBytes = 100 * 1024 * 1024
// exceljs gives every cell of such a range an object of its own: one validation of a whole column costs a million.
const skippedParts = ['dataValidations', 'mergeCells', 'conditionalFormatting', 'hyperlinks', 'drawing', 'tableParts']

/** The bytes are no spreadsheet that can be read. */
export class SheetUnreadable extends Error {
  readonly reason: 'notASheet' | 'encrypted' | 'damaged'
  constructor(reason: 'notASheet' | 'encrypted' | 'damaged') {
    super(`The spreadsheet cannot be read: ${reason}`)
    this.name = 'SheetUnreadable'
    this.reason = reason
  }
}

/** The spreadsheet has more rows, columns or unpacked bytes than `limit`. */
export class SheetTooLarge extends Error {
  readonly what: 'rows' | 'columns' | 'bytes'
  readonly limit: number
  constructor(what: 'rows' | 'columns' | 'bytes', limit: number) {
    super(`The spreadsheet has more than ${limit} ${what}`)
    this.name = 'SheetTooLarge'
    this.what = what
    this.limit = limit
  }
}

/**
 * One row that is not blank. `row` is the number that the spreadsheet program shows, `cells` the texts from column A,
 * `formulas` the indexes of the cells that are formulas: their text is the stored result, or `=...` when that is
 * missing or cannot be trusted.
 */
export type SheetRow = { row: number; cells: string[]; formulas: number[] }

function collect(limits: { rows: number }) {
  const rows: SheetRow[] = []
  const add = (row: number, cells: string[], formulas: number[]): void => {
    let length = cells.length
    while (length > 0 && cells[length - 1] === '') length--
    if (length === 0) return
    if (length > maxColumns) throw new SheetTooLarge('columns', maxColumns)
    // The headings do not count.
    if (rows.length > limits.rows) throw new SheetTooLarge('rows', limits.rows)
    rows.push({ row, cells: cells.slice(0, length), formulas })
  }
  return { rows, add }
}

async function loadWorkbook(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const fault = await findZipFault(bytes, maxUnpackedBytes, 'xl/workbook.xml')
  if (fault === 'tooLarge') throw new SheetTooLarge('bytes', maxUnpackedBytes)
  if (fault) throw new SheetUnreadable(fault)
  const workbook = new ExcelJS.Workbook()
  // Names are not needed, and exceljs would visit every cell of a named range.
  Object.defineProperty(workbook.definedNames, 'model', { get: () => [], set: () => undefined })
  try {
    // exceljs declares a Buffer of its own, older than that of Node.
    const input = bytes as unknown as Parameters<typeof workbook.xlsx.load>[0]
    await workbook.xlsx.load(input, { ignoreNodes: skippedParts })
  } catch {
    throw new SheetUnreadable('damaged')
  }
  if (workbook.worksheets.length === 0) throw new SheetUnreadable('damaged')
  return workbook
}

async function readWorkbook(bytes: Buffer, limits: { rows: number }): Promise<SheetRow[]> {
  const workbook = await loadWorkbook(bytes)
  const filled = workbook.worksheets.filter((sheet) => sheet.actualRowCount > 0)
  const sheet = filled.find((each) => each.state === 'visible') ?? filled[0]
  const { rows, add } = collect(limits)
  sheet?.eachRow((row, number) => {
    const cells: string[] = []
    const formulas: number[] = []
    row.eachCell((cell, column) => {
      const { text, formula } = cellText(cell.formula ? withFormula(cell) : cell.value, cell.numFmt ?? '')
      if (text === '') return
      if (column > maxColumns) throw new SheetTooLarge('columns', maxColumns)
      while (cells.length < column - 1) cells.push('')
      cells[column - 1] = text
      if (formula) formulas.push(column - 1)
    })
    add(number, cells, formulas)
  })
  return rows
}

/** A cell that shares the formula of another tells it only through `cell.formula`. */
function withFormula(cell: ExcelJS.Cell): ExcelJS.CellValue {
  return { formula: cell.formula, result: cell.result as ExcelJS.CellFormulaValue['result'], date1904: false }
}

function decodeText(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const head = text.slice(0, 4096)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a binary file from a text.
    if (/[\u0000-\u0008\u000e-\u001f]/.test(head)) return null
    return /^\s*(?:%PDF|\{\\rtf|<(?:!doctype|html|\?xml|table|script))/i.test(head) ? null : text
  } catch {
    return null
  }
}

/** The separator that the first line uses most outside quotes; null when it uses none. */
function findDelimiter(text: string): string | null {
  const line = text.replace(/"(?:[^"]|"")*"/g, '').match(/\S.*/)?.[0] ?? ''
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length - 1 }))
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a))
  return best.count > 0 ? best.mark : null
}

function readCsv(bytes: Buffer, fileName: string, limits: { rows: number }): SheetRow[] {
  const text = decodeText(bytes)
  if (text === null || text.trim() === '') throw new SheetUnreadable('notASheet')
  // The line by which spreadsheet programs name the separator is not a row.
  const named = /^sep=([,;\t])\r?\n/i.exec(text)
  const delimiter = named?.[1] ?? findDelimiter(text.slice(0, 65_536))
  if (!delimiter && !['.csv', '.txt'].includes(extname(fileName).toLowerCase())) throw new SheetUnreadable('notASheet')
  const { rows, add } = collect(limits)
  let number = 0
  const onRecord = (record: string[]): null => {
    number++
    add(number, record.map(cleanText), [])
    return null
  }
  try {
    parse(named ? text.slice(named[0].length) : text, {
      delimiter: delimiter ?? ',',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      on_record: onRecord,
    })
  } catch (error) {
    if (error instanceof SheetTooLarge) throw error
    throw new SheetUnreadable('damaged')
  }
  return rows
}

/**
 * Reads the first filled sheet of an .xlsx file, or a .csv file (UTF-8, comma, semicolon or tab), told apart by
 * content. The headings come as the first row; blank rows are dropped; a text that begins with `=` stays as it is, so
 * that the caller can refuse it.
 *
 * @param limits.rows most rows below the headings; 100 columns and 100 MB unpacked are fixed
 * @throws SheetUnreadable no spreadsheet, locked by a password, or damaged
 * @throws SheetTooLarge too many rows, columns or unpacked bytes
 */
export async function readSheet(
  bytes: Buffer,
  fileName: string,
  limits: { rows: number },
): Promise<{ rows: SheetRow[] }> {
  const magic = bytes.subarray(0, 4).toString('latin1')
  if (magic === 'PK\x03\x04') return { rows: await readWorkbook(bytes, limits) }
  // The container of old .xls files, and of every .xlsx locked by a password.
  if (magic === '\xd0\xcf\x11\xe0') {
    const locked = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    throw new SheetUnreadable(locked ? 'encrypted' : 'notASheet')
  }
  return { rows: readCsv(bytes, fileName, limits) }
}
