import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

const Coded = z.object({ code: z.string(), name: z.string() })

export const studentRegistered = defineEvent('student.registered', 'staff', Coded)
export const studentAdded = defineEvent('student.added', 'staff', Coded)
export const studentChanged = defineEvent('student.changed', 'staff', Coded)
export const studentRemoved = defineEvent('student.removed', 'staff', Coded)
export const studentApproved = defineEvent('student.approved', 'staff', Coded)
export const studentRejected = defineEvent('student.rejected', 'staff', Coded)
