import { readFileSync } from 'node:fs'

/** What is guessed first: common passwords and rows of keys, long only because they are repeated or filled up, and names. */

const text = readFileSync(new URL('./guessed-first.txt', import.meta.url), 'utf8')
export const guessedFirst: readonly string[] = text.split('\n').filter((line) => line !== '' && !line.startsWith('# '))
const common = new Set(guessedFirst)

const rows = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const keys = [...rows, rows.join(''), 'qwertyuiopasdfghjklzxcvbnm', '1234567890qwertyuiopasdfghjklzxcvbnm']
const runs = keys.flatMap((row) => [row.repeat(3), [...row].reverse().join('').repeat(3)])

const fold = (one: string) => one.normalize('NFKC').toLowerCase()
/** Letters and the marks on them, of any script. */
const letters = (one: string) => one.replace(/[^\p{L}\p{M}]/gu, '')

/** What a text repeats, the last time perhaps in part; the text itself when it repeats nothing. */
function unitOf(one: string): string {
  for (let size = 1; size <= one.length / 2; size += 1)
    if (one.slice(size) === one.slice(0, -size)) return one.slice(0, size)
  return one
}

const isGuessed = (one: string) => {
  const unit = unitOf(one)
  if (unit !== one && unit.length < 8) return true
  return unit.length >= 4 && (common.has(unit) || runs.some((run) => run.includes(unit)))
}

/** A common password at its front, and nothing but digits and signs behind. */
function isFilledUp(one: string): boolean {
  for (let size = one.length - 1; size >= 4; size -= 1)
    if (letters(one.slice(size)) === '' && common.has(one.slice(0, size))) return true
  return false
}

/** The words of names that are long enough to be recognised. */
const wordsOf = (names: readonly (string | null)[]) =>
  names
    .flatMap((name) => fold(name ?? '').split(/[^\p{L}\p{M}\p{N}]+/u))
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length)

/**
 * Whether a password is guessed before long. `known` are names that somebody who guesses would try: the person's, the
 * faculty's, the program's; of a password that has one in it, enough must be left without. It asks for no kind of signs.
 */
export function isGuessable(password: string, known: readonly (string | null)[]): boolean {
  const plain = fold(password)
  const dense = plain.replace(/[^\p{L}\p{M}\p{N}]/gu, '')
  const rest = wordsOf(known).reduce((left, word) => left.replaceAll(word, ''), dense)
  if (rest !== dense && letters(rest).length < 8) return true
  const bare = rest.replace(/^[^\p{L}\p{M}]+|[^\p{L}\p{M}]+$/gu, '')
  return [plain, dense, rest, bare].some((one) => one !== '' && (isGuessed(one) || isFilledUp(one)))
}
