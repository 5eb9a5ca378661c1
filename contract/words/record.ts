import type { Locale } from '../accounts.ts'
import { en } from './record/en.ts'
import { lo } from './record/lo.ts'
import type { RecordWords } from './record/shape.ts'
import { th } from './record/th.ts'

export const recordWords: Readonly<Record<Locale, RecordWords>> = { lo, th, en }

const wordIn = (words: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(words, name) ? words[name] : undefined

/** What happened; the name of an event that is not known as it is. */
export function eventText(locale: Locale, event: string): string {
  return wordIn(recordWords[locale].events, event) ?? event
}

export function subjectText(locale: Locale, type: string): string {
  return wordIn(recordWords[locale].subjects, type) ?? type
}

/** Where a value stands: `['quotas', 'chair']` is “Quotas · Chair”. */
export function fieldText(locale: Locale, path: readonly string[]): string {
  return path.map((name) => wordIn(recordWords[locale].fields, name) ?? name).join(' · ')
}
