import { z } from 'zod'
import { Id } from '../endpoint.ts'
import { Problem } from '../problem.ts'

/** One thing done to many records: which of them, and what became of each. */

/** So many can be named one by one. */
export const mostNamed = 500
/** So many can be changed by one request. */
export const mostAtOnce = 5_000

/**
 * Records named one by one, or all that match a filter of their list. `total` is how many matched when somebody looked: when
 * it is another number by now, `selection.changed` tells it, and nothing is done to what nobody saw.
 */
export function selectionOf<F extends z.ZodRawShape>(filters: F) {
  return z.union([
    z.strictObject({ ids: z.array(Id).min(1).max(mostNamed) }),
    z.strictObject({ filter: z.strictObject(filters), total: z.number().int().min(1).max(mostAtOnce) }),
  ])
}

/** What became of each: done, or left as it was, and why. */
export const BulkAnswer = z.object({
  done: z.number().int(),
  items: z.array(
    z.object({
      id: Id,
      /** Null of what is not there for whoever asks. */
      name: z.string().nullable(),
      problem: Problem.pick({ code: true, data: true }).nullable(),
    }),
  ),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>
