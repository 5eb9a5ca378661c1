import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

const Template = z.object({ name: z.string() })

export const templateCreated = defineEvent('template.created', 'staff', Template)
export const templateChanged = defineEvent('template.changed', 'staff', Template)
export const templateDeleted = defineEvent('template.deleted', 'staff', Template)

export const milestonesPlanned = defineEvent(
  'milestone.planned',
  'members',
  z.object({ template: z.string(), milestones: z.array(z.object({ name: z.string(), dueOn: z.string() })) }),
)

export const milestoneRescheduled = defineEvent(
  'milestone.rescheduled',
  'members',
  z.object({ milestoneId: z.string(), name: z.string(), from: z.string(), to: z.string() }),
)
