import type { Page, Received } from '../../contract/endpoint.ts'
import type * as contract from '../../contract/milestones.ts'
import { resolveYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { templateChanged, templateCreated, templateDeleted } from './events.ts'
import { presets } from './presets.ts'
import {
  deleteTemplateRow,
  findTemplate,
  findTemplates,
  insertTemplate,
  listTemplatesOfYear,
  lockTemplate,
  setTemplate,
  type TemplateQuery,
  type TemplateRow,
} from './template-queries.ts'

/** The patterns of milestones that a year's projects are approved with. */

type Create = Received<typeof contract.createTemplate>['body']
type Update = Received<typeof contract.updateTemplate>['body']

function present(row: TemplateRow): contract.MilestoneTemplate {
  const { id, name, description, tasks, projects, version } = row
  return { id, yearId: row.year_id, name, description, tasks, projects, version }
}

const subject = (row: { id: string; yearId: string }) => ({ type: 'template', ...row })

/** One page of the templates of a year, the active one unless another is asked for. */
export async function listTemplates(db: Db, ctx: Ctx, query: TemplateQuery): Promise<Page<contract.MilestoneTemplate>> {
  const { rows, total } = await findTemplates(db, ctx, query)
  return toPage(rows, total, query, present)
}

/** All templates of a year, by name. */
export async function listAllTemplates(db: Db, yearId: string): Promise<contract.MilestoneTemplate[]> {
  return (await listTemplatesOfYear(db, yearId)).map(present)
}

type Fields = Update & { id?: string | undefined }

/** Adds a template to a year, or replaces the one with the given id (404). @throws template.inUse */
export async function saveTemplate(tx: Tx, ctx: Ctx, yearId: string, { id, ...body }: Fields) {
  if (id !== undefined) return replace(tx, ctx, present(found(await lockTemplate(tx, ctx, id))), body)
  const made = await insertTemplate(tx, yearId, body)
  await ctx.record(tx, ctx, templateCreated, { ...subject({ id: made, yearId }), after: body }, { name: body.name })
  return present(found(await findTemplate(tx, made)))
}

async function replace(tx: Tx, ctx: Ctx, before: contract.MilestoneTemplate, body: Update) {
  if (before.projects > 0) throw new Refusal('template.inUse', { data: { projects: before.projects } })
  await setTemplate(tx, before.id, body)
  const about = { ...subject({ id: before.id, yearId: before.yearId }), before, after: body }
  await ctx.record(tx, ctx, templateChanged, about, { name: body.name })
  return present(found(await findTemplate(tx, before.id)))
}

export async function createTemplate(ctx: Ctx, { yearId, ...body }: Create) {
  return ctx.db.transaction().execute(async (tx) => {
    const year = await resolveYear(tx, yearId)
    return saveTemplate(tx, ctx, year.id, body)
  })
}

/** Replaces a template; one that a project was approved with stays as it is. @throws template.inUse */
export async function updateTemplate(ctx: Ctx, templateId: string, ifMatch: number, body: Update) {
  return ctx.db.transaction().execute(async (tx) => {
    const before = present(found(await lockTemplate(tx, ctx, templateId)))
    checkVersion(ifMatch, before, body)
    return replace(tx, ctx, before, body)
  })
}

/** @throws template.inUse, with the number of projects */
export async function takeTemplateAway(tx: Tx, ctx: Ctx, templateId: string): Promise<void> {
  const before = present(found(await lockTemplate(tx, ctx, templateId)))
  if (before.projects > 0) throw new Refusal('template.inUse', { data: { projects: before.projects } })
  await deleteTemplateRow(tx, templateId)
  const about = { ...subject({ id: templateId, yearId: before.yearId }), before }
  await ctx.record(tx, ctx, templateDeleted, about, { name: before.name })
}

export const deleteTemplate = (ctx: Ctx, templateId: string): Promise<void> =>
  ctx.db.transaction().execute((tx) => takeTemplateAway(tx, ctx, templateId))

/** The template that ships under a name, if there is one. */
export function shippedTemplate(name: string): Update | undefined {
  const preset = presets.find((one) => one.name.toLowerCase() === name.toLowerCase())
  return preset && { ...preset, tasks: [...preset.tasks] }
}

/** Gives a new year the templates that ship. */
export async function addPresets(tx: Tx, ctx: Ctx, yearId: string): Promise<void> {
  for (const preset of presets) {
    const id = await insertTemplate(tx, yearId, preset)
    await ctx.record(tx, ctx, templateCreated, { ...subject({ id, yearId }), after: preset }, { name: preset.name })
  }
}
