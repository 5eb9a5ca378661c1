import { yearPlanned } from '../academics/events.ts'
import { react } from '../platform/events.ts'
import { projectApproved } from '../projects/events.ts'
import { planMilestones } from './milestones.ts'
import { addPresets } from './templates.ts'

export const reactions = [
  react(yearPlanned, (tx, ctx, { subject }) => addPresets(tx, ctx, subject.yearId ?? subject.id)),
  react(projectApproved, (tx, ctx, { subject, data }) =>
    planMilestones(tx, ctx, { id: subject.id, yearId: subject.yearId ?? '' }, data),
  ),
]
