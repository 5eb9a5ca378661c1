import { Center, Pagination, Stack, Text, Timeline } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readTimeline, type TimelineEntry } from '../../../contract/projects.ts'
import { listQueryFor } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { RecordLink } from '../../record/link.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Loaded } from '../../ui/feedback/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { eventSentence } from './event-sentence.ts'

const pageSize = 50

/** What happened to the project, newest first, with the reasons that were given. */
export function ProjectTimeline({ projectId }: { projectId: string }) {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const query = useQuery(listQueryFor(readTimeline, { params: { projectId }, query: { page, pageSize } }))
  return (
    <Section title={t('projects.timeline')} action={<RecordLink only={{ projectId }} />}>
      <Loaded query={query}>
        {({ items, total }) => (
          <Stack>
            {items.length === 0 && <EmptyState title={t('projects.timelineEmpty')} />}
            <Timeline bulletSize={14} lineWidth={2} active={-1}>
              {items.map((entry) => (
                <Timeline.Item key={entry.place}>
                  <Entry entry={entry} />
                </Timeline.Item>
              ))}
            </Timeline>
            {total > pageSize && (
              <Center component="nav" aria-label={t('projects.timelinePages')} className="bm-no-print">
                <Pagination value={page} onChange={setPage} total={Math.ceil(total / pageSize)} />
              </Center>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  const remarks = [
    entry.reason && t('projects.timelineReason', { reason: entry.reason }),
    ...(['similarityOverride', 'overQuota', 'comment'] as const).map((name) => remark(entry.data[name], name)),
  ].filter((text) => text)
  function remark(value: unknown, name: 'similarityOverride' | 'overQuota' | 'comment') {
    if (typeof value !== 'string' || value === '') return null
    if (name === 'comment') return t('projects.commented', { comment: value })
    return name === 'overQuota'
      ? t('projects.quotaPassed', { reason: value })
      : t('projects.topicPassed', { reason: value })
  }
  return (
    <>
      <Text>{eventSentence(entry, t, format)}</Text>
      {remarks.map((text) => (
        <Text key={text} size="sm" style={{ whiteSpace: 'pre-line' }}>
          {text}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        <time dateTime={entry.at}>{format.moment(entry.at)}</time>
      </Text>
    </>
  )
}
