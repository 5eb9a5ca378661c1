import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '../../api/problem.ts'

/** The sentence the reader's language has for a problem. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t } = useTranslation()
  return (problem) => t(`problem.${problem.code}`)
}
