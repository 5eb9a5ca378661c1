import { z } from 'zod'
import { SheetFormat } from '../../contract/imports/exports.ts'
import { CopyKind, ImportKind } from '../../contract/imports.ts'
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

/** Somebody took a list along: of what, and how many rows. */
export const listExported = defineEvent(
  'list.exported',
  'admins',
  z.object({
    kind: z.enum(['students', 'advisors', 'projects']),
    format: SheetFormat,
    rows: count,
    filter: z.record(z.string(), z.string()),
  }),
)

const Copied = z.object({ name: z.string(), source: z.string(), made: z.partialRecord(CopyKind, count) })

/** What was made is in the facts about each major, advisor, room ... as well. */
export const yearCopied = defineEvent('year.copied', 'staff', Copied)
export const yearCopyUndone = defineEvent('year.copyUndone', 'staff', Copied)
