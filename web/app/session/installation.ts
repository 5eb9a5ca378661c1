import { useQuery } from '@tanstack/react-query'
import { type Installation, readInstallation } from '../../../contract/accounts.ts'
import { queryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'

export const installationQuery = { ...queryFor(readInstallation), staleTime: 10 * 60_000 }

/** What is shown while the server has not said what the faculty calls itself. */
const unnamed: Installation = {
  name: { lo: 'BM23', th: 'BM23', en: 'BM23' },
  colour: '#1d4f91',
  defaultLocale: 'lo',
  logo: null,
  mail: 'off',
  provider: null,
  passkeys: null,
  version: 0,
}

/** Name (in the reader's language), colour and logo of the faculty. */
export function useInstallation(): Installation & { shownName: string } {
  const { locale } = useFormat()
  const installation = useQuery(installationQuery).data ?? unnamed
  return { ...installation, shownName: installation.name[locale] }
}
