const minutes = 60

interface Slot {
  minute: number
  readonly counts: Map<string, number>
}

/** Counts by name over the last hour, in this process. */
export class Recent {
  readonly #now: () => Date
  /** One map per minute of the hour; what is older is overwritten. */
  readonly #slots = Array.from({ length: minutes }, (): Slot => ({ minute: -1, counts: new Map() }))

  constructor(now: () => Date) {
    this.#now = now
  }

  #minute(): number {
    return Math.floor(this.#now().getTime() / 60_000)
  }

  add(name: string): void {
    const minute = this.#minute()
    const slot = this.#slots[minute % minutes] as Slot
    if (slot.minute !== minute) {
      slot.minute = minute
      slot.counts.clear()
    }
    slot.counts.set(name, (slot.counts.get(name) ?? 0) + 1)
  }

  /** All names with their counts. */
  counts(): Map<string, number> {
    const since = this.#minute() - minutes
    const all = new Map<string, number>()
    for (const slot of this.#slots) {
      if (slot.minute <= since) continue
      for (const [name, count] of slot.counts) all.set(name, (all.get(name) ?? 0) + count)
    }
    return all
  }
}
