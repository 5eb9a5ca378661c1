import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProblemCode } from '../../contract/problem.ts'
import type { ContractForm } from '../ui/form/use-contract-form.ts'

/** Shows refusals that are about one field (a name that is taken) at that field instead of above the form. */
export function useFieldProblems<V extends object>(
  { form, problem, clearProblem }: ContractForm<V>,
  fields: Partial<Record<ProblemCode, keyof V & string>>,
): void {
  const { t } = useTranslation()
  useEffect(() => {
    const field = problem && problem.code !== 'network.unreachable' ? fields[problem.code] : undefined
    if (!problem || !field) return
    form.setFieldError(field, t(`problem.${problem.code}`))
    clearProblem()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }, [problem, fields, form, clearProblem, t])
}
