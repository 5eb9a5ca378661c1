import type { BulkAnswer } from '../../contract/endpoint/bulk.ts'
import { Refusal } from './problem.ts'

/** Why some of many records are left as they are, by their ids. */
export type Refused = Map<string, Refusal>

/** Refuses when another number matches than somebody saw. */
export function checkTotal(seen: number, matching: number): void {
  if (seen !== matching) throw new Refusal('selection.changed', { data: { total: matching } })
}

/** What became of each, by name; of what was named and is not there it is said that it is not there. */
export function answerBulk(
  records: readonly { id: string; name: string }[],
  named: readonly string[],
  refused: Refused,
): BulkAnswer {
  const items = records
    .map(({ id, name }) => {
      const why = refused.get(id)
      return { id, name, problem: why ? { code: why.code, ...(why.extra.data ? { data: why.extra.data } : {}) } : null }
    })
    .sort((one, other) => one.name.localeCompare(other.name))
  const there = new Set(records.map(({ id }) => id))
  const absent = [...new Set(named)]
    .filter((id) => !there.has(id))
    .map((id) => ({ id, name: null, problem: { code: 'resource.notFound' as const } }))
  return { done: items.filter(({ problem }) => problem === null).length, items: [...items, ...absent] }
}
