import type ExcelJS from 'exceljs'

/** Starts of a text that a spreadsheet program may run as a formula, full-width forms included. */
const runs = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/
const escaped = /^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/
const invisible = /[\u200b\u2060\ufeff]/g
const stray = /^[\s\u200c-\u200f]+|[\s\u200c-\u200f]+$/g
// Functions that reach out of the sheet: such a formula is never believed, whatever result was stored with it.
const reachesOut = /\b(?:HYPERLINK|WEBSERVICE|IMPORT\w+|RTD|DDE|CALL|REGISTER|EXEC|CMD)\b|[|[\]]/i

/** Puts an apostrophe before a text that would run as a formula; every other text stays as it is. */
export function escapeFormula(text: string): string {
  return runs.test(text) ? `'${text}` : text
}

/**
 * One text as the imports compare it: NFC, no stray or invisible spaces, no-break spaces as spaces, and without the
 * apostrophe that `escapeFormula` put there, so that a corrected export can be read again.
 */
export function cleanText(text: string): string {
  const tidy = text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(stray, '')
  return tidy.replace(escaped, '').trim()
}

/** A number as a person would type it: no exponent, no binary dust, leading zeros when the format shows them. */
function numberText(value: number, format: string): string {
  const rounded = Number(value.toPrecision(15))
  const plain = Number.isInteger(rounded) ? BigInt(rounded).toString() : String(rounded)
  return /^0{2,}$/.test(format) && rounded >= 0 && Number.isInteger(rounded)
    ? plain.padStart(format.length, '0')
    : plain
}

/** A date as YYYY-MM-DD, with HH:MM when the cell has a time of day, and HH:MM alone for a time without a date. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const minute = new Date(Math.round(value.getTime() / 60_000) * 60_000)
  const day = minute.toISOString().slice(0, 10)
  const time = minute.toISOString().slice(11, 16)
  if (day <= '1899-12-31') return time
  return time === '00:00' ? day : `${day} ${time}`
}

/** The text of a cell; `formula` tells that the cell is a formula, whose stored result the text then is. */
export type CellText = { text: string; formula: boolean }

/**
 * Text of an exceljs cell: rich text and links as their text, dates as YYYY-MM-DD, numbers and booleans as shown.
 * A formula gives its stored result; it gives `=...` itself when there is no result, the result is an error or the
 * formula reaches out of the sheet.
 */
export function cellText(value: ExcelJS.CellValue, format: string): CellText {
  if (value === null || value === undefined) return { text: '', formula: false }
  if (typeof value === 'string') return { text: cleanText(value), formula: false }
  if (typeof value === 'number') return { text: numberText(value, format), formula: false }
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', formula: false }
  if (value instanceof Date) return { text: dateText(value), formula: false }
  if ('richText' in value) return { text: cleanText(value.richText.map((part) => part.text).join('')), formula: false }
  if ('formula' in value || 'sharedFormula' in value) return formulaText(value, format)
  // exceljs types a link's text as string, but rich text comes through here as well.
  if ('text' in value) return cellText(value.text as ExcelJS.CellValue, format)
  return { text: '', formula: false }
}

function formulaText(value: ExcelJS.CellFormulaValue | ExcelJS.CellSharedFormulaValue, format: string): CellText {
  const formula = 'formula' in value && value.formula ? value.formula : ''
  const result = value.result
  const failed = result === undefined || result === null || (typeof result === 'object' && 'error' in result)
  if (failed || reachesOut.test(formula)) return { text: `=${formula}`, formula: true }
  return { text: cellText(result, format).text, formula: true }
}
