import { react } from '../platform/events.ts'
import { projectTransferred, projectWithdrawn } from '../projects/events.ts'
import { releaseDefense } from './defenses.ts'
import { lockSchedule, setAttendances } from './queries.ts'

// no event: the new advisor takes the old one's place in the defense by the transfer, which is recorded
export const reactions = [
  react(projectTransferred, async (tx, _ctx, event) => {
    if (event.subject.yearId) await lockSchedule(tx, event.subject.yearId)
    await setAttendances(tx, event.subject.id)
  }),
  react(projectWithdrawn, async (tx, ctx, event) => {
    const project = { id: event.subject.id, yearId: event.subject.yearId ?? '' }
    await releaseDefense(tx, ctx, project, event.subject.reason ?? '')
  }),
]
