import { listAcademicYears, openYear, planYear } from '../../academics/academics.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { ConstraintCodes } from '../../platform/problem.ts'
import { lockYear } from '../queries.ts'
import type { Dump } from './dump.ts'
import type { Filling } from './filling.ts'
import { takeAdmins, takePasswords } from './people.ts'
import { takeProjects } from './project-steps.ts'
import { type Report, reportYear, type YearReport } from './report.ts'
import { joining } from './steps.queries.ts'
import { type TakenYear, translate } from './translate.ts'
import { takeAdvisors, takeRows, takeSettings } from './year-steps.ts'

/** What of the earlier system has a place here, by model. */
const understood: readonly string[] = [
  ...['accounts.user', 'settings.academicyear', 'settings.systemsettings', 'majors.major', 'classrooms.classroom'],
  ...['advisors.advisor', 'advisors.advisorspecialization', 'students.student'],
  ...['projects.projectgroup', 'projects.project', 'projects.projectstudent'],
  ...['milestones.milestonetemplate', 'milestones.milestonetask', 'milestones.milestone'],
  'defense_management.defenseroom',
]

class DryRun extends Error {}

interface Options {
  readonly dryRun: boolean
  /** What a broken constraint of the database means, of all features. */
  readonly constraints: ConstraintCodes
  readonly progress?: (text: string) => void
}

async function yearFor(ctx: Ctx, { name, startsOn, endsOn, projects }: TakenYear) {
  const { items } = await listAcademicYears(ctx, { page: 1, pageSize: 100 })
  const known = items.find((one) => one.name === name)
  if (known) return { year: known, isNew: false }
  const members = projects.map(({ source }) => (source.cells.members ?? '').split(',').length)
  const maxMembers = Math.min(5, Math.max(2, ...members))
  const year = await planYear(ctx, { name, startsOn, endsOn, maxMembers, similarityThreshold: 70 })
  return { year, isNew: true }
}

type Parts = Pick<Filling, 'tx' | 'ctx' | 'constraints' | 'progress'>

async function takeYear(parts: Parts, taken: TakenYear): Promise<YearReport> {
  const { tx, ctx, progress } = parts
  const { year, isNew } = await yearFor(ctx, taken)
  const report = reportYear(taken.name, isNew)
  if (year.status === 'closed') {
    report.refused.push('the year is closed: nothing below it can change')
    return report
  }
  await lockYear(tx, year.id)
  const filling: Filling = { ...parts, yearId: year.id, taken, report }
  progress(`${taken.name}: majors, classrooms, settings`)
  await takeRows(filling, 'majors')
  await takeRows(filling, 'classrooms')
  await takeSettings(filling, isNew)
  progress(`${taken.name}: ${taken.advisors.length} advisors`)
  await takeAdvisors(filling)
  progress(`${taken.name}: ${taken.rows.students.length} students`)
  await takeRows(filling, 'students')
  await takeProjects(filling)
  return report
}

/** Makes the newest year the active one where none is. */
async function openNewest(ctx: Ctx, names: readonly string[], remarks: string[]): Promise<void> {
  const { items } = await listAcademicYears(ctx, { page: 1, pageSize: 100 })
  const newest = items.find((one) => one.name === names.at(-1))
  if (items.every((one) => one.status !== 'active') && newest?.status === 'planned') {
    await openYear(ctx, newest.id, newest.version)
    remarks.push(`${newest.name} is the active year now.`)
  }
  const planned = items.filter((one) => names.includes(one.name) && one.status === 'planned' && one !== newest)
  if (planned.length > 0) {
    const list = planned.map((one) => one.name).join(', ')
    remarks.push(
      `${list}: planned. A past year becomes the archive when it is opened and closed on the page of the years.`,
    )
  }
}

async function takeAll(parts: Parts, dump: Dump): Promise<Report> {
  const { tx, ctx, progress } = parts
  const { years, admins, credentials, remarks } = translate(dump)
  const said = [...remarks]
  const reports: YearReport[] = []
  const known = await takeAdmins(tx, ctx, admins)
  for (const year of years) reports.push(await takeYear(parts, year))
  progress(`passwords of ${admins.length + credentials.length} people`)
  const passwords = await takePasswords(tx, ctx, [...admins, ...credentials])
  const names = years.map(({ name }) => name)
  if (names.length > 0) await openNewest(ctx, names, said)
  const left = Object.entries(dump.counts).filter(([model]) => !understood.includes(model))
  return { years: reports, admins: known, passwords, remarks: said, left: Object.fromEntries(left) }
}

/**
 * Takes over what the earlier system holds, in one transaction. What is there already stays as it is, so it can be
 * repeated; what has no place here, or breaks a rule of the database, is reported and left out.
 *
 * @param ctx with a cache of its own: what is remembered of a transaction that may be taken back is nobody else's
 */
export async function takeOver(
  ctx: Ctx,
  dump: Dump,
  { dryRun, constraints, progress = () => undefined }: Options,
): Promise<Report> {
  let report: Report | undefined
  try {
    await ctx.db.transaction().execute(async (tx) => {
      const inner: Ctx = { ...ctx, db: joining(tx) }
      report = await takeAll({ tx, ctx: inner, constraints, progress }, dump)
      if (dryRun) throw new DryRun()
    })
  } catch (error) {
    if (!(error instanceof DryRun)) throw error
  }
  if (!report) throw new Error('nothing was reported')
  return report
}
