import type { Actor } from '../authorize.ts'
import type { Subject } from '../facts.ts'
import type { Tx } from './db.ts'

interface NewEvent {
  name: string
  audience: string
  at: Date
  actor: Actor
  requestId: string
  subject: Subject
  data: unknown
}

const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

/** Appends a row to the record of every change; returns its number. */
export async function insertEvent(tx: Tx, event: NewEvent): Promise<number> {
  const { subject, actor } = event
  const row = await tx
    .insertInto('events')
    .values({
      at: event.at,
      name: event.name,
      audience: event.audience,
      actor_id: actor.accountId || null,
      actor_name: actor.name,
      request_id: event.requestId,
      subject_type: subject.type,
      subject_id: subject.id,
      project_id: subject.projectId ?? null,
      year_id: subject.yearId ?? null,
      data: JSON.stringify(event.data),
      before: json(subject.before),
      after: json(subject.after),
      reason: subject.reason ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}
