import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import { saveFile } from '../api/call.ts'
import { asProblem } from '../api/problem.ts'
import type { Sending } from '../api/sending.ts'
import { useToast } from '../ui/feedback/toast.ts'

/** Fetches an archive; says when it is there, and what went wrong. */
export function useDownload<E extends Endpoint>(endpoint: E) {
  const { t } = useTranslation()
  const toast = useToast()
  const [pending, setPending] = useState(false)
  const fetch = (sending: Sending<E>) => {
    setPending(true)
    void saveFile(endpoint, sending)
      .then(
        () => toast.done(t('privacy.downloaded')),
        (error) => toast.failed(asProblem(error)),
      )
      .finally(() => setPending(false))
  }
  return { fetch, pending }
}
