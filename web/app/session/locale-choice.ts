import { useQueryClient } from '@tanstack/react-query'
import { type Locale, setLocale } from '../../../contract/accounts.ts'
import { call } from '../../api/call.ts'
import { switchLocale } from '../../i18n/i18n.ts'
import { sessionQuery } from './session.ts'

/** Shows the interface in another language; for somebody signed in the server remembers it too (for mail). */
export function useLocaleChoice(): (locale: Locale) => Promise<void> {
  const queries = useQueryClient()
  return async (locale) => {
    await switchLocale(locale)
    if (!queries.getQueryData(sessionQuery.queryKey)) return
    queries.setQueryData(sessionQuery.queryKey, await call(setLocale, { body: { locale } }))
  }
}
