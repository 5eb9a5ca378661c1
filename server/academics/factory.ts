/** Test data: years, majors and classrooms, made by the use cases. */
import type { Classroom, Major, Year } from '../../contract/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import { addClassroom, addMajor } from './academics.ts'
import { endYear, openYear, planYear } from './years.ts'

let number = 0
const next = () => {
  number += 1
  return number
}

interface YearSpec {
  name?: string
  startsOn?: string
  endsOn?: string
  maxMembers?: number
  similarityThreshold?: number
  status?: Year['status']
}

/** A year from September to July; active unless told otherwise. */
export async function makeYear(ctx: Ctx, spec: YearSpec = {}): Promise<Year> {
  const name = spec.name ?? '2026-2027'
  const [first, second] = name.split('-')
  const planned = await planYear(ctx, {
    name,
    startsOn: spec.startsOn ?? `${first}-09-01`,
    endsOn: spec.endsOn ?? `${second}-07-31`,
    maxMembers: spec.maxMembers ?? 2,
    similarityThreshold: spec.similarityThreshold ?? 70,
  })
  if (spec.status === 'planned') return planned
  const active = await openYear(ctx, planned.id, planned.version)
  return spec.status === 'closed' ? endYear(ctx, active.id, active.version) : active
}

/** A major of the given or the active year, with a name of its own. */
export function makeMajor(
  ctx: Ctx,
  spec: { yearId?: string; name?: string; abbreviation?: string } = {},
): Promise<Major> {
  const one = next()
  return addMajor(ctx, {
    yearId: spec.yearId,
    name: spec.name ?? `Major ${one}`,
    abbreviation: spec.abbreviation ?? `M${one}`,
  })
}

export function makeClassroom(ctx: Ctx, spec: { majorId: string; name?: string }): Promise<Classroom> {
  return addClassroom(ctx, { majorId: spec.majorId, name: spec.name ?? `Room ${next()}` })
}
