import type { Locale } from '../../contract/accounts.ts'

/**
 * Days, moments and numbers in the reader's language. A day (`YYYY-MM-DD`) has no timezone and is never put through
 * one, so that it cannot come out a day early; a moment is shown in the faculty's timezone, not the reader's.
 */
export const facultyTimezone = 'Asia/Vientiane'

const tags = { lo: 'lo-LA', th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB' } as const satisfies Record<Locale, string>

/** Browsers without Lao data would print English months, so the months of Lao are our own. */
const laoMonths = ['ມັງກອນ', 'ກຸມພາ', 'ມີນາ', 'ເມສາ', 'ພຶດສະພາ', 'ມິຖຸນາ', 'ກໍລະກົດ', 'ສິງຫາ', 'ກັນຍາ', 'ຕຸລາ', 'ພະຈິກ', 'ທັນວາ']

type Style = 'short' | 'long'

/** A calendar day: `24/09/2026` (short, for tables) or `24 September 2026` (long). */
export function formatDay(day: string, locale: Locale, style: Style = 'long'): string {
  return dateText(new Date(`${day}T00:00:00Z`), locale, style, 'UTC')
}

/** A moment as day and time of the faculty: `24 September 2026, 14:30`. */
export function formatMoment(
  moment: string,
  locale: Locale,
  timezone = facultyTimezone,
  style: Style = 'long',
): string {
  const date = new Date(moment)
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(date)
  return `${dateText(date, locale, style, timezone)}${style === 'long' ? ',' : ''} ${time}`
}

/** A number with the separators of the language; at most two decimals unless told. */
export function formatNumber(value: number, locale: Locale, decimals = 2): string {
  // Lao writes numbers as 1.234,5; browsers without Lao data would not.
  const tag = locale === 'lo' ? 'de-DE' : tags[locale]
  return new Intl.NumberFormat(tag, { maximumFractionDigits: decimals }).format(value)
}

/** A size in bytes as people say it: `1.4 MB`. */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${formatNumber(bytes / 1000 ** step, locale, 1)} ${units[step]}`
}

/** The day it is now where the faculty is, `YYYY-MM-DD`. */
export function facultyToday(timezone = facultyTimezone, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(now)
}

function dateText(date: Date, locale: Locale, style: Style, timeZone: string): string {
  if (Number.isNaN(date.getTime())) return ''
  if (locale === 'lo' && style === 'long') return laoDate(date, timeZone)
  const tag = locale === 'lo' ? tags.en : tags[locale]
  if (style === 'short') {
    const parts = new Intl.DateTimeFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone })
    return joined(parts.formatToParts(date), '/')
  }
  const parts = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone })
  return joined(parts.formatToParts(date), ' ')
}

/** Day, month, year in this order, without the era some browsers add to Buddhist years. */
function joined(parts: Intl.DateTimeFormatPart[], separator: string): string {
  const of = (type: string) => parts.find((part) => part.type === type)?.value
  return [of('day'), of('month'), of('year')].join(separator)
}

function laoDate(date: Date, timeZone: string): string {
  const [year = '', month = '', day = ''] = new Intl.DateTimeFormat('en-CA', { timeZone }).format(date).split('-')
  return `${Number(day)} ${laoMonths[Number(month) - 1]} ${year}`
}
