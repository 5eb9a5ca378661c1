import { Button, Menu, Pill } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportRecord, listRecord, mostExported, SubjectType } from '../../contract/record.ts'
import { subjectText } from '../../contract/words/record.ts'
import { saveFile } from '../api/call.ts'
import { asProblem } from '../api/problem.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useToast } from '../ui/feedback/toast.ts'
import { DayInput } from '../ui/form/day-input.tsx'
import { useListSearch } from '../ui/table/use-list-search.ts'

/** The first and the last day, in the address as the other filters are. */
export function Days() {
  const { t } = useTranslation()
  const list = useListSearch(listRecord)
  const day = (name: 'from' | 'to') => ({
    label: t(`record.${name}`),
    value: String(list.query[name] ?? ''),
    onChange: (value: string) => list.set({ [name]: value || undefined }),
  })
  return (
    <>
      <DayInput {...day('from')} />
      <DayInput {...day('to')} />
    </>
  )
}

/** What a link narrowed the record to: one thing, project or person; each can be taken away. */
export function Narrowed() {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const { query, set } = useListSearch(listRecord)
  const type = SubjectType.safeParse(query.subjectType).data
  const thing = type ? subjectText(locale, type) : t('record.thing')
  const pills = [
    {
      name: 'subjectId',
      label: t('record.onlyThing', { thing }),
      gone: { subjectId: undefined, subjectType: undefined },
    },
    { name: 'projectId', label: t('record.onlyProject'), gone: { projectId: undefined } },
    { name: 'personId', label: t('record.onlyPerson'), gone: { personId: undefined } },
    { name: 'actorId', label: t('record.onlyActor'), gone: { actorId: undefined } },
  ].filter(({ name }) => name in query)
  if (pills.length === 0) return null
  return (
    <Pill.Group mb="sm" className="bm-no-print">
      {pills.map(({ name, label, gone }) => (
        <Pill
          key={name}
          size="lg"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `${t('record.widen')}: ${label}`, 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => set(gone)}
        >
          {label}
        </Pill>
      ))}
    </Pill.Group>
  )
}

/** What matches as a file. */
export function ExportMenu() {
  const { t } = useTranslation()
  const { locale, number } = useFormat()
  const { page: _, pageSize: __, sort: ___, ...filter } = useListSearch(listRecord).query
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const fetchIt = async (format: 'xlsx' | 'csv') => {
    setBusy(true)
    try {
      await saveFile(exportRecord, { body: { ...filter, format, locale } })
    } catch (error) {
      toast.failed(asProblem(error))
    }
    setBusy(false)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={busy}>
          {t('record.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label maw="18rem">{t('record.exportHint', { number: number(mostExported) })}</Menu.Label>
        <Menu.Item onClick={() => void fetchIt('xlsx')}>{t('record.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => void fetchIt('csv')}>{t('record.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
