import { Anchor, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type EventGroup,
  eventsByGroup,
  exportRecord,
  listRecord,
  mostCounted,
  mostExported,
  type RecordEntry,
  SubjectType,
} from '../../contract/record.ts'
import { eventText, fieldText, recordWords, subjectText } from '../../contract/words/record.ts'
import { activeRoles, useSession } from '../app/session/session.ts'
import { useFormat } from '../i18n/use-format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { DataTable } from '../ui/table/data-table.tsx'
import { ExportMenu } from '../ui/table/export-menu.tsx'
import type { Column, Filter } from '../ui/table/list-endpoint.ts'
import { Details } from './details.tsx'
import { Days, Narrowed } from './tools.tsx'

/** The record of every change: who, when, what before, what after, why. Only to be read. */
export function RecordPage() {
  const { t } = useTranslation()
  const { number } = useFormat()
  const whole = activeRoles(useSession()).includes('admin')
  const [shown, setShown] = useState<RecordEntry | null>(null)
  const columns = useColumns(setShown)
  const filters = useFilters()
  return (
    <>
      <PageHeader
        title={t('nav.record')}
        hint={`${t(whole ? 'record.hint' : 'record.hintOffice')} ${t('record.most', { number: number(mostCounted) })}`}
        more={<ExportMenu endpoint={exportRecord} list={listRecord} most={mostExported} />}
      />
      <Narrowed />
      <DataTable
        endpoint={listRecord}
        label={t('nav.record')}
        columns={columns}
        rowKey={({ place }) => String(place)}
        search={t('record.search')}
        sort="-at"
        filters={filters}
        narrowing={['from', 'to', 'subjectId', 'projectId', 'personId', 'actorId']}
        tools={<Days />}
        empty={{ title: t('record.none'), hint: t('record.noneHint') }}
      />
      <Details entry={shown} onClose={() => setShown(null)} />
    </>
  )
}

function useFilters(): Filter<typeof listRecord>[] {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const groups = Object.keys(eventsByGroup) as EventGroup[]
  return [
    {
      name: 'subjectType',
      label: t('record.subject'),
      options: SubjectType.options.map((value) => ({ value, label: subjectText(locale, value) })),
    },
    {
      name: 'event',
      label: t('record.event'),
      options: groups.map((group) => ({
        group: recordWords[locale].groups[group],
        items: eventsByGroup[group].map((value) => ({ value, label: eventText(locale, value) })),
      })),
    },
  ]
}

function useColumns(onShow: (entry: RecordEntry) => void): Column<typeof listRecord>[] {
  const { t } = useTranslation()
  const { locale, shortMoment } = useFormat()
  return [
    {
      id: 'at',
      header: t('record.at'),
      sort: 'at',
      width: '10rem',
      cell: ({ at }) => <time dateTime={at}>{shortMoment(at)}</time>,
    },
    {
      id: 'event',
      header: t('record.event'),
      primary: true,
      cell: (entry) => (
        <>
          <Anchor component="button" type="button" ta="left" fw={600} onClick={() => onShow(entry)}>
            {eventText(locale, entry.event)}
          </Anchor>
          <Fields entry={entry} />
        </>
      ),
    },
    {
      id: 'subject',
      header: t('record.subject'),
      cell: ({ subject, project }) => (
        <>
          {subject.name ?? subjectText(locale, subject.type)}
          {subject.name && (
            <Text size="sm" c="dimmed">
              {subjectText(locale, subject.type)}
              {project && project.code !== subject.name && ` · ${project.code}`}
            </Text>
          )}
        </>
      ),
    },
    { id: 'actor', header: t('record.actor'), cell: ({ actor }) => actor.name },
    {
      id: 'reason',
      header: t('record.reason'),
      cell: ({ reason }) => (reason ? <Text lineClamp={2}>{reason}</Text> : '–'),
    },
  ]
}

/** Which fields changed, the first few. */
function Fields({ entry: { changes } }: { entry: RecordEntry }) {
  const { locale } = useFormat()
  const few = 3
  const names = changes.slice(0, few).map(({ path }) => fieldText(locale, path))
  if (names.length === 0) return null
  return (
    <Text size="sm" c="dimmed" fw={400}>
      {names.join(', ')}
      {changes.length > few && ` +${changes.length - few}`}
    </Text>
  )
}
