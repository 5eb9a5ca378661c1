import type { Tables } from '../../platform/db/tables.generated.ts'
import { accountTables } from './accounts.ts'
import type { Class, DataMap, Fate, Mark, TableEntry } from './classes.ts'
import { peopleTables } from './people.ts'
import { recordTables } from './record.ts'
import { workTables } from './work.ts'

/** Every column of every table: what it holds of a person, how long, and what exporting and erasing do with it. */
export const dataMap: DataMap = { ...accountTables, ...peopleTables, ...workTables, ...recordTables }

export const tableNames = Object.keys(dataMap) as (keyof Tables)[]

export const entryOf = (table: keyof Tables): TableEntry => dataMap[table] as unknown as TableEntry

export function readMark(mark: Mark): { holds: Class; fate: Fate } {
  const [holds, fate] = mark.split('/') as [Class, Fate]
  return { holds, fate }
}

export const marksOf = (table: keyof Tables) => Object.entries(entryOf(table).columns) as [string, Mark][]

/** Columns of a view: those it names, or all that prove nothing and are no copy. */
export function columnsOf(table: keyof Tables, named: readonly string[] | undefined): readonly string[] {
  return (
    named ??
    marksOf(table)
      .filter(([, mark]) => !['secret', 'copy'].includes(readMark(mark).holds))
      .map(([name]) => name)
  )
}
