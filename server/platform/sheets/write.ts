import ExcelJS from 'exceljs'
import { escapeFormula } from './cell.ts'

/** A table to write: every row has one cell per column; `width` counts characters. */
export type SheetToWrite = {
  sheetName: string
  columns: { heading: string; width?: number }[]
  rows: (string | number | null)[][]
  format: 'xlsx' | 'csv'
}

type Cell = string | number | null

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot carry them, and no cell needs them.
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

function safeCell(cell: Cell): Cell {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  return cell === null ? null : escapeFormula(cell.replace(illegal, ''))
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function fontOf(cell: Cell): string {
  if (typeof cell === 'string' && /\p{Script=Lao}/u.test(cell)) return 'Noto Sans Lao'
  return typeof cell === 'string' && /\p{Script=Thai}/u.test(cell) ? 'Noto Sans Thai' : 'Noto Sans'
}

/** Characters that a text takes in a line: marks above and below letters take no room. */
function shownLength(cell: Cell): number {
  return cell === null ? 0 : String(cell).replace(/\p{Mn}/gu, '').length
}

function widthOf(column: { heading: string; width?: number }, index: number, rows: Cell[][]): number {
  if (column.width !== undefined) return column.width
  const longest = rows.slice(0, 500).reduce((most, row) => Math.max(most, shownLength(row[index] ?? null)), 0)
  return Math.min(60, Math.max(10, longest + 2, shownLength(column.heading) + 4))
}

/** What spreadsheet programs allow: 31 characters without []:*?/\ and without quotes at the ends. */
function sheetTitle(name: string): string {
  const title = name
    .replace(illegal, '')
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^['\s]+/, '')
  return title.slice(0, 31).replace(/['\s]+$/, '') || 'Sheet1'
}

async function writeWorkbook(sheetName: string, columns: SheetToWrite['columns'], rows: Cell[][]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet(sheetTitle(sheetName), { views: [{ state: 'frozen', ySplit: 1 }] })
  for (const [index, column] of columns.entries()) sheet.getColumn(index + 1).width = widthOf(column, index, rows)
  const put = (number: number, cells: Cell[], bold: boolean): void => {
    for (const [index, value] of cells.entries()) {
      if (value === null) continue
      const cell = sheet.getCell(number, index + 1)
      cell.value = value
      cell.font = { name: fontOf(value), size: 11, bold }
      // Typed as text: a code such as 007 or 1E5 stays what it is when somebody edits the cell.
      if (typeof value === 'string') cell.numFmt = '@'
    }
  }
  put(
    1,
    columns.map((column) => safeCell(column.heading)),
    true,
  )
  for (const [index, row] of rows.entries()) put(index + 2, row, false)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/**
 * Writes a table as .xlsx or as .csv (UTF-8 with byte order mark, commas, CRLF). Texts that would run as a formula get
 * a leading apostrophe in both, so that an .xlsx saved as .csv is safe too; numbers stay numbers, 0 is 0, null is blank.
 */
export async function writeSheet(sheet: SheetToWrite): Promise<Buffer> {
  const rows = sheet.rows.map((row) => row.map(safeCell))
  if (sheet.format === 'xlsx') return writeWorkbook(sheet.sheetName, sheet.columns, rows)
  const lines = [sheet.columns.map((column) => safeCell(column.heading)), ...rows]
  return Buffer.from(`\ufeff${lines.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`, 'utf8')
}
