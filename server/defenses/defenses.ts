import type { z } from 'zod'
import type {
  changeDefenseState as ChangeState,
  Defense,
  listDefenses as ListDefenses,
  scheduleDefense as ScheduleDefense,
  Seat,
} from '../../contract/defenses.ts'
import type { Page } from '../../contract/endpoint.ts'
import { recallYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { order, toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { loadProject } from '../projects/projects.ts'
import { committeeReleased, defenseScheduled, defenseStateChanged } from './events.ts'
import { holdsPlace, isSchedulable, missingOf, nextStates } from './lifecycle.ts'
import {
  type DefenseRow,
  findClash,
  findDefense,
  listDefenseRows,
  listSeats,
  lockSchedule,
  setAttendances,
  setPlan,
  setSeats,
  setState,
  touchDefense,
} from './queries.ts'
import { getSettings } from './room-queries.ts'

export {
  createRoom,
  listAllRooms,
  listRooms,
  readSettings,
  readSettingsOf,
  saveRoom,
  saveSettings,
  takeRoomAway,
  takeSettingsAway,
  updateSettings,
} from './rooms.ts'

/** Who examines a project, and when and where: nobody and no room is in two places at one time. */

const missing = (row: DefenseRow) =>
  missingOf({
    projectStatus: row.project_status,
    documentApproved: row.document_approved,
    seats: row.committee.length,
  })

function present(row: DefenseRow): Defense {
  const lacks = missing(row)
  return {
    projectId: row.project_id,
    project: { id: row.project_id, code: row.code, topicLo: row.topic_lo, topicEn: row.topic_en },
    status: row.status,
    date: row.date,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    room: row.room_id === null ? null : { id: row.room_id, name: row.room_name ?? '' },
    advisor: { advisorId: row.advisor_id, name: row.advisor_name },
    committee: row.committee,
    members: row.members,
    reason: row.reason,
    missing: lacks,
    version: row.version,
    can: {
      schedule: row.may_manage && lacks.length === 0 && isSchedulable(row.status),
      changeState: row.may_manage && nextStates(row.status).length > 0,
    },
  }
}

/** The defense schedule of a year, the active one unless told, as far as the actor may read it. */
export async function listDefenses(ctx: Ctx, query: z.output<typeof ListDefenses.query>): Promise<Page<Defense>> {
  const year = await recallYear(ctx, query.yearId)
  const { rows, total } = await listDefenseRows(ctx.db, ctx, year.id, query, order(query.sort, 'date'))
  return toPage(rows, total, query, present)
}

/** 404 unless the actor may read it; `unscheduled` with version 0 before anything was planned. */
export async function readDefense(db: Db, ctx: Ctx, projectId: string): Promise<Defense> {
  return present(found(await findDefense(db, ctx, projectId)))
}

/** The holders of a project's committee seats in order: chair, second, third. */
export async function readSeats(db: Db, projectId: string): Promise<{ seat: Seat; advisorId: string; name: string }[]> {
  return listSeats(db, projectId)
}

const subjectOf = (defense: { projectId: string }, yearId: string) => ({
  type: 'defense',
  id: defense.projectId,
  projectId: defense.projectId,
  yearId,
})

const planOf = ({ status, date, startsAt, endsAt, room, reason }: Defense) => ({
  status,
  date,
  startsAt,
  endsAt,
  room: room?.name ?? null,
  reason,
})

async function findSlot(tx: Tx, yearId: string, plan: { date: string; slotId: string }) {
  const { starts_on: startsOn, ends_on: endsOn, slots } = await getSettings(tx, yearId)
  if (startsOn === null || endsOn === null || plan.date < startsOn || plan.date > endsOn) {
    throw new Refusal('defense.outsideDates', { data: { startsOn, endsOn } })
  }
  const slot = slots.find(({ id }) => id === plan.slotId)
  if (!slot) throw new Refusal('input.invalid', { errors: [{ path: 'slotId', message: 'Not a slot of the year' }] })
  return slot
}

/** Says who or what is taken by which project; the database refuses it as well, and cannot say so. */
async function refuseClash(tx: Tx, projectId: string, plan: Parameters<typeof findClash>[2]): Promise<void> {
  const clash = await findClash(tx, projectId, plan)
  if (!clash) return
  const { what, ...data } = clash
  throw new Refusal(what === 'room' ? 'defense.roomTaken' : 'defense.personTaken', { data })
}

/** Gives date, slot and room, also again; what is taken or not ready is refused with its code. */
export async function scheduleDefense(
  ctx: Ctx,
  projectId: string,
  ifMatch: number,
  plan: z.output<typeof ScheduleDefense.body>,
): Promise<Defense> {
  return ctx.db.transaction().execute(async (tx) => {
    const project = await loadProject(tx, ctx, projectId, 'defense.manage')
    await lockSchedule(tx, project.year_id)
    const row = found(await findDefense(tx, ctx, projectId))
    const before = present(row)
    checkVersion(ifMatch, before, plan)
    if (!isSchedulable(before.status)) throw new Refusal('defense.wrongState', { data: { status: before.status } })
    if (before.missing.length > 0) throw new Refusal('defense.notReady', { data: { missing: before.missing } })
    const slot = await findSlot(tx, project.year_id, plan)
    await touchDefense(tx, projectId, project.year_id)
    const { startsAt, endsAt } = slot
    const wanted = { date: plan.date, startsAt, endsAt, roomId: plan.roomId, timezone: row.timezone }
    await refuseClash(tx, projectId, wanted)
    await setPlan(tx, projectId, wanted)
    await setAttendances(tx, projectId)
    const after = await readDefense(tx, ctx, projectId)
    const subject = { ...subjectOf(after, project.year_id), before: planOf(before), after: planOf(after) }
    const data = {
      date: plan.date,
      startsAt,
      endsAt,
      room: after.room?.name ?? '',
      moved: before.status === 'scheduled',
    }
    await ctx.record(tx, ctx, defenseScheduled, subject, data)
    return after
  })
}

/** Starts, completes, postpones or cancels; the last two need a reason and give room and people back. */
export async function changeDefenseState(
  ctx: Ctx,
  projectId: string,
  ifMatch: number,
  wish: z.output<typeof ChangeState.body>,
): Promise<Defense> {
  return ctx.db.transaction().execute(async (tx) => {
    const project = await loadProject(tx, ctx, projectId, 'defense.manage')
    const before = await readDefense(tx, ctx, projectId)
    checkVersion(ifMatch, before, wish)
    if (!nextStates(before.status).includes(wish.status)) {
      throw new Refusal('defense.wrongState', { data: { status: before.status } })
    }
    const reason = 'reason' in wish ? wish.reason : null
    await touchDefense(tx, projectId, project.year_id)
    await setState(tx, projectId, { status: wish.status, reason, free: !holdsPlace(wish.status) })
    await setAttendances(tx, projectId)
    const after = await readDefense(tx, ctx, projectId)
    const subject = { ...subjectOf(after, project.year_id), before: planOf(before), after: planOf(after), reason }
    await ctx.record(tx, ctx, defenseStateChanged, subject, { from: before.status, to: after.status })
    return after
  })
}

/** A project that ends before its defense gives back its seats, its room and its time. */
export async function releaseDefense(tx: Tx, ctx: Ctx, project: { id: string; yearId: string }, reason: string) {
  const removed = await listSeats(tx, project.id)
  const row = await findDefense(tx, ctx, project.id)
  if (!row || row.version === 0) return
  await lockSchedule(tx, project.yearId)
  await touchDefense(tx, project.id, project.yearId)
  const subject = { ...subjectOf({ projectId: project.id }, project.yearId), reason }
  if (nextStates(row.status).includes('cancelled')) {
    await setState(tx, project.id, { status: 'cancelled', reason, free: true })
    await setAttendances(tx, project.id)
    await ctx.record(tx, ctx, defenseStateChanged, subject, { from: row.status, to: 'cancelled' })
  }
  if (removed.length === 0) return
  const seats = removed.map(({ seat }) => seat)
  await setSeats(tx, project, seats, [])
  await ctx.record(tx, ctx, committeeReleased, subject, { removed })
}
