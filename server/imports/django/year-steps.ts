import type { z } from 'zod'
import { createRoom as RoomEndpoint, updateDefenseSettings as SettingsEndpoint } from '../../../contract/defenses.ts'
import { createTemplate as TemplateEndpoint } from '../../../contract/milestones.ts'
import { updateRubrics as RubricsEndpoint } from '../../../contract/scoring.ts'
import { fold } from '../../../contract/words.ts'
import { readYearRow } from '../../academics/academics.ts'
import { assignOffice, saveAdvisor } from '../../advisors/advisors.ts'
import { createRoom, listRooms, readSettings, updateSettings } from '../../defenses/defenses.ts'
import { createTemplate, listTemplates } from '../../milestones/milestones.ts'
import { readRubrics, updateRubrics } from '../../scoring/scoring.ts'
import { plans } from '../apply.ts'
import { planAdvisors } from '../kinds/advisors.ts'
import { listAccountStates, listAdvisorStates, listMajorStates } from '../state.queries.ts'
import type { Filling } from './filling.ts'
import { because, count, isNew } from './report.ts'
import { attempt } from './steps.queries.ts'

/** Majors, classrooms or students of a year: the rows that are new, by the rules of the spreadsheets. */
export async function takeRows(filling: Filling, kind: 'majors' | 'classrooms' | 'students'): Promise<void> {
  const { tx, ctx, yearId, taken, report } = filling
  const year = await readYearRow(tx, yearId)
  const plan = await plans[kind](tx, ctx, year, taken.rows[kind])
  const fresh = plan.rows.flatMap((shown, place) => (isNew(report, kind, shown) ? [place] : []))
  await plan.write(tx, fresh)
  for (const _ of fresh) count(report, kind, 'added')
}

/** The advisors of a year; whoever was one in a year before keeps the account, by e-mail address or user name. */
export async function takeAdvisors({ tx, ctx, constraints, yearId, taken, report }: Filling): Promise<void> {
  const rows = taken.advisors.map(({ source }) => source)
  const majors = await listMajorStates(tx, ctx, yearId)
  const advisors = await listAdvisorStates(tx, yearId)
  const emails = rows.map(({ cells }) => cells.email ?? '').filter((email) => email !== '')
  const accounts = await listAccountStates(tx, yearId, emails)
  for (const [index, { shown, target }] of planAdvisors({ majors, advisors, accounts }, rows).entries()) {
    if (!isNew(report, 'advisors', shown) || !target) continue
    const { login = null, office = false } = taken.advisors[index] ?? {}
    const outcome = await attempt(tx, constraints, async () => {
      const advisor = await saveAdvisor(tx, ctx, { ...target, yearId, login })
      if (office) await assignOffice(ctx, advisor.id, advisor.version, [...target.majorIds])
    })
    if ('done' in outcome) count(report, 'advisors', 'added')
    else count(report, 'advisors', 'refused', `${target.name}: ${because(outcome.refused)}`)
  }
}

/** Takes a thing whose fields fit the contract; says why when they do not, or when a rule is in the way. */
async function take<S extends z.ZodType>(
  { tx, constraints, report }: Filling,
  { kind, name, schema, value }: { kind: string; name: string; schema: S; value: z.input<S> },
  write: (body: z.output<S>) => Promise<unknown>,
): Promise<void> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    count(report, kind, 'refused', `${name}: ${issue?.path.join('.')}: ${issue?.message}`)
    return
  }
  const outcome = await attempt(tx, constraints, () => write(parsed.data))
  if ('done' in outcome) count(report, kind, 'added')
  else count(report, kind, 'refused', `${name}: ${because(outcome.refused)}`)
}

async function takeTemplates(filling: Filling): Promise<void> {
  const { tx, ctx, yearId, taken, report } = filling
  const { items } = await listTemplates(tx, ctx, { page: 1, pageSize: 100, yearId })
  const known = new Set(items.map(({ name }) => fold(name)))
  for (const template of taken.settings.templates) {
    const { name } = template
    if (known.has(fold(name))) count(report, 'templates', 'there')
    else {
      const value = { ...template, yearId }
      const thing = { kind: 'templates', name, schema: TemplateEndpoint.body, value }
      await take(filling, thing, (body) => createTemplate(ctx, body))
    }
  }
}

async function takeRooms(filling: Filling): Promise<void> {
  const { tx, ctx, yearId, taken, report } = filling
  const { items } = await listRooms(ctx, { page: 1, pageSize: 100, yearId })
  const known = new Set(items.map(({ name }) => fold(name)))
  const majors = await listMajorStates(tx, ctx, yearId)
  const idOf = (key: string) => {
    const name = taken.majorNames[key]
    return majors.find((one) => name !== undefined && fold(one.name) === fold(name))?.id
  }
  for (const { name, capacity, majors: keys } of taken.settings.rooms) {
    if (known.has(fold(name))) count(report, 'rooms', 'there')
    else {
      const majorIds = keys.flatMap((key) => idOf(key) ?? [])
      const value = { name, capacity, majorIds, yearId }
      await take(filling, { kind: 'rooms', name, schema: RoomEndpoint.body, value }, (body) => createRoom(ctx, body))
    }
  }
}

/** So many days from the first the defenses may last: the earlier system knew no last one. */
const defenseDays = 13

/** Templates, rooms and, for a year that is new, the rubrics and the times of the defenses. */
export async function takeSettings(filling: Filling, isNewYear: boolean): Promise<void> {
  const { ctx, yearId, taken } = filling
  await takeTemplates(filling)
  await takeRooms(filling)
  const { rubrics, defenses } = taken.settings
  if (rubrics && isNewYear) {
    const { version } = await readRubrics(ctx, yearId)
    const value = { ...rubrics, yearId }
    const thing = { kind: 'rubrics', name: 'of the year', schema: RubricsEndpoint.body, value }
    await take(filling, thing, (body) => updateRubrics(ctx, version, body))
  }
  if (defenses && isNewYear) {
    const { version } = await readSettings(ctx, yearId)
    const last = new Date(Date.parse(defenses.startsOn) + defenseDays * 86_400_000).toISOString().slice(0, 10)
    const value = { ...defenses, endsOn: last, yearId }
    const thing = { kind: 'defense days', name: 'of the year', schema: SettingsEndpoint.body, value }
    await take(filling, thing, (body) => updateSettings(ctx, version, body))
  }
}
