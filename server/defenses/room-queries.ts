import { type SqlBool, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import { containing, window } from '../platform/page.ts'

export interface RoomRow {
  id: string
  year_id: string
  name: string
  capacity: number | null
  majors: { id: string; name: string; abbreviation: string }[]
  version: number
}

interface RoomQuery {
  page: number
  pageSize: number
  q?: string | undefined
}

const rooms = sql`
  select r.id, r.year_id, r.name, r.capacity, r.version, coalesce((
    select json_agg(json_build_object('id', m.id, 'name', m.name, 'abbreviation', m.abbreviation) order by m.name)
    from room_majors rm join majors m on m.id = rm.major_id where rm.room_id = r.id), '[]') as majors
  from rooms r`

/** Rooms of a year with their majors, and how many there are. */
export async function listRoomRows(
  db: Db,
  ctx: Ctx,
  yearId: string,
  query: RoomQuery,
  [column, direction]: ['name' | 'capacity', 'asc' | 'desc'],
): Promise<{ rows: RoomRow[]; total: number }> {
  const where = sql<SqlBool>`r.year_id = ${yearId} and ${ctx.authorize.where(ctx.actor, 'room.read', 'r')}
    and ${query.q ? sql<SqlBool>`r.name ilike ${containing(query.q)}` : sql<SqlBool>`true`}`
  const { limit, offset } = window(query)
  const { rows } = await sql<RoomRow>`${rooms} where ${where}
    order by ${sql.ref(`r.${column}`)} ${sql.raw(direction)} nulls last, r.id limit ${limit} offset ${offset}`.execute(
    db,
  )
  const count = await sql<{ total: number }>`select count(*) as total from rooms r where ${where}`.execute(db)
  return { rows, total: count.rows[0]?.total ?? 0 }
}

export async function listRoomsOfYear(db: Db, yearId: string): Promise<RoomRow[]> {
  const { rows: all } = await sql<RoomRow>`${rooms} where r.year_id = ${yearId} order by r.name, r.id`.execute(db)
  return all
}

/** A room that the actor may manage, locked. */
export async function findRoom(tx: Tx, ctx: Ctx, roomId: string): Promise<RoomRow | undefined> {
  const may = ctx.authorize.where(ctx.actor, 'room.manage', 'r')
  const { rows: found } = await sql<RoomRow>`${rooms} where r.id = ${roomId} and ${may} for update of r`.execute(tx)
  return found[0]
}

export async function insertRoom(tx: Tx, room: { year_id: string; name: string; capacity: number | null }) {
  const { id } = await tx.insertInto('rooms').values(room).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function setRoom(tx: Tx, roomId: string, room: { name: string; capacity: number | null }) {
  await tx
    .updateTable('rooms')
    .set((eb) => ({ ...room, version: eb('version', '+', 1) }))
    .where('id', '=', roomId)
    .execute()
}

export async function setRoomMajors(tx: Tx, roomId: string, yearId: string, majorIds: readonly string[]) {
  await tx.deleteFrom('room_majors').where('room_id', '=', roomId).execute()
  const rows = [...new Set(majorIds)].map((major_id) => ({ room_id: roomId, major_id, year_id: yearId }))
  if (rows.length > 0) await tx.insertInto('room_majors').values(rows).execute()
}

export async function deleteRoomRow(tx: Tx, roomId: string) {
  await tx.deleteFrom('rooms').where('id', '=', roomId).execute()
}

/** Codes of the projects whose defense holds the room. */
export async function listRoomUses(db: Db, roomId: string): Promise<string[]> {
  const { rows: uses } = await sql<{ code: string }>`
    select p.code from defenses d join projects p on p.id = d.project_id
    where d.room_id = ${roomId} order by p.code`.execute(db)
  return uses.map((use) => use.code)
}

/** Code of a project whose planned defense in the room has a member of a major that the room is not open to. */
export async function findForeignUse(db: Db, roomId: string): Promise<string | undefined> {
  const { rows: uses } = await sql<{ code: string }>`
    select p.code from defenses d join projects p on p.id = d.project_id
      join project_members m on m.project_id = p.id join students s on s.id = m.student_id
    where d.room_id = ${roomId} and d.status in ('scheduled', 'in_progress')
      and exists (select from room_majors where room_id = d.room_id)
      and s.major_id not in (select major_id from room_majors where room_id = d.room_id)
    order by p.code limit 1`.execute(db)
  return uses[0]?.code
}

export interface SettingsRow {
  year_id: string
  starts_on: string | null
  ends_on: string | null
  timezone: string
  slots: { id: string; startsAt: string; endsAt: string }[]
  version: number
}

/** The defense settings of a year; empty with version 0 when none were saved. */
export async function getSettings(db: Db, yearId: string): Promise<SettingsRow> {
  const { rows: found } = await sql<SettingsRow>`
    select y.id as year_id, s.starts_on, s.ends_on, y.timezone, coalesce(s.version, 0) as version, coalesce((
      select json_agg(json_build_object('id', t.id, 'startsAt', to_char(t.starts_at, 'HH24:MI'),
        'endsAt', to_char(t.ends_at, 'HH24:MI')) order by t.starts_at)
      from defense_slots t where t.year_id = y.id), '[]') as slots
    from years y left join defense_settings s on s.year_id = y.id where y.id = ${yearId}`.execute(db)
  return found[0] as SettingsRow
}

export async function setSettings(tx: Tx, yearId: string, days: { starts_on: string; ends_on: string }) {
  await tx
    .insertInto('defense_settings')
    .values({ year_id: yearId, ...days })
    .onConflict((at) =>
      at.column('year_id').doUpdateSet((eb) => ({ ...days, version: eb('defense_settings.version', '+', 1) })),
    )
    .execute()
}

export async function deleteSettings(tx: Tx, yearId: string) {
  await tx.deleteFrom('defense_settings').where('year_id', '=', yearId).execute()
}

export async function deleteSlots(tx: Tx, ids: readonly string[]) {
  if (ids.length > 0) await tx.deleteFrom('defense_slots').where('id', 'in', ids).execute()
}

export async function insertSlots(tx: Tx, yearId: string, slots: readonly { startsAt: string; endsAt: string }[]) {
  const rows = slots.map((slot) => ({ year_id: yearId, starts_at: slot.startsAt, ends_at: slot.endsAt }))
  if (rows.length > 0) await tx.insertInto('defense_slots').values(rows).execute()
}

/** Codes of the projects whose planned defense is at the times of one of these slots. */
export async function listSlotUses(db: Db, slotIds: readonly string[]): Promise<string[]> {
  if (slotIds.length === 0) return []
  const { rows: uses } = await sql<{ code: string }>`
    select p.code from defense_slots t join years y on y.id = t.year_id
      join defenses d on d.year_id = t.year_id and d.status in ('scheduled', 'in_progress')
        and (lower(d.during) at time zone y.timezone)::time = t.starts_at
        and (upper(d.during) at time zone y.timezone)::time = t.ends_at
      join projects p on p.id = d.project_id
    where t.id in (${sql.join(slotIds)}) order by p.code`.execute(db)
  return uses.map((use) => use.code)
}
