import type { Reaction } from '../platform/events.ts'
import { insertNotifications } from './queries.ts'
import { table } from './recipients.ts'

// no event: a notification tells of a fact that is recorded already
export const reactions: Reaction[] = table.map((line) => ({
  on: line.on.name,
  async run(tx, ctx, event) {
    for (const told of line.tell(event.data as never)) {
      const { subject } = event
      await insertNotifications(tx, {
        eventId: event.id,
        kind: told.kind,
        data: { ...told.data, actor: ctx.actor.name, ...(subject.reason ? { reason: subject.reason } : {}) },
        projectId: subject.projectId ?? null,
        studentId: subject.type === 'student' ? subject.id : null,
        circles: told.to ?? [],
        advisorIds: told.advisorIds ?? [],
        studentIds: told.studentIds ?? [],
        at: ctx.now(),
        exceptAccountId: ctx.actor.accountId,
      })
    }
  },
}))
