import { z } from 'zod'
import { ImportKind } from '../../contract/imports.ts'
import { defineEvent } from '../platform/events.ts'

const count = z.number().int()

export const importReviewed = defineEvent(
  'import.reviewed',
  'admins',
  z.object({ kind: ImportKind, fileName: z.string(), rows: count }),
)

/** What each row wrote is in the facts about majors, advisors, students and projects themselves. */
export const importApplied = defineEvent(
  'import.applied',
  'staff',
  z.object({ kind: ImportKind, fileName: z.string(), new: count, update: count, unchanged: count, error: count }),
)
