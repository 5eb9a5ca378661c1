import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Received } from '../../contract/endpoint.ts'
import type { listTemplates } from '../../contract/milestones.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, order, window } from '../platform/page.ts'

export type TemplateQuery = Received<typeof listTemplates>['query']
export type TemplateRow = NonNullable<Awaited<ReturnType<typeof findTemplate>>>

interface Template {
  name: string
  description: string | null
  tasks: readonly { name: string; durationDays: number }[]
}

function templates(db: Db) {
  return db
    .selectFrom('milestone_templates as t')
    .select(['t.id', 't.year_id', 't.name', 't.description', 't.version'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('milestone_template_tasks as k')
          .whereRef('k.template_id', '=', 't.id')
          .select(['k.name', 'k.duration_days as durationDays'])
          .orderBy('k.position'),
      ).as('tasks'),
      sql<number>`(select count(*) from project_plans pp where pp.template_id = t.id)`.as('projects'),
    ])
}

/** One page of the templates of a year, and how many there are. */
export async function findTemplates(db: Db, ctx: Ctx, query: TemplateQuery) {
  const { limit, offset } = window(query)
  const [, direction] = order(query.sort, 'name')
  const ofYear = query.yearId
    ? sql<boolean>`t.year_id = ${query.yearId}`
    : sql<boolean>`t.year_id = (select id from years where status = 'active')`
  const named = query.q ? sql<boolean>`t.name ilike ${containing(query.q)} escape '\\'` : sql<boolean>`true`
  const where = sql<boolean>`${ctx.authorize.where(ctx.actor, 'template.read', 't')} and ${ofYear} and ${named}`
  const rows = await templates(db)
    .where(where)
    .orderBy('t.name', direction)
    .orderBy('t.id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await db
    .selectFrom('milestone_templates as t')
    .where(where)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export async function findTemplate(db: Db, templateId: string) {
  return templates(db).where('t.id', '=', templateId).executeTakeFirst()
}

export function listTemplatesOfYear(db: Db, yearId: string): Promise<TemplateRow[]> {
  return templates(db).where('t.year_id', '=', yearId).orderBy('t.name').orderBy('t.id').execute()
}

/** The template for a change, locked: nobody approves a project with it meanwhile. */
export async function lockTemplate(tx: Tx, ctx: Ctx, templateId: string) {
  return templates(tx)
    .where('t.id', '=', templateId)
    .where(ctx.authorize.where(ctx.actor, 'template.manage', 't'))
    .forUpdate('t')
    .executeTakeFirst()
}

/** The template of a year for an approval: nobody changes it meanwhile. */
export async function shareTemplate(tx: Tx, yearId: string, templateId: string) {
  return templates(tx).where('t.id', '=', templateId).where('t.year_id', '=', yearId).forShare('t').executeTakeFirst()
}

async function insertTasks(tx: Tx, templateId: string, tasks: Template['tasks']): Promise<void> {
  await tx
    .insertInto('milestone_template_tasks')
    .values(
      tasks.map((task, at) => ({
        template_id: templateId,
        position: at + 1,
        name: task.name,
        duration_days: task.durationDays,
      })),
    )
    .execute()
}

export async function insertTemplate(tx: Tx, yearId: string, { name, description, tasks }: Template): Promise<string> {
  const { id } = await tx
    .insertInto('milestone_templates')
    .values({ year_id: yearId, name, description })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertTasks(tx, id, tasks)
  return id
}

export async function setTemplate(tx: Tx, templateId: string, { name, description, tasks }: Template): Promise<void> {
  await tx
    .updateTable('milestone_templates')
    .set((eb) => ({ name, description, version: eb('version', '+', 1) }))
    .where('id', '=', templateId)
    .execute()
  await tx.deleteFrom('milestone_template_tasks').where('template_id', '=', templateId).execute()
  await insertTasks(tx, templateId, tasks)
}

export async function deleteTemplateRow(tx: Tx, templateId: string): Promise<void> {
  await tx.deleteFrom('milestone_templates').where('id', '=', templateId).execute()
}
