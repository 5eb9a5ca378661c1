import { z } from 'zod'
import { type Dump, type Thing, textOf } from './dump.ts'

/** What the earlier system kept as JSON under a name, a year at the end of the name, and the tables for the same. */

export interface Settings {
  readonly templates: readonly { name: string; description: string | null; tasks: Task[] }[]
  readonly rubrics: z.infer<typeof Scoring> | null
  readonly defenses: { readonly startsOn: string; readonly slots: { startsAt: string; endsAt: string }[] } | null
  /** `majors` are keys of the earlier system; none means all. */
  readonly rooms: readonly { readonly name: string; readonly capacity: number | null; readonly majors: string[] }[]
}

type Task = { name: string; durationDays: number }

const Name = z.coerce.string().trim().min(1)
const Templates = z.array(
  z.object({
    name: Name,
    description: z.string().nullish(),
    tasks: z.array(z.object({ name: Name, durationDays: z.coerce.number() })),
  }),
)
const RubricItem = z
  .object({ name: Name, maxScore: z.coerce.number() })
  .transform(({ name, maxScore }) => ({ name, maximum: maxScore }))
const Scoring = z
  .object({
    gradeBoundaries: z.array(
      z
        .object({ grade: Name, minScore: z.coerce.number() })
        .transform(({ grade, minScore }) => ({ grade, minimum: minScore })),
    ),
    advisorRubrics: z.array(RubricItem),
    committeeRubrics: z.array(RubricItem),
  })
  .transform((one) => ({
    ...{ advisor: one.advisorRubrics, committee: one.committeeRubrics, boundaries: one.gradeBoundaries },
  }))
const Defenses = z.object({
  startDefenseDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  timeSlots: z.string(),
  rooms: z.array(z.object({ name: Name, majorIds: z.array(z.coerce.string()).default([]) })).default([]),
  stationaryAdvisors: z.record(z.string(), z.unknown()).default({}),
})

/** The value under a name of this year, else the one for all years. */
function find(dump: Dump, kind: string, year: string): Thing | undefined {
  const named = (end: string) => dump.all('settings.systemsettings').find((one) => textOf(one, 'setting_name') === end)
  return named(`${kind}_${year}`) ?? named(`${kind}-${year}`) ?? named(`${kind}:${year}`) ?? named(kind)
}

function read<T>(dump: Dump, kind: string, year: string, schema: z.ZodType<T>, remarks: string[]): T | null {
  const thing = find(dump, kind, year)
  if (!thing) return null
  try {
    const { setting_value: value } = thing.fields
    return schema.parse(typeof value === 'string' ? JSON.parse(value) : value)
  } catch {
    // the remark says what an operator can do about it; the text of the parser would not help
    remarks.push(`The setting ${textOf(thing, 'setting_name')} is not as the earlier system writes it, and left out.`)
    return null
  }
}

function templatesOf(dump: Dump, year: string, remarks: string[]): Settings['templates'] {
  const tables = dump.all('milestones.milestonetemplate').map((one) => ({
    name: textOf(one, 'name'),
    description: textOf(one, 'description') || null,
    tasks: dump
      .all('milestones.milestonetask')
      .filter(({ fields }) => String(fields.template) === one.pk)
      .toSorted((a, b) => Number(a.fields.order) - Number(b.fields.order))
      .map((task) => ({ name: textOf(task, 'name'), durationDays: Number(textOf(task, 'duration_days') || '7') })),
  }))
  const kept = read(dump, 'milestone_templates', year, Templates, remarks) ?? []
  const known = new Set(tables.map(({ name }) => name))
  const added = kept
    .filter(({ name }) => !known.has(name))
    .map(({ description, ...one }) => ({ ...one, description: description || null }))
  return [...tables, ...added].filter(({ tasks }) => tasks.length > 0)
}

/** Settings of a year. What cannot be read is left out, with a remark. */
export function settingsOf(dump: Dump, year: string, remarks: string[]): Settings {
  const defenses = read(dump, 'defense_settings', year, Defenses, remarks)
  const slots = [...(defenses?.timeSlots ?? '').matchAll(/(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})/g)]
  const clock = (text = '') => text.padStart(5, '0')
  if (Object.values(defenses?.stationaryAdvisors ?? {}).some(Boolean)) {
    remarks.push('Members of the committee who stay in one room are set anew when the defenses are planned.')
  }
  const tabled = dump.all('defense_management.defenseroom').map((one) => ({
    ...{ name: textOf(one, 'name'), capacity: Number(one.fields.capacity) || null, majors: [] },
  }))
  const known = new Set(tabled.map(({ name }) => name))
  const rooms = (defenses?.rooms ?? []).filter(({ name }) => !known.has(name))
  return {
    templates: templatesOf(dump, year, remarks),
    rubrics: read(dump, 'scoring_settings', year, Scoring, remarks),
    defenses: defenses && {
      startsOn: defenses.startDefenseDate.slice(0, 10),
      slots: slots.map(([, startsAt, endsAt]) => ({ startsAt: clock(startsAt), endsAt: clock(endsAt) })),
    },
    rooms: [...tabled, ...rooms.map(({ name, majorIds }) => ({ name, capacity: null, majors: majorIds }))],
  }
}
