import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** Somebody took a part of the record along: which, and how many events. */
export const recordExported = defineEvent(
  'record.exported',
  'admins',
  z.object({ rows: z.number().int(), format: z.enum(['xlsx', 'csv']), filter: z.record(z.string(), z.string()) }),
)
