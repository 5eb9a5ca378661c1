import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** Handed out what is kept about a person: to the person, or to the office for a person who asked in writing. */
export const personExported = defineEvent(
  'person.exported',
  'admins',
  z.object({ to: z.enum(['person', 'office']), files: z.number().int() }),
)
