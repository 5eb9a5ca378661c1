import { text } from '../../../contract/endpoint.ts'
import { fold } from '../../../contract/words.ts'
import { createClaims, decide, type Planned, type Reading, readRow, refused, type SourceRow } from './plan.ts'

/** A major of the year; `managed` tells whether the reader runs its office. */
export interface MajorState {
  readonly id: string
  readonly name: string
  readonly abbreviation: string
  readonly managed: boolean
}

export interface MajorTarget {
  readonly id: string | undefined
  readonly name: string
  readonly abbreviation: string
}

const Name = text(200)
const Abbreviation = text(20)

interface Standing {
  readonly id: string
  readonly known: boolean
  readonly name: string
  readonly abbreviation: string
}

/** Majors are known by their name or, when the name is new, by their abbreviation. */
export function planMajors(state: { majors: readonly MajorState[] }, rows: readonly SourceRow[]) {
  const names = new Map<string, Standing>()
  const abbreviations = new Map<string, Standing>()
  const put = (one: Standing) => {
    names.set(fold(one.name), one)
    abbreviations.set(fold(one.abbreviation), one)
  }
  for (const { id, name, abbreviation } of state.majors) put({ id, known: true, name, abbreviation })
  const claims = createClaims()
  return rows.map((source): Planned<MajorTarget> => {
    const reading = readRow(source)
    const name = reading.parsed('name', Name)
    const abbreviation = reading.parsed('abbreviation', Abbreviation)
    if (name === undefined || abbreviation === undefined) return refused(reading)
    const byName = names.get(fold(name))
    const other = abbreviations.get(fold(abbreviation))
    if (byName && other && byName.id !== other.id) {
      reading.refuse('abbreviation', 'major.abbreviationTaken', { name: other.name })
    }
    const before = byName ?? other
    const one = { id: before?.id ?? `row ${source.row}`, known: before?.known ?? false, name, abbreviation }
    claims.claim(reading, 'name', one.id)
    const now = before ? { name: before.name, abbreviation: before.abbreviation } : null
    const target = { id: one.known ? one.id : undefined, name, abbreviation }
    const planned = decide(reading, now, { name, abbreviation }, target)
    if (planned.shown.state === 'error') return planned
    if (before) {
      names.delete(fold(before.name))
      abbreviations.delete(fold(before.abbreviation))
    }
    put(one)
    return planned
  })
}

/** Finds the major that a cell names, by name or abbreviation. */
export function createMajorFinder(majors: readonly MajorState[]) {
  const found = new Map<string, MajorState>()
  for (const major of majors) found.set(fold(major.abbreviation), major)
  for (const major of majors) found.set(fold(major.name), major)
  return (text: string): MajorState | undefined => found.get(fold(text))
}

/** The major of a row; refuses it when there is none of that name, or another office runs it. */
export function readMajor(reading: Reading, find: ReturnType<typeof createMajorFinder>): MajorState | undefined {
  const named = reading.required('major')
  const major = named === undefined ? undefined : find(named)
  if (named !== undefined && !major) reading.refuse('major', 'cell.unknown', { value: named })
  if (major && !major.managed) reading.refuse('major', 'permission.denied', { name: major.name })
  return major
}
