import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** Handed out what is kept about a person: to the person, or to the office for a person who asked in writing. */
export const personExported = defineEvent(
  'person.exported',
  'admins',
  z.object({ to: z.enum(['person', 'office']), files: z.number().int() }),
)

/** Erased: how many events the person was taken out of, and a hash over what these say since (see 0015). */
export const personErased = defineEvent(
  'person.erased',
  'admins',
  z.object({ erasure: z.string(), events: z.number().int(), files: z.number().int(), digest: z.string() }),
)

/** Files, abstracts, notes and reasons of a year went, so many years after its end. */
export const workForgotten = defineEvent(
  'year.workForgotten',
  'admins',
  z.object({ name: z.string(), files: z.number().int() }),
)
