import { useQueryClient } from '@tanstack/react-query'
import { type Locale, setLocale } from '../../../contract/accounts.ts'
import { call } from '../../api/call.ts'
import { asProblem } from '../../api/problem.ts'
import { switchLocale } from '../../i18n/i18n.ts'
import { useToast } from '../../ui/feedback/toast.ts'
import { sessionQuery } from './session.ts'

/** Shows the interface in another language; for somebody signed in the server remembers it too (for mail). */
export function useLocaleChoice(): (locale: Locale) => Promise<void> {
  const queries = useQueryClient()
  const toast = useToast()
  return async (locale) => {
    await switchLocale(locale)
    if (!queries.getQueryData(sessionQuery.queryKey)) return
    try {
      queries.setQueryData(sessionQuery.queryKey, await call(setLocale, { body: { locale } }))
    } catch (error) {
      toast.failed(asProblem(error))
    }
  }
}
