import { z } from 'zod'
import { Evaluator } from '../../contract/scoring.ts'
import { defineEvent } from '../platform/events.ts'

export const rubricsChanged = defineEvent('rubrics.changed', 'admins', z.object({}))
/** The first score sheet of the year was saved. */
export const rubricsFrozen = defineEvent('rubrics.frozen', 'admins', z.object({}))

const Sheet = z.object({ evaluator: Evaluator, advisorId: z.string(), name: z.string() })
export const sheetSaved = defineEvent('sheet.saved', 'admins', Sheet)
export const sheetSubmitted = defineEvent('sheet.submitted', 'staff', Sheet)
export const sheetReopened = defineEvent('sheet.reopened', 'staff', Sheet)

/** No number and no grade: before publication only the office knows them, and finds them in the result. */
export const resultComputed = defineEvent('result.computed', 'staff', z.object({}))
export const gradeOverridden = defineEvent('result.overridden', 'admins', z.object({}))
export const resultPublished = defineEvent('result.published', 'members', z.object({ grade: z.string() }))
