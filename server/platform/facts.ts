import type { z } from 'zod'

/** A kind of fact. `audience` says who of a project may read it in the timeline. */
export interface EventKind<D extends z.ZodType = z.ZodType> {
  readonly name: `${string}.${string}`
  readonly audience: 'members' | 'staff' | 'admins'
  readonly data: D
}

export function defineEvent<const D extends z.ZodType>(
  name: EventKind['name'],
  audience: EventKind['audience'],
  data: D,
): EventKind<D> {
  return { name, audience, data }
}

/** What a fact is about. */
export interface Subject {
  type: string
  id: string
  projectId?: string | null
  yearId?: string | null
  before?: unknown
  after?: unknown
  reason?: string | null
}
