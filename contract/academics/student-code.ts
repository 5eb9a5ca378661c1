import { z } from 'zod'

/**
 * The form of student IDs: digits, capitals, `/`, `_`, `-`, `.` and `[...]` of them, each with `?`, `{n}` or `{n,m}`, between
 * `^` and `$`. This small part of regular expressions means the same to browser, server and PostgreSQL, and with few parts
 * of open length none can be made to take long.
 */
const parts = /(\\d|\\[/.-]|[A-Z0-9/_-]|\[[A-Z0-9-]+\])(?:\{(\d{1,2})(?:,(\d{1,2}))?\}|\?)?/g
const whole = new RegExp(String.raw`^\^(?:${parts.source})+\$$`)
const longest = 20
const openParts = 4

function isReadable(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source.length > 0
  } catch {
    return false
  }
}

function isShort(pattern: string): boolean {
  const all = [...pattern.matchAll(parts)]
  const open = all.filter(([text, , , most]) => text.endsWith('?') || most !== undefined)
  return open.length <= openParts && all.every(([, , least, most]) => Number(most ?? least ?? 1) <= longest)
}

export const StudentCodePattern = z
  .string()
  .trim()
  .min(3)
  .max(100)
  .regex(whole)
  .refine((pattern) => isReadable(pattern) && isShort(pattern))

/** The shortest ID of that form, for people to see what is meant: `111A111/11`. */
export function exampleOfCode(pattern: string): string {
  const made = [...pattern.slice(1, -1).matchAll(parts)].map(([, part = '', least = '1']) => {
    const sign = part === '\\d' ? '1' : part.startsWith('[') ? part.slice(1, 2) : part.replace('\\', '')
    return sign.repeat(Number(least))
  })
  return made.join('')
}

/** Whether a student ID, as it is typed, has that form; where no form is known, or none that can be read, it has. */
export function hasCodeForm(code: string, pattern: string | null | undefined): boolean {
  if (!pattern || !code) return true
  return !isReadable(pattern) || new RegExp(pattern, 'u').test(code.trim().toUpperCase())
}

/** What a faculty has that never said where it is: the defaults of the database. */
export const firstPlace = {
  timezone: 'Asia/Vientiane',
  studentCodePattern: String.raw`^\d{3}[A-Z]{1,2}\d{3,4}\/\d{2}$`,
} as const
