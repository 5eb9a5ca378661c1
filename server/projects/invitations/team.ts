import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/problem.ts'
import { deleteChange, hasChange } from '../changes/queries.ts'
import { changeEnded, invitationEnded, invitationSent, subject } from '../events.ts'
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
  /** The change that they belong to, and whom its office names without asking. */
  change?: { id: string; named: readonly string[] },
): Promise<number> {
  if (studentIds.length === 0) return 0
  // accepting asks again: until then they are free to begin another project
  if ((await listTaken(tx, studentIds)).length > 0) throw new Refusal('project.studentTaken')
  const asked = await insertInvitations(tx, project, studentIds, ctx.now(), change)
  for (const { student_id, name, stands } of asked) {
    if (stands === 'named') continue
    await ctx.record(tx, ctx, invitationSent, subject(project), { studentId: student_id, student: name })
  }
  return asked.length
}

/**
 * Ends invitations that were not answered, and states why each ended. A change for which a student is not free any more
 * ends with it. Returns how many.
 */
export async function endInvitations(
  tx: Tx,
  ctx: Ctx,
  which: Ending,
  because: 'placed' | 'revoked' | 'withdrawn' | 'change',
): Promise<number> {
  const ended = await deleteInvitations(tx, which)
  for (const { project_id, year_id, student_id, name, stands, change_id } of ended) {
    const project = { id: project_id, year_id }
    // whom the office named was not asked, and is not told that it is over
    if (stands !== 'named') {
      const data = { studentId: student_id, student: name, because }
      await ctx.record(tx, ctx, invitationEnded, subject(project), data)
    }
    if (change_id !== null && because === 'placed') await endChange(tx, ctx, project, 'placed', name)
  }
  return ended.length
}

/** Ends the open change of a project, if there is one, undecided. */
export async function endChange(
  tx: Tx,
  ctx: Ctx,
  project: { id: string; year_id: string },
  because: 'withdrawn' | 'transferred' | 'completed' | 'declined' | 'placed',
  student: string | null = null,
): Promise<void> {
  if (!(await hasChange(tx, project.id))) return
  await endInvitations(tx, ctx, { projectId: project.id }, 'change')
  if (!(await deleteChange(tx, project.id))) return
  await ctx.record(tx, ctx, changeEnded, subject(project), { because, student })
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
