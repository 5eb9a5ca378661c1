import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/problem.ts'
import { invitationEnded, invitationSent, subject } from '../events.ts'
import { deleteInvitations, type Ending, insertInvitations, listTaken } from './queries.ts'

/** Who of a team works on the project at once, and who is asked first. */

export interface Team {
  members: string[]
  invited: string[]
}

/** Only an office puts others into a project; a student is there, whoever was there stays, and the others are asked. */
export function splitTeam(
  wanted: readonly string[],
  { office, ownId }: { office: boolean; ownId: string | undefined },
  before: readonly string[] = [],
): Team {
  const isMember = (id: string) => office || id === ownId || before.includes(id)
  return { members: wanted.filter(isMember), invited: wanted.filter((id) => !isMember(id)) }
}

/**
 * Asks students, who must be approved ones of the year; who waits already is not asked again. The project is locked by
 * the caller, and the database keeps a place for each. Returns how many were asked.
 * @throws project.studentTaken, project.tooManyMembers
 */
export async function invite(
  tx: Tx,
  ctx: Ctx,
  project: { id: string; year_id: string },
  studentIds: readonly string[],
): Promise<number> {
  if (studentIds.length === 0) return 0
  // accepting asks again: until then they are free to begin another project
  if ((await listTaken(tx, studentIds)).length > 0) throw new Refusal('project.studentTaken')
  const asked = await insertInvitations(tx, project, studentIds, ctx.now())
  for (const { student_id, name } of asked) {
    await ctx.record(tx, ctx, invitationSent, subject(project), { studentId: student_id, student: name })
  }
  return asked.length
}

/** Ends invitations that were not answered, and states why each ended. Returns how many. */
export async function endInvitations(
  tx: Tx,
  ctx: Ctx,
  which: Ending,
  because: 'placed' | 'revoked' | 'withdrawn',
): Promise<number> {
  const ended = await deleteInvitations(tx, which)
  for (const { project_id, year_id, student_id, name } of ended) {
    const about = subject({ id: project_id, year_id })
    await ctx.record(tx, ctx, invitationEnded, about, { studentId: student_id, student: name, because })
  }
  return ended.length
}

/** Brings the invitations of a project to what a team says: members need none, and who is not wanted any more has none. */
export async function settleInvitations(
  tx: Tx,
  ctx: Ctx,
  project: { id: string; year_id: string },
  { members, invited }: Team,
): Promise<void> {
  await endInvitations(tx, ctx, { studentIds: members }, 'placed')
  await endInvitations(tx, ctx, { projectId: project.id, exceptStudentIds: invited }, 'revoked')
  await invite(tx, ctx, project, invited)
}
