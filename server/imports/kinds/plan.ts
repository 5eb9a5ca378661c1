import type { z } from 'zod'
import type { ImportReason, ImportRow } from '../../../contract/imports.ts'
import type { ImportReasonCode } from '../../../contract/words/shape.ts'

/** A row of a spreadsheet under our column keys. `formulas` names the columns whose text is the result of a formula. */
export interface SourceRow {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
  readonly formulas: readonly string[]
}

/** What a row would do: how it is shown, and what to write when it may be. */
export interface Planned<T> {
  readonly shown: ImportRow
  /** Of a row that is new or an update. */
  readonly target?: T
}

/** Reads the cells of one row and collects why it cannot be taken: all reasons at once. */
export interface Reading {
  readonly source: SourceRow
  readonly reasons: readonly ImportReason[]
  refuse(column: string | null, code: ImportReasonCode, data?: Record<string, unknown>): void
  /** The text of a cell; undefined when it is blank or refused. */
  optional(column: string): string | undefined
  required(column: string): string | undefined
  /** A cell that a schema accepts; undefined when it is blank or refused. */
  parsed<T>(column: string, schema: z.ZodType<T>, need?: 'required' | 'optional'): T | undefined
  /** A name of a person: typed, never computed. */
  name<T>(column: string, schema: z.ZodType<T>, need?: 'required' | 'optional'): T | undefined
}

export function readRow(source: SourceRow): Reading {
  const reasons: ImportReason[] = []
  const refuse: Reading['refuse'] = (column, code, data) => {
    reasons.push({ column, code, ...(data ? { data } : {}) })
  }
  const optional = (column: string) => {
    const text = (source.cells[column] ?? '').replace(/\s+/g, ' ').trim()
    if (text.startsWith('=')) refuse(column, 'cell.formula')
    return text === '' || text.startsWith('=') ? undefined : text
  }
  const required = (column: string) => {
    if ((source.cells[column] ?? '').trim() === '') refuse(column, 'cell.missing')
    return optional(column)
  }
  const parsed: Reading['parsed'] = (column, schema, need = 'required') => {
    const text = need === 'required' ? required(column) : optional(column)
    if (text === undefined) return undefined
    const result = schema.safeParse(text)
    if (!result.success) refuse(column, 'cell.invalid', { value: text.slice(0, 100) })
    return result.data
  }
  const name: Reading['name'] = (column, schema, need) => {
    if (!source.formulas.includes(column)) return parsed(column, schema, need)
    refuse(column, 'cell.formula')
    return undefined
  }
  return { source, reasons, refuse, optional, required, parsed, name }
}

/**
 * The row as it is decided: an error when anything was refused, otherwise new, an update or unchanged.
 *
 * @param now the values of the record that exists, by column as they would be typed; null when there is none
 * @param next the values that the row asks for; columns that it leaves alone are absent
 */
export function decide<T>(
  reading: Reading,
  now: Readonly<Record<string, string>> | null,
  next: Readonly<Record<string, string>>,
  target: T,
): Planned<T> {
  const { row, cells } = reading.source
  if (reading.reasons.length > 0) return refused(reading)
  if (!now) return { shown: { row, state: 'new', cells: { ...cells }, reasons: [] }, target }
  const changed = Object.entries(next).filter(([column, value]) => (now[column] ?? '') !== value)
  if (changed.length === 0) return { shown: { row, state: 'unchanged', cells: { ...cells }, reasons: [] } }
  const changes = Object.fromEntries(changed.map(([column]) => [column, now[column] ?? '']))
  return { shown: { row, state: 'update', cells: { ...cells }, changes, reasons: [] }, target }
}

export function refused<T>(reading: Reading): Planned<T> {
  const { row, cells } = reading.source
  return { shown: { row, state: 'error', cells: { ...cells }, reasons: [...reading.reasons] } }
}

/** Which row of the file spoke of a thing first: a second one is refused and names it. */
export function createClaims() {
  const rows = new Map<string, number>()
  return {
    /** Claims a thing for the row; refuses the row when another had it. */
    claim(reading: Reading, column: string, key: string): void {
      const earlier = rows.get(key)
      if (earlier !== undefined) reading.refuse(column, 'row.repeated', { row: earlier })
      else rows.set(key, reading.source.row)
    },
  }
}

/** Things by a folded name; several may share one. */
export function groupBy<T>(things: readonly T[], key: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing])
  return groups
}

/** The parts of a list in one cell. */
export function listed(text: string): string[] {
  return text
    .split(/[,;،、，；\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
