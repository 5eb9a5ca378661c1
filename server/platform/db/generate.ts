import { sql } from 'kysely'
import type { Db } from './db.ts'

const scalar: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bool: 'boolean',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  date: 'string',
  time: 'string',
  timestamptz: 'Moment',
  tstzrange: 'string',
  bytea: 'Buffer',
  jsonb: 'Json',
  _text: 'string[]',
}

interface Column {
  table_name: string
  column_name: string
  udt_name: string
  nullable: boolean
  optional: boolean
}

/** The row types of a migrated database as TypeScript source, the same for the same schema. */
export async function generateTables(db: Db): Promise<string> {
  const { rows } = await sql<Column>`
    select table_name, column_name, udt_name, is_nullable = 'YES' as nullable,
      (is_nullable = 'YES' or column_default is not null or is_identity = 'YES') as optional
    from information_schema.columns
    where table_schema = 'public' and table_name <> 'migrations'
    order by table_name, ordinal_position`.execute(db)
  const tables = groupByTable(rows)
  const body = [...tables].map(([name, columns]) => `  ${name}: {\n${columns.map(line).join('\n')}\n  }`)
  return `// Generated from the migrated database by \`bm23 generate\`. Do not edit.
import type { ColumnType, Generated } from 'kysely'

/** Read as an ISO 8601 text in UTC, written as that or as a Date. */
export type Moment = ColumnType<string, string | Date, string | Date>
/** Read as parsed JSON, written as JSON text. */
export type Json = ColumnType<unknown, string, string>

export interface Tables {
${body.join('\n')}
}
`
}

function line({ column_name, udt_name, nullable, optional }: Column): string {
  const base = scalar[udt_name]
  if (!base) throw new Error(`No TypeScript type for the PostgreSQL type ${udt_name} of ${column_name}`)
  return `    ${column_name}: ${optional ? generated(base, nullable) : base}`
}

function generated(base: string, nullable: boolean): string {
  const none = nullable ? ' | null' : ''
  if (base === 'Moment') return `ColumnType<string${none}, string | Date | null | undefined, string | Date${none}>`
  if (base === 'Json') return `ColumnType<unknown, string | null | undefined, string${none}>`
  return nullable ? `${base} | null` : `Generated<${base}>`
}

function groupByTable(rows: Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>()
  for (const row of rows) tables.set(row.table_name, [...(tables.get(row.table_name) ?? []), row])
  return tables
}
