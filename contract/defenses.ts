import { z } from 'zod'
import { yearFilter } from './academics.ts'
import { Day, endpoint, Id, listQuery, Nothing, pageOf, Reason, text } from './endpoint.ts'

/** Who examines a project, and when and where. */

export const Seat = z.enum(['chair', 'second', 'third'])
export type Seat = z.infer<typeof Seat>
export const DefenseStatus = z.enum(['unscheduled', 'scheduled', 'in_progress', 'completed', 'postponed', 'cancelled'])
export type DefenseStatus = z.infer<typeof DefenseStatus>

const MajorRef = z.object({ id: Id, name: z.string(), abbreviation: z.string() })

export const Room = z.object({
  id: Id,
  yearId: Id,
  name: z.string(),
  capacity: z.number().int().nullable(),
  /** None means: open to all majors. */
  majors: z.array(MajorRef),
  version: z.number().int(),
})
export type Room = z.infer<typeof Room>

const RoomBody = z.object({
  name: text(100),
  capacity: z.number().int().min(1).max(10_000).nullable().default(null),
  majorIds: z.array(Id).max(100).default([]),
})
const roomParams = z.object({ roomId: Id })

export const listRooms = endpoint({
  operationId: 'listRooms',
  method: 'GET',
  path: '/rooms',
  summary: 'Defense rooms of a year',
  permission: 'room.read',
  query: listQuery(['name', 'capacity'], yearFilter),
  answers: { 200: pageOf(Room) },
})

export const createRoom = endpoint({
  operationId: 'createRoom',
  method: 'POST',
  path: '/rooms',
  summary: 'Add a defense room',
  permission: 'room.manage',
  body: RoomBody.extend(yearFilter),
  answers: { 201: Room },
  problems: ['room.nameTaken', 'year.closed'],
})

export const updateRoom = endpoint({
  operationId: 'updateRoom',
  method: 'PUT',
  path: '/rooms/:roomId',
  summary: 'Change a defense room',
  permission: 'room.manage',
  params: roomParams,
  ifMatch: true,
  body: RoomBody,
  answers: { 200: Room },
  problems: ['room.nameTaken', 'defense.roomNotForMajor', 'version.stale', 'year.closed'],
})

export const deleteRoom = endpoint({
  operationId: 'deleteRoom',
  method: 'DELETE',
  path: '/rooms/:roomId',
  summary: 'Delete a room without defenses',
  permission: 'room.manage',
  params: roomParams,
  answers: { 204: Nothing },
  problems: ['room.inUse', 'year.closed'],
})

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const SlotBody = z.object({ startsAt: Clock, endsAt: Clock }).refine((slot) => slot.startsAt < slot.endsAt)
export const Slot = z.object({ id: Id, startsAt: Clock, endsAt: Clock })
export type Slot = z.infer<typeof Slot>

export const DefenseSettings = z.object({
  yearId: Id,
  startsOn: Day.nullable(),
  endsOn: Day.nullable(),
  timezone: z.string(),
  slots: z.array(Slot),
  version: z.number().int(),
})
export type DefenseSettings = z.infer<typeof DefenseSettings>

export const readDefenseSettings = endpoint({
  operationId: 'readDefenseSettings',
  method: 'GET',
  path: '/defense-settings',
  summary: 'Days and daily slots of a year’s defenses',
  permission: 'room.read',
  query: z.object(yearFilter),
  answers: { 200: DefenseSettings },
})

export const updateDefenseSettings = endpoint({
  operationId: 'updateDefenseSettings',
  method: 'PUT',
  path: '/defense-settings',
  summary: 'Set days and daily slots; slots must not overlap',
  permission: 'room.manage',
  ifMatch: true,
  body: z.object({
    ...yearFilter,
    startsOn: Day,
    endsOn: Day,
    slots: z.array(SlotBody).min(1).max(48),
  }),
  answers: { 200: DefenseSettings },
  problems: ['slot.overlaps', 'slot.inUse', 'year.datesInverted', 'version.stale', 'year.closed'],
})

const Member = z.object({ advisorId: Id, name: z.string() })

export const Committee = z.object({
  projectId: Id,
  chair: Member.nullable(),
  second: Member.nullable(),
  third: Member.nullable(),
  version: z.number().int(),
  can: z.object({ manage: z.boolean() }),
})
export type Committee = z.infer<typeof Committee>

const projectParams = z.object({ projectId: Id })

export const readCommittee = endpoint({
  operationId: 'readCommittee',
  method: 'GET',
  path: '/projects/:projectId/committee',
  summary: 'The committee of a project',
  permission: 'defense.read',
  params: projectParams,
  answers: { 200: Committee },
})

/** Why somebody cannot take a seat; a code of problem.ts. */
export const SeatReason = z.enum(['seat.isAdvisor', 'seat.twice', 'seat.notSpecialised', 'seat.full'])

export const listCandidates = endpoint({
  operationId: 'listCandidates',
  method: 'GET',
  path: '/projects/:projectId/committee/candidates',
  summary: 'All advisors for each seat: loads, and for those who cannot, why',
  permission: 'defense.manage',
  params: projectParams,
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          advisorId: Id,
          name: z.string(),
          seats: z.array(
            z.object({ seat: Seat, load: z.number().int(), quota: z.number().int(), reasons: z.array(SeatReason) }),
          ),
        }),
      ),
    }),
  },
})

export const assignCommittee = endpoint({
  operationId: 'assignCommittee',
  method: 'PUT',
  path: '/projects/:projectId/committee',
  summary: 'Fill the three seats (null leaves one empty)',
  permission: 'defense.manage',
  params: projectParams,
  ifMatch: true,
  body: z.object({ chair: Id.nullable(), second: Id.nullable(), third: Id.nullable() }),
  answers: { 200: Committee },
  problems: [
    'seat.isAdvisor',
    'seat.twice',
    'seat.notSpecialised',
    'seat.full',
    'committee.scored',
    'defense.personTaken',
    'project.wrongState',
    'version.stale',
    'year.closed',
  ],
})

export const Defense = z.object({
  projectId: Id,
  project: z.object({ id: Id, code: z.string(), topicLo: z.string(), topicEn: z.string() }),
  status: DefenseStatus,
  date: Day.nullable(),
  startsAt: Clock.nullable(),
  endsAt: Clock.nullable(),
  room: z.object({ id: Id, name: z.string() }).nullable(),
  advisor: Member,
  committee: z.array(Member.extend({ seat: Seat })),
  members: z.array(z.object({ id: Id, code: z.string(), name: z.string() })),
  reason: z.string().nullable(),
  /** What is still missing before it can be scheduled; codes. */
  missing: z.array(z.enum(['project.approved', 'document.pre_defense', 'committee.complete'])),
  version: z.number().int(),
  can: z.object({ schedule: z.boolean(), changeState: z.boolean() }),
})
export type Defense = z.infer<typeof Defense>

export const listDefenses = endpoint({
  operationId: 'listDefenses',
  method: 'GET',
  path: '/defenses',
  summary: 'The defense schedule, as far as the reader may see it',
  permission: 'defense.read',
  query: listQuery(['date', 'room', 'code'], {
    ...yearFilter,
    from: Day.optional(),
    to: Day.optional(),
    roomId: Id.optional(),
    status: DefenseStatus.optional(),
  }),
  answers: { 200: pageOf(Defense) },
})

export const readDefense = endpoint({
  operationId: 'readDefense',
  method: 'GET',
  path: '/projects/:projectId/defense',
  summary: 'The defense of a project',
  permission: 'defense.read',
  params: projectParams,
  answers: { 200: Defense },
})

export const scheduleDefense = endpoint({
  operationId: 'scheduleDefense',
  method: 'PUT',
  path: '/projects/:projectId/defense',
  summary: 'Give date, slot and room; a room or person that is taken is refused',
  permission: 'defense.manage',
  params: projectParams,
  ifMatch: true,
  body: z.object({ date: Day, slotId: Id, roomId: Id }),
  answers: { 200: Defense },
  problems: [
    'defense.notReady',
    'defense.wrongState',
    'defense.outsideDates',
    'defense.roomTaken',
    'defense.personTaken',
    'defense.roomNotForMajor',
    'version.stale',
    'year.closed',
  ],
})

export const changeDefenseState = endpoint({
  operationId: 'changeDefenseState',
  method: 'POST',
  path: '/projects/:projectId/defense/state',
  summary: 'Start, complete, postpone or cancel a defense',
  permission: 'defense.manage',
  params: projectParams,
  ifMatch: true,
  body: z.discriminatedUnion('status', [
    z.object({ status: z.enum(['in_progress', 'completed']) }),
    z.object({ status: z.enum(['postponed', 'cancelled']), reason: Reason }),
  ]),
  answers: { 200: Defense },
  problems: ['defense.wrongState', 'version.stale', 'year.closed'],
})
