import { Refusal, refusalOf } from '../problem.ts'

interface Waiting {
  go(): void
  refuse(refusal: Refusal): void
}

/**
 * Work that many want done at the same moment, as uploads at a deadline: few do it at a time, and the others wait their turn,
 * first come first served, instead of being refused because all want a connection at once. Nobody waits longer than
 * `patience` milliseconds, and when the database does not answer one of them all who wait are told at once.
 */
export class Lane {
  readonly #width: number
  readonly #patience: number
  #busy = 0
  #queue: Waiting[] = []

  constructor({ width, patience }: { width: number; patience: number }) {
    this.#width = width
    this.#patience = patience
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.length
  }

  /** @throws server.busy when the turn did not come in time, and what `work` throws */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy < this.#width) this.#busy += 1
    else await this.#turn()
    try {
      return await work()
    } catch (error) {
      const refusal = error instanceof Refusal ? error : refusalOf(error, {})
      if (refusal?.code === 'server.busy') for (const one of this.#queue.splice(0)) one.refuse(refusal)
      throw error
    } finally {
      const next = this.#queue.shift()
      if (next) next.go()
      else this.#busy -= 1
    }
  }

  /** Whoever leaves hands the place on. */
  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => () => {
        clearTimeout(timer)
        act()
      }
      const one: Waiting = {
        go: end(resolve),
        refuse: (refusal) => end(() => reject(refusal))(),
      }
      const timer = setTimeout(() => {
        this.#queue = this.#queue.filter((each) => each !== one)
        reject(new Refusal('server.busy', { retryAfterSeconds: 5 }))
      }, this.#patience)
      this.#queue.push(one)
    })
  }
}
