import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

const Named = z.object({ name: z.string() })

export const yearPlanned = defineEvent('year.planned', 'staff', Named)
export const yearChanged = defineEvent('year.changed', 'staff', Named)
export const yearActivated = defineEvent('year.activated', 'staff', Named)
export const yearClosed = defineEvent('year.closed', 'staff', Named)

export const majorAdded = defineEvent('major.added', 'staff', Named)
export const majorChanged = defineEvent('major.changed', 'staff', Named)
export const majorDeleted = defineEvent('major.deleted', 'staff', Named)

export const classroomAdded = defineEvent('classroom.added', 'staff', Named)
export const classroomChanged = defineEvent('classroom.changed', 'staff', Named)
export const classroomDeleted = defineEvent('classroom.deleted', 'staff', Named)
