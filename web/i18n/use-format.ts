import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { facultyTimezone, formatBytes, formatDay, formatMoment, formatNumber } from './format.ts'
import { currentLocale } from './i18n.ts'

/** The formats of `format.ts` in the language shown now: `const { day, moment, number } = useFormat()`. */
export function useFormat(timezone = facultyTimezone) {
  const { i18n } = useTranslation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is what the formats depend on
  return useMemo(() => {
    const locale = currentLocale()
    return {
      locale,
      day: (value: string | null | undefined) => (value ? formatDay(value, locale) : '–'),
      shortDay: (value: string | null | undefined) => (value ? formatDay(value, locale, 'short') : '–'),
      moment: (value: string | null | undefined) => (value ? formatMoment(value, locale, timezone) : '–'),
      shortMoment: (value: string | null | undefined) => (value ? formatMoment(value, locale, timezone, 'short') : '–'),
      number: (value: number | null | undefined, decimals = 2) =>
        value === null || value === undefined ? '–' : formatNumber(value, locale, decimals),
      bytes: (value: number) => formatBytes(value, locale),
    }
  }, [i18n.language, timezone])
}
