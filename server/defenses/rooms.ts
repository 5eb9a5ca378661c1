import type { z } from 'zod'
import type {
  createRoom as CreateRoom,
  DefenseSettings,
  listRooms as ListRooms,
  Room,
  updateDefenseSettings as UpdateSettings,
} from '../../contract/defenses.ts'
import type { Page } from '../../contract/endpoint.ts'
import { recallYear, resolveYear } from '../academics/academics.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { order, toPage } from '../platform/page.ts'
import { checkVersion, found, Refusal } from '../platform/problem.ts'
import { defenseSettingsChanged, roomChanged, roomCreated, roomDeleted } from './events.ts'
import { lockSchedule } from './queries.ts'
import {
  deleteRoomRow,
  deleteSettings,
  deleteSlots,
  findForeignUse,
  findRoom,
  getSettings,
  insertRoom,
  insertSlots,
  listRoomRows,
  listRoomsOfYear,
  listRoomUses,
  listSlotUses,
  type RoomRow,
  type SettingsRow,
  setRoom,
  setRoomMajors,
  setSettings,
} from './room-queries.ts'

/** The rooms of a year’s defenses, and the days and times they are held at. */

type RoomBody = Omit<z.output<typeof CreateRoom.body>, 'yearId'>
type Settings = z.output<typeof UpdateSettings.body>

const present = (row: RoomRow): Room => ({
  id: row.id,
  yearId: row.year_id,
  name: row.name,
  capacity: row.capacity,
  majors: row.majors,
  version: row.version,
})

const subjectOf = (room: { id: string; yearId: string }) => ({ type: 'room', id: room.id, yearId: room.yearId })

/** Rooms of a year, the active one unless told. */
export async function listRooms(ctx: Ctx, query: z.output<typeof ListRooms.query>): Promise<Page<Room>> {
  const year = await recallYear(ctx, query.yearId)
  const { rows, total } = await listRoomRows(ctx.db, ctx, year.id, query, order(query.sort, 'name'))
  return toPage(rows, total, query, present)
}

async function roomOf(tx: Tx, ctx: Ctx, roomId: string): Promise<Room> {
  return present(found(await findRoom(tx, ctx, roomId)))
}

/** All rooms of a year, by name. */
export async function listAllRooms(db: Db, yearId: string): Promise<Room[]> {
  return (await listRoomsOfYear(db, yearId)).map(present)
}

/** Adds a room to a year. */
export async function saveRoom(tx: Tx, ctx: Ctx, yearId: string, input: RoomBody): Promise<Room> {
  const id = await insertRoom(tx, { year_id: yearId, name: input.name, capacity: input.capacity })
  await setRoomMajors(tx, id, yearId, input.majorIds)
  const room = await roomOf(tx, ctx, id)
  await ctx.record(tx, ctx, roomCreated, { ...subjectOf(room), after: room }, { name: room.name })
  return room
}

export async function createRoom(ctx: Ctx, input: z.output<typeof CreateRoom.body>): Promise<Room> {
  return ctx.db.transaction().execute(async (tx) => {
    const year = await resolveYear(tx, input.yearId)
    return saveRoom(tx, ctx, year.id, input)
  })
}

/** Refuses majors that a defense already planned in the room would break. */
export async function updateRoom(ctx: Ctx, roomId: string, ifMatch: number, input: RoomBody): Promise<Room> {
  return ctx.db.transaction().execute(async (tx) => {
    const before = await roomOf(tx, ctx, roomId)
    checkVersion(ifMatch, before, input)
    await setRoom(tx, roomId, { name: input.name, capacity: input.capacity })
    await setRoomMajors(tx, roomId, before.yearId, input.majorIds)
    const code = await findForeignUse(tx, roomId)
    if (code) throw new Refusal('defense.roomNotForMajor', { data: { room: before.name, code } })
    const after = await roomOf(tx, ctx, roomId)
    await ctx.record(tx, ctx, roomChanged, { ...subjectOf(after), before, after }, { name: after.name })
    return after
  })
}

/** @throws room.inUse, with the projects that are defended in it */
export async function takeRoomAway(tx: Tx, ctx: Ctx, roomId: string): Promise<void> {
  const before = await roomOf(tx, ctx, roomId)
  const codes = await listRoomUses(tx, roomId)
  if (codes.length > 0) throw new Refusal('room.inUse', { data: { defenses: codes.length, codes: codes.slice(0, 10) } })
  await deleteRoomRow(tx, roomId)
  await ctx.record(tx, ctx, roomDeleted, { ...subjectOf(before), before }, { name: before.name })
}

export const deleteRoom = (ctx: Ctx, roomId: string): Promise<void> =>
  ctx.db.transaction().execute((tx) => takeRoomAway(tx, ctx, roomId))

const presentSettings = (row: SettingsRow): DefenseSettings => ({
  yearId: row.year_id,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  timezone: row.timezone,
  slots: row.slots,
  version: row.version,
})

/** Days and slots of a year; none, with version 0, before the first save. */
export async function readSettings(ctx: Ctx, yearId: string | undefined): Promise<DefenseSettings> {
  const year = await recallYear(ctx, yearId)
  return readSettingsOf(ctx.db, year.id)
}

export const readSettingsOf = async (db: Db, yearId: string): Promise<DefenseSettings> =>
  presentSettings(await getSettings(db, yearId))

const times = (slot: { startsAt: string; endsAt: string }) => `${slot.startsAt}-${slot.endsAt}`

/** Replaces days and slots; `before` was read under the lock of the schedule. */
async function writeSettings(tx: Tx, ctx: Ctx, before: DefenseSettings, input: Settings): Promise<DefenseSettings> {
  const { yearId } = before
  if (input.startsOn > input.endsOn) throw new Refusal('year.datesInverted')
  await setSettings(tx, yearId, { starts_on: input.startsOn, ends_on: input.endsOn })
  const [had, wanted] = [new Set(before.slots.map(times)), new Set(input.slots.map(times))]
  const gone = before.slots.filter((slot) => !wanted.has(times(slot))).map((slot) => slot.id)
  const codes = await listSlotUses(tx, gone)
  if (codes.length > 0) throw new Refusal('slot.inUse', { data: { defenses: codes.length, codes: codes.slice(0, 10) } })
  if (wanted.size < input.slots.length) throw new Refusal('slot.overlaps')
  await deleteSlots(tx, gone)
  await insertSlots(
    tx,
    yearId,
    input.slots.filter((slot) => !had.has(times(slot))),
  )
  const after = await readSettingsOf(tx, yearId)
  await ctx.record(tx, ctx, defenseSettingsChanged, { type: 'year', id: yearId, yearId, before, after }, {})
  return after
}

/** A slot with the times of one that exists stays that one; one with planned defenses cannot go. */
export async function updateSettings(ctx: Ctx, ifMatch: number, input: Settings): Promise<DefenseSettings> {
  return ctx.db.transaction().execute(async (tx) => {
    const year = await resolveYear(tx, input.yearId)
    await lockSchedule(tx, year.id)
    const before = await readSettingsOf(tx, year.id)
    checkVersion(ifMatch, before, input)
    return writeSettings(tx, ctx, before, input)
  })
}

/** The same for a year, in the transaction of the caller. */
export async function saveSettings(tx: Tx, ctx: Ctx, yearId: string, input: Settings): Promise<DefenseSettings> {
  await lockSchedule(tx, yearId)
  return writeSettings(tx, ctx, await readSettingsOf(tx, yearId), input)
}

/** As it was before the first save; refused while a defense is planned at one of the times. */
export async function takeSettingsAway(tx: Tx, ctx: Ctx, yearId: string): Promise<void> {
  await lockSchedule(tx, yearId)
  const before = await readSettingsOf(tx, yearId)
  const slots = before.slots.map((slot) => slot.id)
  const codes = await listSlotUses(tx, slots)
  if (codes.length > 0) throw new Refusal('slot.inUse', { data: { defenses: codes.length, codes: codes.slice(0, 10) } })
  await deleteSlots(tx, slots)
  await deleteSettings(tx, yearId)
  const after = await readSettingsOf(tx, yearId)
  await ctx.record(tx, ctx, defenseSettingsChanged, { type: 'year', id: yearId, yearId, before, after }, {})
}
