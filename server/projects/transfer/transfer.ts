import type { Received } from '../../../contract/endpoint.ts'
import type { handOverProjects } from '../../../contract/projects/hand-over.ts'
import type * as contract from '../../../contract/projects.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal, refusalOf } from '../../platform/problem.ts'
import { projectTransferred, subject } from '../events.ts'
import { endChange } from '../invitations/team.ts'
import { openProject } from '../projects.ts'
import { checkSpecialisedAtOnce, setProject } from '../queries.ts'
import { readProject } from '../reading.ts'
import { knownAdvisor } from '../registration.ts'

/** Projects that go to another advisor: one, or those of an advisor who leaves. */

type Transfer = Received<typeof contract.transferProject>['body']
type HandOver = Received<typeof handOverProjects>['body']

async function transfer(tx: Tx, ctx: Ctx, projectId: string, ifMatch: number, input: Transfer, from?: string) {
  const opening = { permission: 'project.transfer', action: 'transfer', ifMatch, yours: input } as const
  const row = await openProject(tx, ctx, projectId, opening)
  if (from !== undefined && row.advisor_id !== from) throw new Refusal('resource.notFound')
  if (row.advisor_id === input.advisorId) throw new Refusal('project.sameAdvisor')
  const old = await knownAdvisor(tx, row.year_id, row.advisor_id)
  const to = await knownAdvisor(tx, row.year_id, input.advisorId)
  const { overQuota = null } = input
  // it is the one who was asked that decides
  await endChange(tx, ctx, row, 'transferred')
  await setProject(tx, projectId, { advisor_id: to.id, over_quota_reason: overQuota, updated_at: ctx.now() })
  await ctx.record(
    tx,
    ctx,
    projectTransferred,
    { ...subject(row), before: { advisorId: old.id }, after: { advisorId: to.id }, reason: input.reason },
    { fromAdvisorId: old.id, fromAdvisor: old.name, toAdvisorId: to.id, toAdvisor: to.name, overQuota },
  )
}

/** Gives a project to another advisor; that he is specialised and has a place is held by the database. */
export async function transferProject(ctx: Ctx, projectId: string, ifMatch: number, input: Transfer) {
  return ctx.db.transaction().execute(async (tx) => {
    await transfer(tx, ctx, projectId, ifMatch, input)
    return readProject(tx, ctx, projectId)
  })
}

/** A refusal that says of which project, without the versions of a single one; what is no refusal stays what it is. */
function about(projectId: string, error: unknown): unknown {
  const refused = (error as { code?: unknown }).code === 'BM001' ? refusalOf(error, {}) : error
  if (!(refused instanceof Refusal)) return error
  return new Refusal(refused.code, { data: { ...refused.extra.data, projectId } })
}

/**
 * Gives projects of one advisor to others, all or none; each is recorded and told like a transfer of its own.
 * @throws what a transfer throws, with the `projectId` in its data
 */
export async function handOver(ctx: Ctx, advisorId: string, { receivers, reason, overQuota }: HandOver) {
  // in one order, so that two who do it at once wait for each other and not crosswise
  const inOrder = receivers.toSorted((a, b) => a.projectId.localeCompare(b.projectId))
  return ctx.db.transaction().execute(async (tx) => {
    await checkSpecialisedAtOnce(tx)
    for (const { projectId, version, advisorId: to } of inOrder) {
      try {
        await transfer(tx, ctx, projectId, version, { advisorId: to, reason, overQuota }, advisorId)
      } catch (error) {
        throw about(projectId, error)
      }
    }
    return { projects: receivers.length }
  })
}
