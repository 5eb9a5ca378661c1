import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

const Named = z.object({ name: z.string() })

export const advisorAdded = defineEvent('advisor.added', 'staff', Named)
export const advisorChanged = defineEvent('advisor.changed', 'staff', Named)
export const advisorRemoved = defineEvent('advisor.removed', 'staff', Named)
/** Which majors' office the advisor runs from now on; none ends it. */
export const officeAssigned = defineEvent(
  'advisor.officeAssigned',
  'staff',
  Named.extend({ majors: z.array(z.string()) }),
)
