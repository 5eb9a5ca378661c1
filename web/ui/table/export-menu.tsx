import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { saveFile } from '../../api/call.ts'
import { asProblem } from '../../api/problem.ts'
import type { Sending } from '../../api/sending.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useToast } from '../feedback/toast.ts'
import type { ListEndpoint } from './list-endpoint.ts'
import { useListSearch } from './use-list-search.ts'

interface Props {
  /** Writes the spreadsheet; its body is what the list is asked for, the format and the language. */
  endpoint: Endpoint & { readonly method: 'POST'; readonly download: true }
  list: ListEndpoint
  /** What the page asks for besides the address. */
  fixed?: Readonly<Record<string, unknown>>
  sort?: string
  /** So many rows are written. */
  most: number
}

/** What a list shows as a file: filtered and sorted in the same way. */
export function ExportMenu({ endpoint, list, fixed, sort, most }: Props) {
  const { t } = useTranslation()
  const { locale, number } = useFormat()
  const { page: _, pageSize: __, ...filter } = useListSearch(list, sort ? { sort } : {}).query
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const fetchIt = async (format: 'xlsx' | 'csv') => {
    setBusy(true)
    try {
      const body = { ...filter, ...fixed, format, locale }
      await saveFile<Endpoint>(endpoint, { body } as unknown as Sending<Endpoint>)
    } catch (error) {
      toast.failed(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={busy}>
          {t('table.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label maw="18rem">{t('table.exportHint', { number: number(most) })}</Menu.Label>
        <Menu.Item onClick={() => void fetchIt('xlsx')}>{t('table.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => void fetchIt('csv')}>{t('table.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
