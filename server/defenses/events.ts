import { z } from 'zod'
import { DefenseStatus, Seat } from '../../contract/defenses.ts'
import { defineEvent } from '../platform/events.ts'

const Room = z.object({ name: z.string() })
export const roomCreated = defineEvent('room.created', 'admins', Room)
export const roomChanged = defineEvent('room.changed', 'admins', Room)
export const roomDeleted = defineEvent('room.deleted', 'admins', Room)
export const defenseSettingsChanged = defineEvent('defense.settingsChanged', 'admins', z.object({}))

const Seats = z.array(z.object({ seat: Seat, advisorId: z.string(), name: z.string() }))

/** A seat that changes hands is in both lists. */
export const committeeAssigned = defineEvent(
  'committee.assigned',
  'members',
  z.object({ added: Seats, removed: Seats }),
)

/** The seats of a project that ended before its defense were given back. */
export const committeeReleased = defineEvent('committee.released', 'members', z.object({ removed: Seats }))

export const defenseScheduled = defineEvent(
  'defense.scheduled',
  'members',
  z.object({ date: z.string(), startsAt: z.string(), endsAt: z.string(), room: z.string(), moved: z.boolean() }),
)

export const defenseStateChanged = defineEvent(
  'defense.stateChanged',
  'members',
  z.object({ from: DefenseStatus, to: DefenseStatus }),
)
