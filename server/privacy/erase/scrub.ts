/**
 * What a person is known by: `strong` words (addresses, numbers, whole names) are taken out wherever they stand; `weak` ones (a
 * given name alone is also a word of the language) only where a text is about the person.
 */
export interface Known {
  readonly strong: readonly string[]
  readonly weak: readonly string[]
}

/** Shorter ones are taken out only where they are the whole text. */
const enough = 4

const letters = (text: string) => Array.from(text).length
const longestFirst = (words: Iterable<string>) => [...new Set(words)].sort((a, b) => b.length - a.length)

/** A short word of letters only, such as `dean`, may be a word of anything. */
const isOrdinary = (word: string) => letters(word) < 8 && /^[\p{L}\p{M}]+$/u.test(word)

export function knownBy(strong: readonly (string | null)[], weak: readonly (string | null)[]): Known {
  const tidy = (words: readonly (string | null)[]) =>
    words.flatMap((one) => (one && letters(one.trim()) >= 2 ? [one.trim()] : []))
  const certain = tidy(strong)
  return {
    strong: longestFirst(certain.filter((one) => !isOrdinary(one))),
    weak: longestFirst([...tidy(weak), ...certain.filter(isOrdinary)]),
  }
}

function without(text: string, words: readonly string[], pseudonym: string): string {
  let rest = text
  for (const word of words) {
    if (rest.toLowerCase() === word.toLowerCase()) return pseudonym
    if (letters(word) < enough) continue
    const pattern = new RegExp(word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'), 'gi')
    rest = rest.replace(pattern, () => pseudonym)
  }
  return rest
}

/** A text without the person. */
export function scrubText(text: string, known: Known, pseudonym: string, near: boolean): string {
  return without(text, near ? [...known.strong, ...known.weak] : known.strong, pseudonym)
}

/** A value of JSON without the person, in its values and in what they are called. */
export function scrubValue<T>(value: T, known: Known, pseudonym: string, near: boolean): T {
  if (typeof value === 'string') return scrubText(value, known, pseudonym, near) as T
  if (Array.isArray(value)) return value.map((one) => scrubValue(one, known, pseudonym, near)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, scrubValue(inner, known, pseudonym, near)]),
  ) as T
}
