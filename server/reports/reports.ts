import type { Dashboard, Todo, Waiting } from '../../contract/reports.ts'
import { recallYear, type YearRow } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import { found, Refusal } from '../platform/problem.ts'
import { countProjects, findOwn, listComing, listLoads, listRecent, readTotals } from './queries.ts'
import { listTodoRows, type TodoRow } from './todo-queries.ts'
import { findWaiting } from './waiting-queries.ts'

/** What waits for whom, and how the year stands. */

/** So many of one kind are shown one by one; more of them are told as a number. */
const few = 5

function presentTodo({ kind, project, subject, count, dueOn, overdue }: TodoRow): Todo {
  return { kind, project, subject, count, dueOn, overdue }
}

function gather(rows: readonly TodoRow[]): Todo[] {
  const kinds = [...new Set(rows.map((row) => row.kind))]
  return kinds.flatMap((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind)
    const [first] = ofKind
    if (!first || (first.total <= few && first.project !== null)) return ofKind.map(presentTodo)
    const { total, earliest, late } = first
    return [{ kind, project: null, subject: null, count: total, dueOn: earliest, overdue: late }]
  })
}

async function yearOf(ctx: Ctx, yearId: string | undefined): Promise<YearRow | null> {
  try {
    return await recallYear(ctx, yearId)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'year.notActive') return null
    throw error
  }
}

/** As far as the reader may see, of the active year unless told; empty when no year is active. */
export async function readDashboard(ctx: Ctx, yearId: string | undefined): Promise<Dashboard> {
  const year = await yearOf(ctx, yearId)
  const empty = { todos: [], projects: [], totals: null, loads: null, own: null, coming: [], recent: [] }
  if (!year) return { year: null, ...empty }
  const { db, actor } = ctx
  const isOffice = ctx.authorize.scopes(actor, 'student.read').length > 0
  const loads = actor.roles.includes('advisor') ? await listLoads(db, ctx, year.id) : []
  return {
    year: { id: year.id, name: year.name },
    todos: gather(await listTodoRows(db, ctx, year.id, few, ctx.now())),
    projects: await countProjects(db, ctx, year.id),
    totals: isOffice ? await readTotals(db, ctx, year.id) : null,
    loads: loads.length > 0 ? loads : null,
    own: actor.roles.includes('student') ? await findOwn(db, ctx, year.id) : null,
    coming: await listComing(db, ctx, year.id, ctx.now()),
    recent: await listRecent(db, ctx, year.id),
  }
}

/** On whom a project waits; nobody once its year is closed. @throws resource.notFound */
export async function readWaiting(ctx: Ctx, projectId: string): Promise<{ items: Waiting[] }> {
  return { items: found(await findWaiting(ctx.db, ctx, projectId, ctx.now())) }
}
