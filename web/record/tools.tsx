import { Pill } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listRecord, SubjectType } from '../../contract/record.ts'
import { subjectText } from '../../contract/words/record.ts'
import { useFormat } from '../i18n/use-format.ts'
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
