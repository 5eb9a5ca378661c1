import type { Chance } from '../chance.ts'

/** JSON Schema as far as our descriptions use it. */
export interface Schema {
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  $ref?: string
}

const texts = [
  ...[
    '',
    ' ',
    'x',
    'ກຂຄ',
    'ทดสอบ',
    "'; drop table accounts; --",
    '<script>alert(1)</script>',
    '%_\\',
    '\u0000',
    '\ud800',
  ],
  ...[
    '\u202e',
    'a'.repeat(70_000),
    '../../etc/passwd',
    `$${'{7*7}'}`,
    '{{7*7}}',
    '1e309',
    '=1+1',
    '\r\nBcc: x',
    'null',
    'undefined',
  ],
  ...['2026-02-30', '275760-09-13', '0000-01-01', '9'.repeat(40), '[]', '__proto__'],
]
const numbers = [0, -1, 1.5, 2 ** 31, 2 ** 53 + 1, -(2 ** 63), Number.MAX_VALUE, 1e-300]

/** Anything but what is expected. */
export function garbage(chance: Chance, depth = 0): unknown {
  const kind = chance.below(depth > 2 ? 5 : 7)
  if (kind === 0) return null
  if (kind === 1) return chance.one(numbers)
  if (kind === 2) return chance.percent(50)
  if (kind <= 4) return chance.one(texts)
  if (kind === 5) return Array.from({ length: chance.below(4) }, () => garbage(chance, depth + 1))
  return { [chance.one(['id', '__proto__', 'constructor', 'x'])]: garbage(chance, depth + 1) }
}

/** A value the schema accepts, as far as a schema tells. */
export function valid(schema: Schema, chance: Chance, ids: readonly string[], depth = 0): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return chance.one(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return valid(chance.one(choices), chance, ids, depth + 1)
  const type = Array.isArray(schema.type) ? chance.one(schema.type) : schema.type
  if (type === 'object') return validObject(schema, chance, ids, depth)
  if (type === 'array') {
    return Array.from({ length: chance.below(3) }, () => valid(schema.items ?? {}, chance, ids, depth + 1))
  }
  if (type === 'boolean') return chance.percent(50)
  if (type === 'null') return null
  if (type === 'integer' || type === 'number') {
    const least = schema.minimum ?? 0
    return least + chance.below(Math.min(50, (schema.maximum ?? least + 50) - least + 1))
  }
  return validText(schema, chance, ids)
}

function validObject(schema: Schema, chance: Chance, ids: readonly string[], depth: number): unknown {
  const all = Object.entries(schema.properties ?? {})
  const given = all.filter(([name]) => schema.required?.includes(name) || chance.percent(50))
  return Object.fromEntries(given.map(([name, one]) => [name, valid(one, chance, ids, depth + 1)]))
}

function validText(schema: Schema, chance: Chance, ids: readonly string[]): string {
  if (schema.format === 'uuid') return chance.one(ids)
  if (schema.format === 'date') return `20${26 + chance.below(3)}-0${1 + chance.below(9)}-1${chance.below(9)}`
  if (schema.format === 'date-time') return '2026-11-25T00:00:00Z'
  if (schema.format === 'email') return `a${chance.below(999)}@example.la`
  if (schema.pattern?.includes('-') && schema.pattern.includes('\\d{4}')) return `20${30 + chance.below(60)}-2099`
  if (schema.pattern?.startsWith('^#')) return '#123456'
  const least = schema.minLength ?? 1
  const text = chance.one(['ກ', 'ข', 'x', 'Zz']).repeat(least + chance.below(8))
  return text.slice(0, Math.max(least, schema.maxLength ?? 60))
}

/** Valid but for one place. */
export function nearly(value: unknown, chance: Chance): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const at = chance.below(value.length)
    return value.map((one, index) => (index === at ? nearly(one, chance) : one))
  }
  if (value && typeof value === 'object' && Object.keys(value).length > 0) {
    const name = chance.one(Object.keys(value))
    if (chance.percent(20))
      return { ...value, [chance.one(['role', 'isAdmin', 'version', '__proto__', 'zz'])]: garbage(chance) }
    return {
      ...value,
      [name]: chance.percent(15) ? undefined : nearly((value as Record<string, unknown>)[name], chance),
    }
  }
  return garbage(chance)
}
