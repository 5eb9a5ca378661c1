import { type BulkAnswer, mostAtOnce } from '../../../contract/endpoint/bulk.ts'
import type { Received } from '../../../contract/endpoint.ts'
import type { changeStudents as changeEndpoint } from '../../../contract/students.ts'
import { freeContacts, revokeRole, setAccountStatus } from '../../accounts/accounts.ts'
import { answerBulk, checkTotal, type Refused } from '../../platform/bulk.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import { found, Refusal } from '../../platform/problem.ts'
import { studentApproved, studentChanged, studentRejected, studentRemoved } from '../events.ts'
import { tellDecision } from '../letters.ts'
import { isUndecided } from '../lifecycle.ts'
import { findMajorFor, lockStudents, type StudentRow } from '../queries.ts'
import { labelOf, mayManage, mayRead, present, subjectOf } from '../reading.ts'
import * as queries from './queries.ts'

/** One thing done to many students: each is done, or left as it was and told why. */

type Body = Received<typeof changeEndpoint>['body']

const idsOf = (rows: readonly StudentRow[]) => rows.map((row) => row.id)

async function choose(tx: Tx, ctx: Ctx, selection: Body['selection']): Promise<StudentRow[]> {
  const [visible, manage] = [mayRead(ctx), mayManage(ctx)]
  if ('ids' in selection) return lockStudents(tx, selection.ids, visible, manage)
  const { filter, total } = selection
  checkTotal(total, await queries.countMatching(tx, filter, visible, manage))
  const rows = await queries.lockMatching(tx, filter, visible, manage, mostAtOnce)
  // one may have come or gone while those that are there were waited for
  checkTotal(total, rows.length)
  return rows
}

/** Who may not be changed at all, whatever is to be done. */
function refuseForeign(rows: readonly StudentRow[]): Refused {
  const refused: Refused = new Map()
  for (const row of rows) {
    if (!row.may_manage) refused.set(row.id, new Refusal('permission.denied'))
    else if (row.year_status === 'closed') refused.set(row.id, new Refusal('year.closed'))
  }
  return refused
}

function act(tx: Tx, ctx: Ctx, rows: readonly StudentRow[], body: Body): Promise<Refused> {
  switch (body.action) {
    case 'approve':
      return decide(tx, ctx, rows, null)
    case 'reject':
      return decide(tx, ctx, rows, body.reason)
    case 'move':
      return move(tx, ctx, rows, body)
    case 'remove':
      return remove(tx, ctx, rows)
  }
}

/** Does it to all that it can be done to, in one transaction. @throws selection.changed, classroom.otherMajor */
export function changeStudents(ctx: Ctx, body: Body): Promise<BulkAnswer> {
  const { selection } = body
  return ctx.db.transaction().execute(async (tx) => {
    const rows = await choose(tx, ctx, selection)
    const foreign = refuseForeign(rows)
    const ours = rows.filter((row) => !foreign.has(row.id))
    const refused = new Map([...foreign, ...(await act(tx, ctx, ours, body))])
    const named = 'ids' in selection ? selection.ids : []
    const records = rows.map((row) => ({ id: row.id, name: Object.values(labelOf(present(row))).join(' ') }))
    return answerBulk(records, named, refused)
  })
}

/**
 * Approves self-registered students and opens their accounts, or refuses them for a reason and shuts the accounts. Who is
 * decided on already is refused: `student.decided`.
 */
export async function decide(tx: Tx, ctx: Ctx, rows: readonly StudentRow[], reason: string | null): Promise<Refused> {
  const due = rows.filter((row) => isUndecided(row.status))
  const status = reason === null ? 'approved' : 'rejected'
  await queries.setStatus(tx, idsOf(due), status)
  const accountIds = due.map((row) => row.account_id)
  await setAccountStatus(tx, ctx, accountIds, reason === null ? 'active' : 'deactivated')
  for (const row of due) {
    const student = present(row)
    const subject = { ...subjectOf(student), before: { status: row.status }, after: { status }, reason }
    await ctx.record(tx, ctx, reason === null ? studentApproved : studentRejected, subject, labelOf(student))
    await tellDecision(tx, ctx, row.account_id, reason)
  }
  const late = rows.filter((row) => !isUndecided(row.status))
  return new Map(late.map((row) => [row.id, new Refusal('student.decided', { data: { status: row.status } })]))
}

/** Approves those of the students who wait and are in the actor's scope. */
export async function approveStudents(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  const allowed = mayManage(ctx)
  await decide(tx, ctx, await lockStudents(tx, ids, allowed, allowed), null)
}

/** Into a classroom of a major in the actor's scope (404), of their year. Who is there already stays as he or she is. */
async function move(
  tx: Tx,
  ctx: Ctx,
  rows: readonly StudentRow[],
  { majorId, classroomId }: { majorId: string; classroomId: string },
): Promise<Refused> {
  const { year_id: yearId } = found(await findMajorFor(tx, majorId, mayManage(ctx)))
  const place = await queries.findPlace(tx, majorId, classroomId)
  if (!place) throw new Refusal('classroom.otherMajor')
  const moving = rows.filter((row) => row.year_id === yearId && row.classroom_id !== classroomId)
  await queries.setPlace(tx, idsOf(moving), majorId, classroomId)
  for (const row of moving) {
    const before = present(row)
    const after = present({ ...row, ...place, version: row.version + 1 })
    await ctx.record(tx, ctx, studentChanged, { ...subjectOf(before), before, after }, labelOf(before))
  }
  const elsewhere = rows.filter((row) => row.year_id !== yearId)
  return new Map(elsewhere.map((row) => [row.id, new Refusal('resource.notFound')]))
}

/** Nobody's accounts any more: shut, and their codes and e-mails free for whoever registers with them next. */
async function leaveAccounts(tx: Tx, ctx: Ctx, accountIds: readonly string[]): Promise<void> {
  const left = (await queries.listStandings(tx, accountIds)).filter((one) => !one.studies)
  const unused = left.filter((one) => !one.advises && !one.is_admin).map((one) => one.id)
  await revokeRole(
    tx,
    left.map((one) => one.id),
    'student',
  )
  await setAccountStatus(tx, ctx, unused, 'deactivated')
  await freeContacts(tx, unused)
}

/** Takes students out of the year; refused with the codes of the projects each is or was in: `student.inUse`. */
export async function remove(tx: Tx, ctx: Ctx, rows: readonly StudentRow[]): Promise<Refused> {
  const codes = await queries.listProjectCodes(tx, idsOf(rows))
  const leaving = rows.filter((row) => !codes.has(row.id))
  await queries.removeStudents(tx, idsOf(leaving))
  await leaveAccounts(
    tx,
    ctx,
    leaving.map((row) => row.account_id),
  )
  for (const row of leaving) {
    const before = present(row)
    await ctx.record(tx, ctx, studentRemoved, { ...subjectOf(before), before }, labelOf(before))
  }
  const staying = rows.filter((row) => codes.has(row.id))
  return new Map(
    staying.map((row) => {
      const data = { ...labelOf(present(row)), projects: codes.get(row.id) }
      return [row.id, new Refusal('student.inUse', { data })]
    }),
  )
}
