import { Chance } from '../../chance.ts'
import { payloads } from './payloads.ts'

/** A text that was put into a field, found again by its mark. */
export interface Value {
  readonly field: string
  /** As it was kept, which is what pages must show letter by letter. */
  readonly text: string
}

/** Marks are numbers of five digits, and in fields too small for those an element of their own. */
export const marks = /\d{5,}|<x\d+>/g

/** Keeps what was put where. Every field begins elsewhere in the payloads, so that a few of each field are many together. */
export class Ledger {
  readonly values = new Map<string, Value>()
  readonly host: string
  readonly #order: readonly string[]
  readonly #used = new Map<string, number>()
  /** How many texts lost what made them dangerous on the way in. */
  harmless = 0
  #mark = 10_000
  #tiny = 0

  /** `host` is where a listener waits for requests that must not come. */
  constructor(seed: number, host: string) {
    const chance = new Chance(seed)
    this.#order = payloads
      .map((text) => ({ text, at: chance.next() }))
      .sort((a, b) => a.at - b.at)
      .map((one) => one.text)
    this.host = host
  }

  /** The next payload for a field that takes so many letters; `markup` asks for one with a tag in it. */
  text(field: string, most: number, markup = false): string {
    this.#mark += 1
    const mark = String(this.#mark)
    const written = (one: string) => one.replaceAll('§', mark).replaceAll('¤', this.host)
    const fitting = this.#order.filter((one) => written(one).length <= most && (!markup || /<\w/.test(one)))
    const at = this.#used.get(field) ?? new Chance(hashOf(field)).below(fitting.length)
    this.#used.set(field, at + 1)
    const text = written(fitting[at % fitting.length] ?? '')
    this.values.set(mark, { field, text })
    return text
  }

  /** Markup of at most five letters. */
  tiny(field: string): string {
    this.#tiny += 1
    const text = `<x${this.#tiny}>`
    this.values.set(text, { field, text })
    return text
  }

  /** Tells what became of a text; one that its field made harmless is no payload any more. */
  keptAs(text: string, kept: string): void {
    if (text === kept) return
    this.harmless += 1
    for (const mark of text.match(marks) ?? []) this.values.delete(mark)
  }

  /** The payloads as they stand, each with a mark of its own: to show that they run where nothing holds them. */
  all(): { mark: string; text: string }[] {
    return this.#order.map((one, index) => {
      const mark = String(90_000 + index)
      return { mark, text: one.replaceAll('§', mark).replaceAll('¤', this.host) }
    })
  }
}

function hashOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7)
}
