import type { RecordedValue } from '../../contract/record.ts'

/** What was written down of a thing, told field by field: it comes as JSON of any shape, also from older releases. */

export interface Field {
  /** Names of fields, and between them the name or the place (from 1) of one of several. */
  readonly path: string[]
  readonly value: RecordedValue
}

export interface Change {
  readonly path: string[]
  readonly before: RecordedValue
  readonly after: RecordedValue
}

/** What every thing has and nobody asks for. */
const passedOver = new Set([
  ...['id', 'version', 'can', 'loads', 'createdAt', 'updatedAt', 'digest', 'topicLoKey', 'topicEnKey'],
])
/** What the answer tells elsewhere. */
const toldBeside = new Set(['yearId', 'projectId', 'submissionId'])
/** Nothing secret is ever recorded; if it were, it would not be shown either. */
const secret = /password|secret|token|recovery/i

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSingle = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** A thing that is named where another refers to it, such as the major of a student. */
function nameIn(value: Json): string | null {
  const refers = 'id' in value || 'advisorId' in value
  if (!refers) return null
  const name = value.name ?? value.code
  return typeof name === 'string' ? name : null
}

/** The names of several things, if each has one that no other has; else their places. */
function namesOf(list: readonly Json[]): string[] {
  const names = list.map((one) => (typeof one.name === 'string' ? one.name : ''))
  const own = new Set(names).size === names.length && !names.includes('')
  return own ? names : list.map((_, index) => String(index + 1))
}

function fieldsOfList(list: readonly unknown[], path: string[]): Field[] {
  const plain = list.map((one) => (isObject(one) ? nameIn(one) : isSingle(one) ? one : undefined))
  if (plain.every((one) => one !== null && one !== undefined))
    return plain.length === 0 || path.length === 0 ? [] : [{ path, value: plain }]
  const objects = list.filter(isObject)
  const names = namesOf(objects)
  return objects.flatMap((one, index) => {
    const name = names[index] ?? ''
    const { name: _, ...rest } = one
    return fieldsOf(name === one.name ? rest : one, [...path, name])
  })
}

/** The names and values of a thing, written one way. */
function entriesIn(value: Json, within: readonly string[]): [string, unknown][] {
  const isTold = (key: string, inner: unknown) =>
    !passedOver.has(key) &&
    !(within.length === 0 && toldBeside.has(key)) &&
    !(typeof inner === 'string' && secret.test(key)) &&
    // a name says more than the id beside it
    !(key.endsWith('Id') && isSingle(value[key.slice(0, -2)]))
  return Object.entries(value)
    .map(([key, inner]): [string, unknown] => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      inner,
    ])
    .filter(([key, inner]) => isTold(key, inner))
}

/** Every value in it with its place; what is empty is left out. */
export function fieldsOf(value: unknown, path: string[] = []): Field[] {
  if (Array.isArray(value)) return fieldsOfList(value, path)
  if (isSingle(value)) return value === '' || path.length === 0 ? [] : [{ path, value }]
  if (!isObject(value)) return []
  const name = path.length > 0 ? nameIn(value) : null
  if (name !== null) return [{ path, value: name }]
  return entriesIn(value, path).flatMap(([key, inner]) => fieldsOf(inner, [...path, key]))
}

const keyOf = ({ path }: Field) => JSON.stringify(path)
const same = (a: RecordedValue, b: RecordedValue) => JSON.stringify(a) === JSON.stringify(b)

/** What differs, in the order of what is there now, and then what is gone. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const was = new Map(fieldsOf(before).map((one) => [keyOf(one), one]))
  const is = new Map(fieldsOf(after).map((one) => [keyOf(one), one]))
  return [...new Map([...is, ...was])].flatMap(([key, { path }]) => {
    const change = { path, before: was.get(key)?.value ?? null, after: is.get(key)?.value ?? null }
    return same(change.before, change.after) ? [] : [change]
  })
}

/** Does a change say the same: the value that is there now, or what it went from and to? */
function says({ path, before, after }: Change, name: string | undefined, value: RecordedValue): boolean {
  if (name === 'from') return same(before, value)
  return (name === 'to' || name === path.at(-1)) && same(after, value)
}

/** What else an event says, without what its changes say already. */
export function factsOf(data: unknown, changes: readonly Change[], told: readonly string[]): Field[] {
  return fieldsOf(data).filter(
    ({ path, value }) =>
      !(path.length === 1 && told.includes(path[0] ?? '')) && !changes.some((one) => says(one, path.at(-1), value)),
  )
}
