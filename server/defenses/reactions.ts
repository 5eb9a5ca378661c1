import { react } from '../platform/events.ts'
import { changeApproved, projectTransferred, projectWithdrawn } from '../projects/events.ts'
import { releaseDefense } from './defenses.ts'
import { lockSchedule, recheckMembers, setAttendances } from './queries.ts'

// no event: whoever takes another's place in the defense does so by the transfer or the change, which is recorded
export const reactions = [
  react(projectTransferred, async (tx, _ctx, event) => {
    if (event.subject.yearId) await lockSchedule(tx, event.subject.yearId)
    await setAttendances(tx, event.subject.id)
  }),
  // other students are to be present, of majors that room and committee must be for
  react(changeApproved, async (tx, _ctx, event) => {
    if (event.subject.yearId) await lockSchedule(tx, event.subject.yearId)
    await recheckMembers(tx, event.subject.id)
    await setAttendances(tx, event.subject.id)
  }),
  react(projectWithdrawn, async (tx, ctx, event) => {
    const project = { id: event.subject.id, yearId: event.subject.yearId ?? '' }
    await releaseDefense(tx, ctx, project, event.subject.reason ?? '')
  }),
]
