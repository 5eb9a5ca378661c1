import { LRUCache } from 'lru-cache'
import type { Ear } from '../db/changes.ts'

/** One thing that a process remembers for a while. All of them stand in server/caches.ts. */
export interface Remembered<V extends object> {
  readonly name: string
  /** What is remembered, and by which key: for the document. */
  readonly what: string
  readonly key: string
  readonly seconds: number
  readonly most: number
  /** The changes that drop it, as the triggers of the database tell them (`tell_change`). */
  readonly droppedBy: readonly [string, ...string[]]
  /** Never set; it carries the type. */
  readonly value?: V
}

export interface CacheCount {
  readonly name: string
  readonly hits: number
  readonly misses: number
  readonly size: number
}

interface Store {
  readonly droppedBy: readonly string[]
  readonly entries: LRUCache<string, Promise<object | null>>
  hits: number
  misses: number
}

/**
 * What this process remembers. It does so only while it hears of every change; whenever that is in doubt it forgets all and
 * asks the database. A change drops everything it might touch: these things change rarely and are asked for all the time.
 */
export class Cache implements Ear {
  readonly #stores: ReadonlyMap<string, Store>
  #certain = false

  constructor(table: readonly Remembered<object>[]) {
    this.#stores = new Map(
      table.map(({ name, droppedBy, most, seconds }) => [
        name,
        { droppedBy, entries: new LRUCache({ max: most, ttl: seconds * 1_000 }), hits: 0, misses: 0 },
      ]),
    )
  }

  /** The value of a key, remembered or loaded; who asks meanwhile waits for the same load. Nothing found is not remembered. */
  async remember<V extends object, T extends V | null>(
    what: Remembered<V>,
    key: string,
    load: () => Promise<T>,
  ): Promise<T> {
    const store = this.#stores.get(what.name)
    if (!store) throw new Error(`${what.name} is not in the table of caches`)
    if (!this.#certain) return await load()
    const known = store.entries.get(key) as Promise<T> | undefined
    if (known) {
      store.hits += 1
      return await known
    }
    store.misses += 1
    const loading = load()
    store.entries.set(key, loading)
    // who asked is told of the failure below
    const found = await loading.catch(() => null)
    if (found === null && store.entries.peek(key) === loading) store.entries.delete(key)
    return await loading
  }

  /** Forgets one key here; other processes may go on remembering it. */
  forget(what: Remembered<object>, key: string): void {
    this.#stores.get(what.name)?.entries.delete(key)
  }

  /** A change was told. A load that began before it is not kept either. */
  changed(what: string): void {
    for (const store of this.#stores.values()) if (store.droppedBy.includes(what)) store.entries.clear()
  }

  /** Whether every change is heard of from now on. */
  certain(certain: boolean): void {
    this.#certain = certain
    for (const store of this.#stores.values()) store.entries.clear()
  }

  counts(): CacheCount[] {
    return [...this.#stores].map(([name, { hits, misses, entries }]) => ({ name, hits, misses, size: entries.size }))
  }
}
