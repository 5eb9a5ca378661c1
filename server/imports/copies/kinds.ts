import { isDeepStrictEqual } from 'node:util'
import type { CopyKind, CopyState } from '../../../contract/imports.ts'
import { listAllClassrooms, listAllMajors, saveClassroom, saveMajor, type YearRow } from '../../academics/academics.ts'
import { listAllAdvisors, takeOverAdvisor } from '../../advisors/advisors.ts'
import { listAllRooms, readSettingsOf, saveRoom, saveSettings } from '../../defenses/defenses.ts'
import { listAllTemplates, saveTemplate, shippedTemplate } from '../../milestones/milestones.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { rubricsOf, saveRubrics, shippedRubrics } from '../../scoring/scoring.ts'
import { sameMajor, sameName, yearsBetween, yearsLater } from './matching.ts'

/** What becomes of each thing of an earlier year, kind by kind, and how it is written. */

/** Where to copy from and to, and which major of the one is which of the other; null: one that is about to be made. */
export interface Journey {
  readonly from: YearRow
  readonly to: YearRow
  readonly majors: Map<string, string | null>
}

/** What was written, to be found again. */
export interface Made {
  readonly id: string
  readonly version: number
}

export interface Planned {
  readonly name: string
  readonly state: CopyState
  /** Absent from what is only shown beside the thing it belongs to. */
  write?(tx: Tx): Promise<Made>
}

type Planner = (db: Db, ctx: Ctx, journey: Journey) => Promise<Planned[]>

/** Reads which majors the two years share; with `copied` the others will be there as well. */
export async function matchMajors(db: Db, from: YearRow, to: YearRow, copied: boolean): Promise<Journey> {
  const there = await listAllMajors(db, to.id)
  const pairs = (await listAllMajors(db, from.id)).map(
    (major) => [major.id, sameMajor(there, major)?.id ?? null] as const,
  )
  return { from, to, majors: new Map(pairs.filter(([, id]) => id !== null || copied)) }
}

/** The majors of the year that stand for those of the earlier one, where it has them; read when the majors are written. */
const translate = ({ majors }: Journey, ids: readonly string[]) =>
  [...new Set(ids.map((id) => majors.get(id)))].filter((id) => typeof id === 'string')

/** Bound to certain majors, of which the year has none: without them it would be open to all. */
const isBare = ({ majors }: Journey, ids: readonly string[]) => ids.length > 0 && !ids.some((id) => majors.has(id))

const planMajors: Planner = async (db, ctx, { from, to, majors }) =>
  (await listAllMajors(db, from.id)).map(({ id, name, abbreviation }) => ({
    name,
    state: majors.get(id) ? 'there' : 'new',
    write: async (tx) => {
      const made = await saveMajor(tx, ctx, { yearId: to.id, name, abbreviation })
      majors.set(id, made.id)
      return made
    },
  }))

const planClassrooms: Planner = async (db, ctx, journey) => {
  const there = await listAllClassrooms(db, journey.to.id)
  return (await listAllClassrooms(db, journey.from.id)).map(({ name, major }) => ({
    name,
    state: sameName(there, name) ? 'there' : isBare(journey, [major.id]) ? 'majorMissing' : 'new',
    write: (tx) => saveClassroom(tx, ctx, { majorId: translate(journey, [major.id])[0] ?? '', name }),
  }))
}

const planAdvisors: Planner = async (db, ctx, journey) => {
  const there = new Set((await listAllAdvisors(db, journey.to.id)).map(({ accountId }) => accountId))
  return (await listAllAdvisors(db, journey.from.id)).map(
    ({ accountId, name, quotas, majorIds, managedMajorIds, deactivated }) => ({
      name,
      state: there.has(accountId)
        ? 'there'
        : deactivated
          ? 'deactivated'
          : isBare(journey, majorIds)
            ? 'majorMissing'
            : 'new',
      write: (tx) =>
        takeOverAdvisor(tx, ctx, {
          ...{ yearId: journey.to.id, accountId, name, quotas },
          majorIds: translate(journey, majorIds),
          managedMajorIds: translate(journey, managedMajorIds),
        }),
    }),
  )
}

interface Template {
  name: string
  description: string | null
  tasks: { name: string; durationDays: number }[]
}
const contentOf = ({ name, description, tasks }: Template) => ({ name, description, tasks })

/** A template that ships gives way to what the faculty made of it, as long as nobody has touched it. */
const planTemplates: Planner = async (db, ctx, { from, to }) => {
  const there = await listAllTemplates(db, to.id)
  return (await listAllTemplates(db, from.id)).map((template) => {
    const [wanted, known] = [contentOf(template), sameName(there, template.name)]
    const untouched = known?.projects === 0 && isDeepStrictEqual(contentOf(known), shippedTemplate(known.name))
    const same = known && isDeepStrictEqual(contentOf(known), wanted)
    return {
      name: template.name,
      state: !known ? 'new' : untouched && !same ? 'replaced' : 'there',
      write: (tx) => saveTemplate(tx, ctx, to.id, { id: known?.id, ...wanted }),
    }
  })
}

type Scored = Awaited<ReturnType<typeof rubricsOf>>
const rulesOf = ({ advisor, committee, boundaries, rounding }: Pick<Scored, keyof typeof shippedRubrics>) => {
  const items = (list: readonly { name: string; maximum: number }[]) =>
    list.map(({ name, maximum }) => ({ name, maximum }))
  return { advisor: items(advisor), committee: items(committee), boundaries: [...boundaries], rounding }
}

/** Rubrics, boundaries and rounding are one thing; what a year begins with gives way as long as nobody has touched it. */
const planRubrics: Planner = async (db, ctx, { from, to }) => {
  const [wanted, there] = [rulesOf(await rubricsOf(db, from.id)), await rubricsOf(db, to.id)]
  const now = rulesOf(there)
  const gives = there.frozenAt === null && isDeepStrictEqual(now, rulesOf(shippedRubrics as Scored))
  const state = gives && !isDeepStrictEqual(now, wanted) ? 'replaced' : 'there'
  const [first, ...others] = [...wanted.advisor, ...wanted.committee].map(({ name }) => ({ name, state }) as const)
  const write = async (tx: Tx) => ({ ...(await saveRubrics(tx, ctx, to.id, wanted)), id: to.id })
  return first ? [{ ...first, write }, ...others] : []
}

const planRooms: Planner = async (db, ctx, journey) => {
  const there = await listAllRooms(db, journey.to.id)
  return (await listAllRooms(db, journey.from.id)).map(({ name, capacity, majors }) => {
    const ids = majors.map(({ id }) => id)
    return {
      name,
      state: sameName(there, name) ? 'there' : isBare(journey, ids) ? 'majorMissing' : 'new',
      write: (tx) => saveRoom(tx, ctx, journey.to.id, { name, capacity, majorIds: translate(journey, ids) }),
    }
  })
}

/** Days and slots are one thing: the days as many years later, the slots as they are. */
const planCalendar: Planner = async (db, ctx, { from, to }) => {
  const { startsOn, endsOn, slots } = await readSettingsOf(db, from.id)
  if (startsOn === null || endsOn === null) return []
  const years = yearsBetween({ startsOn: from.starts_on }, { startsOn: to.starts_on })
  const days = { startsOn: yearsLater(startsOn, years), endsOn: yearsLater(endsOn, years) }
  const state = (await readSettingsOf(db, to.id)).version === 0 ? 'new' : 'there'
  const write = async (tx: Tx) => ({ ...(await saveSettings(tx, ctx, to.id, { ...days, slots })), id: to.id })
  return [
    { name: `${days.startsOn}/${days.endsOn}`, state, write },
    ...slots.map((slot) => ({ name: `${slot.startsAt}–${slot.endsAt}`, state }) as const),
  ]
}

/** In the order in which they are written. */
export const planners: Readonly<Record<CopyKind, Planner>> = {
  majors: planMajors,
  classrooms: planClassrooms,
  advisors: planAdvisors,
  templates: planTemplates,
  rubrics: planRubrics,
  rooms: planRooms,
  calendar: planCalendar,
}
