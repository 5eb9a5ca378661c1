const secretWord = 'pass(?:word|wd)?|secret|token|cookie|authorization|api[-_]?key'

/**
 * What must never leave by a log line or a report, wherever it turns up: secrets by their name, long random words (the
 * secrets of sessions, links and tokens have 43 signs), cookies, query strings, e-mail addresses and student IDs.
 * Quantifiers are bounded, so that no text takes long.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`((?:${secretWord})\\\\{0,3}"\\s{0,3}:\\s{0,3}\\\\{0,3}")[^"\\\\]{1,4000}`, 'gi'), '$1[secret]'],
  [new RegExp(`\\b((?:${secretWord})\\s{0,3}[=:]\\s{0,3})[^\\s"'\\\\,;&}]{1,4000}`, 'gi'), '$1[secret]'],
  [/\b(Bearer|Basic) [\w.~+/=-]{1,4000}/g, '$1 [secret]'],
  [/\b(bm23=)[^\s;"\\]{1,4000}/g, '$1[secret]'],
  [/(\/\/[^\s/:@"\\]{1,200}:)[^\s/@"\\]{1,200}@/g, '$1[secret]@'],
  [/\?[\w%.~[\]-]{1,100}=[^\s"\\]{0,4000}/g, '?[query]'],
  [/[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,24}\b/gi, '[email]'],
  [/\b\d{3}[A-Z]{1,2}\d{3,4}(?:\/|%2F)\d{2}\b/gi, '[student]'],
  [/[\w-]{40,4000}/g, '[secret]'],
]

/** The text without anything that is secret or names a person. JSON stays JSON. */
export function scrub(text: string): string {
  return rules.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text)
}
