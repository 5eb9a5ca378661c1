import { yearPlanned } from '../academics/events.ts'
import { committeeAssigned } from '../defenses/events.ts'
import { react } from '../platform/events.ts'
import { Refusal } from '../platform/problem.ts'
import { projectTransferred } from '../projects/events.ts'
import { submissionReviewed } from '../submissions/events.ts'
import { deleteOpenSheet, listOrphanedSheets } from './queries.ts'
import { presetRubrics } from './rubrics.ts'
import { completeWhenDone } from './scoring.ts'

// no event: each of these is a part of the recorded fact that it follows from
export const reactions = [
  react(yearPlanned, (tx, _ctx, event) => presetRubrics(tx, event.subject.id)),
  // whoever has begun to score stays in the seat
  react(committeeAssigned, async (tx, _ctx, event) => {
    const seats = await listOrphanedSheets(tx, event.subject.id)
    if (seats.length > 0) throw new Refusal('committee.scored', { data: { seats } })
  }),
  // a sheet that the old advisor has not handed in is empty for the new one
  react(projectTransferred, (tx, _ctx, event) => deleteOpenSheet(tx, event.subject.id, 'advisor')),
  react(submissionReviewed, async (tx, ctx, event) => {
    if (event.subject.projectId) await completeWhenDone(tx, ctx, event.subject.projectId)
  }),
]
