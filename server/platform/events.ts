import type { z } from 'zod'
import type { Ctx, RecordFact } from './ctx.ts'
import type { Tx } from './db/db.ts'
import { insertEvent } from './db/event.queries.ts'
import type { EventKind, Subject } from './facts.ts'

export { defineEvent, type Subject } from './facts.ts'

export interface RecordedEvent<D = unknown> {
  readonly id: number
  readonly name: string
  readonly subject: Subject
  readonly data: D
}

/** What happens next, in the same transaction as the fact. */
export interface Reaction {
  readonly on: string
  run(tx: Tx, ctx: Ctx, event: RecordedEvent): Promise<void>
}

/** Binds a reaction to a kind of event, with its data typed. */
export function react<D extends z.ZodType>(
  kind: EventKind<D>,
  run: (tx: Tx, ctx: Ctx, event: RecordedEvent<z.output<D>>) => Promise<void>,
): Reaction {
  return { on: kind.name, run: (tx, ctx, event) => run(tx, ctx, event as RecordedEvent<z.output<D>>) }
}

/**
 * Makes `record`: it validates the data, writes the row of the record in the caller's transaction, and runs the reactions
 * in it. Roll back, and nothing ever happened; commit, and nothing can be forgotten.
 */
export function createRecord(reactions: readonly Reaction[]): RecordFact {
  return async (tx, ctx, kind, subject, data) => {
    const parsed = kind.data.parse(data)
    const id = await insertEvent(tx, {
      name: kind.name,
      audience: kind.audience,
      at: ctx.now(),
      actor: ctx.actor,
      requestId: ctx.requestId,
      subject,
      data: parsed,
    })
    for (const reaction of reactions) {
      if (reaction.on === kind.name) await reaction.run(tx, ctx, { id, name: kind.name, subject, data: parsed })
    }
  }
}
