import { text } from '../../../contract/endpoint.ts'
import { fold } from '../../../contract/words.ts'
import { createMajorFinder, type MajorState, readMajor } from './majors.ts'
import { createClaims, decide, type Planned, readRow, refused, type SourceRow } from './plan.ts'

export interface ClassroomState {
  readonly id: string
  readonly name: string
  readonly majorId: string
}

export interface ClassroomTarget {
  readonly id: string | undefined
  readonly majorId: string
  readonly name: string
}

const Name = text(100)

/** Classrooms are known by their name; one that exists does not move to another major. */
export function planClassrooms(
  state: { majors: readonly MajorState[]; classrooms: readonly ClassroomState[] },
  rows: readonly SourceRow[],
) {
  const findMajor = createMajorFinder(state.majors)
  const standing = new Map(state.classrooms.map((one) => [fold(one.name), one]))
  const claims = createClaims()
  return rows.map((source): Planned<ClassroomTarget> => {
    const reading = readRow(source)
    const name = reading.parsed('name', Name)
    const major = readMajor(reading, findMajor)
    if (name !== undefined) claims.claim(reading, 'name', fold(name))
    if (name === undefined || !major) return refused(reading)
    const existing = standing.get(fold(name))
    if (existing && existing.majorId !== major.id) {
      const owner = state.majors.find((one) => one.id === existing.majorId)
      reading.refuse('major', 'classroom.otherMajor', { classroom: existing.name, major: owner?.name })
    }
    const now = existing ? { name: existing.name } : null
    return decide(reading, now, { name }, { id: existing?.id, majorId: major.id, name })
  })
}
