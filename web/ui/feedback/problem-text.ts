import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/use-format.ts'

/** The sentence the reader's language has for a problem, and what the server knows of who or what is in the way. */
export function useProblemText(): (problem: Pick<ApiProblem, 'code' | 'data'>) => string {
  const { t } = useTranslation()
  const { shortDay } = useFormat()
  return ({ code, data }) => [t(`problem.${code}`), detailOf(t, shortDay, data)].filter(Boolean).join(' ')
}

/** Numbers that a refusal names. */
const counted = ['projects', 'students', 'seats', 'sheets', 'total'] as const

function detailOf(t: TFunction, day: (value: string) => string, data: ApiProblem['data']): string {
  const { name, code, date, startsAt, endsAt, codes, projects } = data
  if (typeof name === 'string' && typeof date === 'string' && typeof startsAt === 'string') {
    const times = { from: startsAt.slice(0, 5), to: String(endsAt).slice(0, 5) }
    return t('detail.clash', { name, code: String(code), date: day(date), ...times })
  }
  const known = [codes, projects].find((one) => Array.isArray(one))
  if (known) return t('detail.codes', { codes: known.join(', ') })
  return counted
    .map((what) => (typeof data[what] === 'number' ? t(`detail.${what}`, { count: data[what] }) : ''))
    .filter(Boolean)
    .join(' ')
}
