import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadImportErrors } from '../../contract/imports.ts'
import { saveFile } from '../api/call.ts'
import { asProblem } from '../api/problem.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useToast } from '../ui/feedback/toast.ts'

/** The refused rows with their reasons as a file, to correct and import again. */
export function ErrorsButton({ importId, count }: { importId: string; count: number }) {
  const { t } = useTranslation()
  const { locale, number } = useFormat()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const fetchIt = async () => {
    setBusy(true)
    try {
      await saveFile(downloadImportErrors, { params: { importId }, query: { locale } })
    } catch (error) {
      toast.failed(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={busy}
      onClick={() => void fetchIt()}
    >
      {t('imports.errorsFile', { rows: number(count) })}
    </Button>
  )
}
