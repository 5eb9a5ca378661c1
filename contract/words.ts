import type { Locale } from './accounts.ts'
import type { ImportKind, ImportReason } from './imports.ts'
import { en } from './words/en.ts'
import { lo } from './words/lo.ts'
import { type ImportReasonCode, importColumns, type Spellings, type Words } from './words/shape.ts'
import { th } from './words/th.ts'

/** The words of spreadsheets in three languages: headings and values as they are read and written, and reasons. */
export const words: Readonly<Record<Locale, Words>> = { lo, th, en }

const languages = Object.values(words)

/** A text as headings and values are compared: no case, no stray spaces. */
export function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

/** Column key of a heading in any of the languages; undefined for a column that the import does not know. */
export function columnOf(kind: ImportKind, heading: string): string | undefined {
  const wanted = fold(heading)
  const spelled = (language: Words, column: string) =>
    (language.headings[kind] as Readonly<Record<string, Spellings>>)[column]?.some((one) => fold(one) === wanted)
  return importColumns[kind].find((column) => languages.some((language) => spelled(language, column)))
}

/** Heading of a column in a language; the key itself when it is not a column. */
export function headingOf(locale: Locale, kind: ImportKind, column: string): string {
  return (words[locale].headings[kind] as Readonly<Record<string, Spellings>>)[column]?.[0] ?? column
}

/** Which value a text means, in any of the languages: `meaningOf('genders', 'ຍິງ')` is `female`. */
export function meaningOf<T extends 'genders' | 'studentStatuses'>(table: T, text: string): keyof Words[T] | undefined {
  const wanted = fold(text)
  for (const language of languages) {
    const values: Readonly<Record<string, Spellings>> = language[table]
    const known = Object.keys(values).find((value) => values[value]?.some((one) => fold(one) === wanted))
    if (known) return known as keyof Words[T]
  }
  return undefined
}

/** Does the text say "all majors" in any of the languages? */
export function meansAll(text: string): boolean {
  return languages.some((language) => language.all.some((one) => fold(one) === fold(text)))
}

/** Why a row was refused, as a sentence that names the column. */
export function reasonText(locale: Locale, kind: ImportKind, reason: ImportReason): string {
  const sentence = words[locale].reasons[reason.code as ImportReasonCode] ?? reason.code
  const filled = sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(reason.data?.[name] ?? ''))
  return reason.column === null ? filled : `${headingOf(locale, kind, reason.column)}: ${filled}`
}
